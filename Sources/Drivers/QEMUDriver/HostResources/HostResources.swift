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
    private struct State: Sendable {
        /// QEMU's ends, by its number for each; open until ``closeDescriptors()``.
        var descriptors: [(ours: FileDescriptor, theirs: Int32)] = []
        var secrets: [SecretFile] = []
        var helpers: [HelperProgram] = []
        var releases: [@Sendable () async -> Void] = []
    }
    private let state = Mutex(State())

    private init() {}

    /// Takes what an invocation asks for, as far as its descriptors are of the kinds that are made here.
    ///
    /// - Throws: ``QEMUDriverError`` or `VirtError` of the part that could not be had; all others are then given back.
    package static func acquire(
        for domain: Domain, _ invocation: QEMUInvocation, _ environment: HostEnvironment
    ) async throws -> HostResources {
        let resources = HostResources()
        do {
            for descriptor in invocation.descriptors {
                try await resources.acquire(descriptor, domain, environment)
            }
            return resources
        } catch {
            await resources.release()
            throw error
        }
    }

    private func acquire(
        _ descriptor: QEMUInvocation.Descriptor, _ domain: Domain, _ environment: HostEnvironment
    ) async throws {
        let number = Int32(descriptor.number)
        switch descriptor.purpose {
        case .secret(let reference, let usage):
            let file = try SecretFile(await environment.value(of: reference, usage: usage))
            // The file keeps its own descriptor, which lasts until the value is erased.
            state.withLock { $0.secrets.append(file) }
            add(try file.descriptor.duplicateCloseOnExec(), number)
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
        case .handedIn, .listeningSocket, .outputFile, .tap, .vhostNet, .vhostVSock, .vhostSCSI, .deviceFile:
            break
        }
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

    private func add(_ helper: (program: HelperProgram, connection: FileDescriptor), _ number: Int32) {
        state.withLock { state in
            state.helpers.append(helper.program)
            state.releases.append { await helper.program.stop() }
        }
        add(helper.connection, number)
    }

    private func add(_ ours: FileDescriptor, _ theirs: Int32) {
        state.withLock { $0.descriptors.append((ours, theirs)) }
    }

    /// Lets QEMU inherit what was taken.
    package func apply(to request: inout ChildProcess.Request) {
        request.descriptors += state.withLock { $0.descriptors }
    }

    /// Closes our ends of what QEMU has by now, so that the other sides see when it ends. To be called once it is spawned.
    package func closeDescriptors() {
        let descriptors = state.withLock { state in
            defer { state.descriptors = [] }
            return state.descriptors
        }
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
