// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import QMP
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

extension VirtualMachine {
    /// Takes what an invocation asks of the host, to be given back with all else that the launch holds.
    func takeHostResources(
        for launch: inout Launch, _ invocation: QEMUInvocation
    ) async throws -> HostResources {
        let host = hostEnvironment(launch.domain.name, privateDirectory: launch.privateDirectory)
        let resources = try await HostResources.acquire(for: launch.domain, invocation, host)
        launch.held.add("What domain '\(launch.domain.name)' had of the host") { await resources.release() }
        for index in launch.domain.devices.interfaces.indices {
            guard let alias = launch.domain.devices.interfaces[index].info.alias else { continue }
            if let name = resources.interfaceNames[alias] { launch.domain.devices.interfaces[index].target = name }
        }
        return resources
    }

    /// Where and how things are taken from the host for a domain.
    ///
    /// - Parameter privateDirectory: What the driver made for its QEMU; nil when that is had already.
    func hostEnvironment(_ name: String, privateDirectory: FilePath?) -> HostEnvironment {
        var helpers = HelperEnvironment(loop: services.loop)
        helpers.logDirectory = services.directories.logs
        helpers.domainName = name
        helpers.identity = environment.identity
        helpers.endsWithUs = environment.endsWithUs
        var host = HostEnvironment(
            helpers: helpers, tpmDirectory: services.directories.tpmStates, work: services.blockingWork,
            secrets: services.secrets)
        host.controlGroupName = ControlGroup.name(privateDirectory?.lastComponent?.string ?? "")
        host.linkNote = services.directories.linkNote(of: uuid)
        host.privateFiles = privateDirectory.map { [$0.string] } ?? []
        host.handsFilesOver = environment.settings.current.handsFilesOver
        host.report = services.report
        return host
    }

    /// Does what needs a QEMU that is there and has not begun to execute its guest: passwords, pins, limits of threads.
    func settle(
        _ resources: HostResources, _ process: QEMUProcess, _ launch: Launch, vcpuThreads: [Int: Int]
    ) async throws {
        let domain = launch.domain
        for graphics in domain.devices.graphics {
            for command in graphics.passwordCommands(launch.context.configuration) {
                try await process.execute(command)
            }
        }
        let settings = Self.settings(of: domain)
        if !settings.isEmpty {
            for result in try await process.execute(pipelined: settings) { _ = try result.get() }
        }
        var threads = ProcessorPins.Threads(process: Int(process.identifier), vcpus: vcpuThreads)
        if domain.cpuTune.concernsIOThreads {
            let reply = try await process.execute(QMPCommand("query-iothreads"))
            for thread in reply.array ?? [] {
                // They are named `iothread1` and so on.
                guard let name = thread["id"]?.string, let number = Int(name.drop { !$0.isNumber }),
                    let identifier = thread["thread-id"]?.integer
                else { continue }
                threads.iothreads[number] = Int(clamping: identifier)
            }
        }
        let final = threads
        try await services.blockingWork.run("settle the threads of '\(domain.name)'", deadline: .seconds(10)) {
            try resources.settle()
            try resources.settle(final, of: domain)
        }
    }

    /// Why a start failed: a helper that has failed is the reason for what QEMU said after. One that has ended in order did
    /// so because its QEMU was gone.
    func reason(for error: any Error, _ resources: HostResources, _ name: String) -> any Error {
        do {
            try resources.settle()
            return error
        } catch let helper {
            let hasFailed = resources.helpers.contains { $0.end.map { $0 != .exited(0) } ?? false }
            guard hasFailed else { return error }
            return VirtError(helper, task: "start domain '\(name)'")
        }
    }
}

extension CPUTune {
    /// Whether something is said of I/O threads.
    fileprivate var concernsIOThreads: Bool { !iothreadPins.isEmpty || values["iothread_quota"] != nil }
}

extension Graphics {
    /// The commands that set the password of a screen; none when it has none.
    func passwordCommands(_ configuration: DriverConfiguration) -> [QMPCommand] {
        let usual: String?
        switch kind {
        case .vnc: usual = configuration.vncPassword
        case .spice: usual = configuration.spicePassword
        default: return []
        }
        guard let password = password ?? usual else { return [] }
        return SecretObject.password(
            kind.rawValue, password, connected: kind == .spice ? connected : nil,
            validTo: passwordValidTo.flatMap { Self.seconds(of: $0) })
    }

    /// The time of a text such as `2010-04-09T15:51:00`, which is UTC, in seconds since 1970; timegm(3).
    static func seconds(of text: String) -> Int64? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int32($0) }
        guard numbers.count == 6 else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
        (time.tm_hour, time.tm_min, time.tm_sec) = (numbers[3], numbers[4], numbers[5])
        return Int64(timegm(&time))
    }
}
