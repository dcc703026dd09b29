// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Dispatch
internal import Glibc
internal import LinuxSystem
internal import RemoteServer
internal import Synchronization
internal import SystemPackage

/// The life of a daemon's process, from its command line to its exit status. All daemons share it.
///
/// ```
///  options -> configuration -> background -> lock -> sockets listen -> confinement -> parts -> ready -> signals ...
///                                                                                               | SIGHUP: configuration again
///                                                                                               | SIGTERM, idle: drain, end
/// ```
///
/// The sockets listen before the parts are made, so that a client that has just started the daemon waits instead of failing.
package struct DaemonRunner {
    private let name: String
    private let options: DaemonOptions
    private let furtherKeys: Set<String>
    private let socketNames: SocketNames
    private let confinement: @Sendable (DaemonPaths) throws -> Confinement
    private let environment = DaemonPaths.environment

    /// - Parameters:
    ///   - furtherKeys: Settings of the daemon's file that it reads itself.
    ///   - socketNames: How its sockets are called; nil for its own name.
    ///   - confinement: What the daemon gives up before its first thread starts. Directories that it is to have then are made by it.
    package init(
        name: String, options: DaemonOptions, furtherKeys: Set<String> = [], socketNames: SocketNames? = nil,
        confinement: @escaping @Sendable (DaemonPaths) throws -> Confinement
    ) {
        self.name = name
        self.socketNames = socketNames ?? SocketNames(clients: name)
        self.options = options
        self.furtherKeys = furtherKeys
        self.confinement = confinement
    }

    /// Runs the daemon on the main thread until it ends.
    ///
    /// - Parameter makeParts: Makes what the daemon serves.
    /// - Throws: ``DaemonError`` when it cannot start.
    package func run(_ makeParts: @escaping @Sendable (Daemon.Context) async throws -> Daemon.Parts) throws {
        NameService.useNoModules()
        let paths =
            options.root.map {
                DaemonPaths(systemBelow: Self.absolute($0), isPrivileged: geteuid() == 0)
            } ?? DaemonPaths.own(environment: environment)
        // Clients of other users go through its directories, whatever the shell that starts it takes from them.
        if paths.isPrivileged { umask(0o022) }
        let configurationFile =
            options.config.map { Self.absolute($0) } ?? paths.configuration.appending("\(name).conf")
        let configuration = try readConfiguration(configurationFile)
        let pidPath = options.pidFile.map { Self.absolute($0) } ?? paths.pidFile(name)
        // Before the first thread: a child of many threads would have but one of them.
        let starter = try goOnInBackground()
        let signals = try SignalQueue([SIGTERM, SIGINT, SIGQUIT, SIGHUP])
        let log = DaemonLog(name: name)
        setUp(log, configuration, paths)
        for warning in configuration.warnings { log.say(.warning, warning) }
        try makeDirectories(paths, pidPath)
        let pidFile = try PIDFile(pidPath)
        defer { pidFile.remove() }
        var activation = try SocketActivation(environment: environment)
        let sockets = try Sockets(
            name, socketNames, activation: &activation, directory: configuration.socketDirectory ?? paths.run,
            configuration, isPrivileged: paths.isPrivileged)
        defer { sockets.removeFiles() }
        try confinement(paths).apply(
            [.init(path: configurationFile, use: .read), .init(path: pidPath, use: .remove)]
                + sockets.made.map { .init(path: $0, use: .remove) } + log.files.map { .init(path: $0, use: .write) },
            log: log)
        let loop = try Self.step("start the event loop") { () throws(Errno) in try EventLoop() }
        let context = Daemon.Context(name: name, paths: paths, log: log, loop: loop)
        let wake = Wake()
        let daemon = Daemon(
            context, workers: configuration.workers,
            timeout: options.timeout.flatMap { $0 == 0 ? nil : .seconds(Int64($0)) }, onIdle: { wake.call() })
        let parts = try Self.wait { try await makeParts(context) }
        try serve(daemon, parts, sockets, configuration)
        SocketActivation.notify("READY=1\nMAINPID=\(getpid())", environment: environment)
        starter?.tell()
        attend(signals, wake, daemon, parts, configurationFile)
        SocketActivation.notify("STOPPING=1", environment: environment)
        // A second signal ends the wait.
        let drained = Wake()
        Task {
            await daemon.drain(.seconds(10))
            await parts.stop()
            drained.call()
        }
        _ = Self.poll(signals.descriptor, drained)
    }

    // MARK: - Steps

    private static func absolute(_ path: String) -> FilePath {
        let path = FilePath(path)
        guard path.isRelative, let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return FilePath(platformString: directory).pushing(path)
    }

    private static func step<Result>(_ what: String, _ body: () throws(Errno) -> Result) throws(DaemonError)
        -> Result
    {
        do throws(Errno) { return try body() } catch { throw DaemonError("Cannot \(what): \(error).") }
    }

    private func readConfiguration(_ path: FilePath) throws(DaemonError) -> DaemonConfiguration {
        // None is needed where none was asked for.
        if options.config == nil, access(path.string, F_OK) != 0 { return DaemonConfiguration() }
        let text = try Self.step("read '\(path)'") { () throws(Errno) in try TextFile.read(path) }
        do throws(ConfigurationFile.Failure) {
            return try DaemonConfiguration(ConfigurationFile(text), name: path.string, furtherKeys: furtherKeys)
        } catch {
            throw DaemonError("'\(path)' cannot be understood. \(error)")
        }
    }

    private func goOnInBackground() throws(DaemonError) -> Starter? {
        guard options.daemon else { return nil }
        let result = clinux_daemonize()
        guard result >= 0 else { throw DaemonError("Cannot go on in the background: \(Errno(rawValue: -result)).") }
        return Starter(descriptor: FileDescriptor(rawValue: result))
    }

    /// The process that started us and waits to hear that we are ready.
    private struct Starter {
        let descriptor: FileDescriptor
        func tell() {
            _ = try? descriptor.writeAll([1])
            try? descriptor.close()
        }
    }

    private func setUp(_ log: DaemonLog, _ configuration: DaemonConfiguration, _ paths: DaemonPaths) {
        log.level = configuration.logLevel ?? (options.verbose ? .information : .warning)
        if !configuration.logFilters.isEmpty, !log.setFilters(configuration.logFilters) {
            log.say(.warning, "log_filters cannot be understood, and have no effect. Write them as \"1:rpc 3:qemu\".")
        }
        if configuration.logOutputs.isEmpty {
            let target: DaemonLog.Output.Target =
                !options.daemon
                ? .standardError
                : DaemonLog.hasJournal && paths.root.isEmpty
                    ? .journal : .file(paths.logs.appending("\(name).log").string)
            if options.daemon { try? TextFile.makeDirectory(paths.logs, mode: [.ownerReadWriteExecute]) }
            _ = log.set([DaemonLog.Output(log.level, target)])
        } else if !log.setOutputs(configuration.logOutputs) {
            log.say(
                .warning,
                "log_outputs cannot be understood or opened, and have no effect. Write them as \"3:stderr 1:file:/path\"."
            )
        }
    }

    private func makeDirectories(_ paths: DaemonPaths, _ pidPath: FilePath) throws(DaemonError) {
        let mode: FilePermissions =
            paths.isPrivileged
            ? [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute] : .ownerReadWriteExecute
        for directory in [paths.run, pidPath.removingLastComponent()] {
            try Self.step("make the directory '\(directory)'") { () throws(Errno) in
                try TextFile.makeDirectory(directory, mode: mode)
            }
        }
    }

    /// Has the servers take clients from the sockets.
    private func serve(
        _ daemon: Daemon, _ parts: Daemon.Parts, _ sockets: Sockets, _ configuration: DaemonConfiguration
    ) throws(DaemonError) {
        let log = daemon.context.log
        let loop = daemon.context.loop
        let report: @Sendable (String) -> Void = { log.say(.warning, $0, part: "rpc") }
        let onChange: @Sendable () -> Void = { [weak daemon] in daemon?.clientsChanged() }
        let main = Server(
            name: name, service: parts.service, limits: configuration.limits, loop: loop, log: report,
            onChange: onChange)
        let admin = Server(
            name: "admin", service: AdminService(daemon), limits: configuration.adminLimits, loop: loop, log: report,
            onChange: onChange)
        daemon.add(main)
        daemon.add(admin)
        daemon.setNeed(parts.isNeeded)
        try Self.step("watch a socket") { () throws(Errno) in
            try main.listen(on: sockets.main)
            if let readOnly = sockets.readOnly { try main.listen(on: readOnly, readOnly: true) }
            for socket in sockets.tcp { try main.listen(on: socket, transport: .tcp) }
            if let socket = sockets.admin { try admin.listen(on: socket) }
        }
        daemon.clientsChanged()
    }

    /// Waits until a signal or idleness ends the daemon.
    private func attend(
        _ signals: borrowing SignalQueue, _ wake: Wake, _ daemon: Daemon, _ parts: Daemon.Parts,
        _ configurationFile: FilePath
    ) {
        while Self.poll(signals.descriptor, wake) == .signal {
            for signal in signals.take() {
                guard signal == SIGHUP else {
                    daemon.context.log.say(.information, "Signal \(signal) ends the daemon.")
                    return
                }
                reload(daemon, parts, configurationFile)
            }
        }
    }

    private func reload(_ daemon: Daemon, _ parts: Daemon.Parts, _ configurationFile: FilePath) {
        let log = daemon.context.log
        SocketActivation.notify("RELOADING=1", environment: environment)
        defer { SocketActivation.notify("READY=1", environment: environment) }
        log.reopen()
        do throws(DaemonError) {
            let configuration = try readConfiguration(configurationFile)
            setUp(log, configuration, daemon.context.paths)
            for warning in configuration.warnings { log.say(.warning, warning) }
            for server in daemon.servers {
                server.limits = server.name == "admin" ? configuration.adminLimits : configuration.limits
            }
            daemon.workers = configuration.workers
        } catch {
            log.say(.error, "The configuration was not read again. \(error)")
        }
        // One reload is over before the next one begins.
        try? Self.wait { await parts.reload() }
    }

    // MARK: - Waiting on the main thread

    private enum Reason { case signal, wake }

    /// Something that another thread calls, and the main thread hears.
    private final class Wake: Sendable {
        let descriptor = clinux_event_descriptor()
        func call() { clinux_event_add(descriptor, 1) }
        deinit { close(descriptor) }
    }

    private static func poll(_ signals: FileDescriptor, _ wake: Wake) -> Reason {
        var ready = [
            pollfd(fd: signals.rawValue, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while Glibc.poll(&ready, 2, -1) < 0 {}
        return ready[1].revents != 0 ? .wake : .signal
    }

    /// Waits for a task; only on the main thread, which is none of the pool's.
    private static func wait<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let box = ResultBox<Value>()
        Task {
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
            box.result.withLock { $0 = outcome }
            done.signal()
        }
        done.wait()
        guard let outcome = box.result.withLock({ $0 }) else { throw DaemonError("The daemon's parts were not made.") }
        return try outcome.get()
    }

    private final class ResultBox<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
