// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
internal import Synchronization
internal import SystemPackage
package import VirtModel

/// What a start takes from the host for one domain, beside QEMU itself: secrets, helper programs, network devices,
/// ownership of files, control groups.
///
/// ```
/// acquire --> spawn QEMU --> settle --> ... guest runs ... --> release
///     |                         ^
///     `-- fails: what was taken is given back                 (a failed start releases, too)
/// ```
///
/// Each part is given back in the opposite order, and only what was taken is.
package final class HostResources: Sendable {
    struct State: Sendable {
        /// QEMU's ends, by its number for each; open until ``closeDescriptors()``.
        var descriptors: [(ours: FileDescriptor, theirs: Int32)] = []
        var secrets: [SecretFile] = []
        var helpers: [HelperProgram] = []
        var interfaceNames: [String: String] = [:]
        var controlGroup: ControlGroup?
        var identity: ProcessIdentity?
        var releases: [@Sendable () async -> Void] = []
    }
    let state = Mutex(State())

    private init() {}

    /// Takes what an invocation asks for, as far as its descriptors are of the kinds that are made here.
    ///
    /// - Throws: ``QEMUDriverError`` or `VirtError` of the part that could not be had; all others are then given back.
    package static func acquire(
        for domain: Domain, _ invocation: QEMUInvocation, _ environment: HostEnvironment
    ) async throws -> HostResources {
        let resources = HostResources()
        do {
            try await resources.requireDevices(of: domain, environment)
            try await resources.limit(domain, environment)
            for interface in domain.devices.interfaces {
                try await resources.connect(interface, invocation.descriptors, environment)
            }
            for descriptor in invocation.descriptors {
                try await resources.acquire(descriptor, domain, environment)
            }
            try await resources.handOver(domain, environment)
            return resources
        } catch {
            await resources.release()
            throw error
        }
    }

    /// Sees whether the devices of the host that the domain is to have are there.
    private func requireDevices(of domain: Domain, _ environment: HostEnvironment) async throws {
        let devices = domain.devices.hostDevices
        guard !devices.isEmpty else { return }
        let usb = USBHostDevices(directory: environment.usbDevices)
        try await environment.work.run("look for devices of the host", deadline: .seconds(10)) {
            for device in devices { try usb.require(device) }
        }
    }

    private func acquire(
        _ descriptor: QEMUInvocation.Descriptor, _ domain: Domain, _ environment: HostEnvironment
    ) async throws {
        let number = Int32(descriptor.number)
        switch descriptor.purpose {
        case .secret(let reference, let usage):
            try addSecret(await environment.value(of: reference, usage: usage), number)
        case .secretValue(let bytes):
            guard let value = SecretValue(bytes) else {
                throw QEMUDriverError.invalid(
                    "A secret of \(bytes.count) bytes in the document cannot be handed to QEMU: it may have at most "
                        + "\(SecretValue.limitInBytes).")
            }
            try addSecret(value, number)
        case .fileServer(let alias):
            guard let device = domain.devices.filesystems.first(where: { $0.info.alias == alias }) else { return }
            add(try await VirtioFSServer.start(for: device, in: environment.helpers), number)
        case .userNetwork(let alias):
            guard let device = domain.devices.interfaces.first(where: { $0.info.alias == alias }) else { return }
            add(try await UserNetwork.start(for: device, in: environment.helpers), number)
        case .tpmEmulator(let alias):
            guard let device = domain.devices.tpms.first(where: { ($0.info.alias ?? "tpm0") == alias }) else { return }
            let emulator = try await emulator(of: device, domain, environment)
                .start(in: environment.helpers)
            state.withLock { $0.secrets += emulator.keys }
            add((emulator.program, emulator.connection), number)
        case .vhostNet(let alias):
            do {
                add(try FileDescriptor.open("/dev/vhost-net", .readWrite, options: .closeOnExec), number)
            } catch {
                throw QEMUDriverError(
                    .missing, "Interface '\(alias)' cannot have '/dev/vhost-net': \(error). Use <driver name='qemu'/>.")
            }
        // Taps are made before, all queues of one at once; the rest is the launcher's.
        case .tap, .handedIn, .listeningSocket, .outputFile, .vhostVSock, .vhostSCSI, .deviceFile: break
        }
    }

    private func addSecret(_ value: SecretValue, _ number: Int32) throws {
        let file = try SecretFile(value)
        // The file keeps its own descriptor, which lasts until the value is erased.
        state.withLock { $0.secrets.append(file) }
        add(try file.descriptor.duplicateCloseOnExec(), number)
    }

    private func emulator(
        of tpm: TPM, _ domain: Domain, _ environment: HostEnvironment
    ) async throws -> TPMEmulator {
        let uuid = domain.uuid?.xml ?? domain.name
        var emulator = TPMEmulator(tpm: tpm, stateDirectory: environment.tpmDirectory.appending(uuid))
        if let secret = tpm.encryptionSecret {
            var reference = SecretReference()
            reference.uuid = secret
            emulator.passphrase = try await environment.value(of: reference, usage: "vtpm")
        }
        emulator.hasCertificates = environment.tpmsHaveCertificates
        return emulator
    }

    /// The names of the taps, by the names of their interfaces.
    package var interfaceNames: [String: String] { state.withLock { $0.interfaceNames } }

    /// Makes the control group of a domain that asks for limits.
    private func limit(_ domain: Domain, _ environment: HostEnvironment) async throws {
        let limits = try ResourceLimits.limits(of: domain)
        guard !limits.isEmpty else { return }
        let work = environment.work
        let group: ControlGroup
        do {
            group = try await work.run("make a control group", deadline: .seconds(10)) {
                let tree = try ControlGroupTree()
                // What a process of ours that was killed had for its machines.
                ControlGroup.removeAbandoned(in: tree)
                return try ControlGroup(environment.controlGroupName, limits: limits, in: tree)
            }
        } catch let failure as ControlGroup.Failure {
            throw QEMUDriverError.unsupported(
                "Domain '\(domain.name)' asks for '\(failure.limit)', which cannot be had: \(failure). Remove it, or run where control groups can be made."
            )
        }
        state.withLock { state in
            state.controlGroup = group
            state.releases.append {
                let isGone = try? await work.run("remove a control group") { group.remove() }
                if isGone != true {
                    environment.report("The control group '\(environment.controlGroupName)' could not be removed.")
                }
            }
        }
    }

    /// Hands the files of a domain over to the user that QEMU is to run as.
    private func handOver(_ domain: Domain, _ environment: HostEnvironment) async throws {
        guard let identity = environment.identity else { return }
        let images = environment.handsFilesOver ? domain.hostFiles : []
        let files = images + environment.privateFiles.map { Domain.HostFile(path: $0, isWritten: true) }
        let work = environment.work
        let ownership = try await work.run("hand files over to user \(identity.user)", deadline: .seconds(30)) {
            try ImageOwnership(of: files, to: identity)
        }
        state.withLock { state in
            state.identity = identity
            state.releases.append {
                let problems = try? await work.run("give files back") { ownership.giveBack() }
                for problem in problems ?? [] { environment.report(problem) }
            }
        }
    }

    /// Limits and pins the threads of QEMU, which is there and has not begun to execute its guest; blocks for moments.
    ///
    /// - Throws: ``QEMUDriverError`` for what cannot be had.
    package func settle(_ threads: ProcessorPins.Threads, of domain: Domain) throws {
        try ProcessorPins.apply(domain, to: threads)
        guard let group = state.withLock({ $0.controlGroup }) else { return }
        for (which, quota, period) in ResourceLimits.threadQuotas(of: domain) {
            do throws(ControlGroup.Failure) {
                try group.limit(
                    threads: threads.identifiers(of: which), as: which.name, quotaInMicroseconds: quota,
                    periodInMicroseconds: period)
            } catch {
                throw QEMUDriverError.unsupported("The time of '\(which.name)' cannot be limited: \(error).")
            }
        }
    }

    private func add(_ helper: (program: HelperProgram, connection: FileDescriptor), _ number: Int32) {
        state.withLock { state in
            state.helpers.append(helper.program)
            state.releases.append { await helper.program.stop() }
        }
        add(helper.connection, number)
    }

    func add(_ ours: FileDescriptor, _ theirs: Int32) {
        state.withLock { $0.descriptors.append((ours, theirs)) }
    }

    /// Our ends of what QEMU is to have, by its number for each; open until ``closeDescriptors()``.
    var descriptors: [(ours: FileDescriptor, theirs: Int32)] { state.withLock { $0.descriptors } }

    /// Lets QEMU inherit what was taken.
    package func apply(to request: inout ChildProcess.Request) {
        let (descriptors, identity, group) = state.withLock { ($0.descriptors, $0.identity, $0.controlGroup) }
        request.descriptors += descriptors
        // QEMU does nothing with these, and what they hold up goes when it does.
        for lifeline in helpers.compactMap(\.lifeline) {
            let number = (request.descriptors.map(\.theirs).max() ?? 2) + 1
            request.descriptors.append((lifeline.descriptor, number))
        }
        request.identity = identity
        request.controlGroups = group?.entrances ?? []
    }

    /// Closes our ends of what QEMU has by now, so that the other sides see when it ends. To be called once it is spawned.
    package func closeDescriptors() {
        let (descriptors, group) = state.withLock { state in
            defer { state.descriptors = [] }
            return (state.descriptors, state.controlGroup)
        }
        group?.closeEntrances()
        for (ours, _) in descriptors { try? ours.close() }
    }

    /// To be called once QEMU's monitor has answered, when it has read what it inherited: erases secrets, and sees that no
    /// helper has ended already. When QEMU has ended instead, a helper's end, which this tells, may be the reason.
    ///
    /// - Throws: ``QEMUDriverError`` with the last words of a helper that has ended.
    package func settle() throws {
        let (secrets, helpers) = state.withLock { state in
            defer { state.secrets = [] }
            return (state.secrets, state.helpers)
        }
        for secret in secrets { secret.erase() }
        for helper in helpers { try helper.check() }
    }

    /// The programs that serve the domain, for those who watch them.
    package var helpers: [HelperProgram] { state.withLock { $0.helpers } }

    /// Gives everything back; to be called when QEMU has ended, or was never started.
    package func release() async {
        closeDescriptors()
        let releases = state.withLock { state in
            defer { state = State() }
            return state.releases
        }
        for release in releases.reversed() { await release() }
    }
}
