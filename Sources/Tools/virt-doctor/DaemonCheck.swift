// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import DriverAPI
import Glibc
import LinuxSystem
import RemoteDriver
import SystemPackage

/// One daemon, as a client on this host sees it.
struct DaemonCheck {
    /// The daemons that we know.
    static let daemons = ["virtqemud", "virtsecretd", "virtproxyd"]

    private let name: String
    private let paths: DaemonPaths
    /// Whether these are the host's own places, so that systemd's units are about them.
    private let isHost: Bool
    private let isAsked: Bool

    init(_ name: String, _ paths: DaemonPaths, isRootOwn: Bool, isAsked: Bool) {
        (self.name, self.paths, isHost, self.isAsked) = (name, paths, isRootOwn, isAsked)
    }

    private var prefix: String { name == "virtproxyd" ? "libvirt" : name }
    private var socket: FilePath { paths.socket(prefix, "sock") }
    private var scheme: String { name == "virtsecretd" ? "secret" : "qemu" }

    /// How to bring the daemon up, in words that the operator can type.
    private var start: String {
        guard isHost else { return "Start '\(name)' with its --root." }
        return paths.isPrivileged
            ? "Type 'systemctl enable --now \(name).socket', or start '\(name) --daemon'."
            : "Start '\(name) --daemon --timeout 120', or let a client with 'qemu:///session' start it."
    }

    private var restart: String {
        isHost && paths.isPrivileged
            ? "Type 'systemctl restart \(name).socket \(name).service', or stop the daemon and start it again."
            : "Stop the daemon and start it again."
    }

    /// All that there is to say.
    func findings() async -> [Finding] {
        let lock = PIDFile.state(of: paths.pidFile(name))
        let state = SocketState(of: socket)
        var findings: [Finding] = []
        if case .missing = state, case .missing = lock, !isAsked, name != "virtqemud" { return [] }
        if case .abandoned(let process) = lock {
            findings.append(
                .note(
                    name, "The pid file '\(paths.pidFile(name))' is left from process \(process), which has ended.",
                    mend: "Nothing: the next '\(name)' takes it over."))
        }
        findings += await judge(state, lock)
        findings += configuration()
        if case .connected = state { findings += otherSockets() }
        return findings
    }

    private func judge(_ state: SocketState, _ lock: PIDFile.State) async -> [Finding] {
        switch state {
        case .missing:
            if case .held(let process) = lock {
                return [
                    .wrong(
                        name, "It runs (pid \(process)), but its socket '\(socket)' is gone.", mend: restart)
                ]
            }
            return [
                .wrong(name, "It does not run, and there is no socket '\(socket)' that would start it.", mend: start)
            ]
        case .otherFile:
            return [.wrong(name, "'\(socket)' is no socket.", mend: "Remove it. \(restart)")]
        case .abandoned:
            return [
                .wrong(
                    name, "Nobody listens on the socket '\(socket)': what made it has ended without removing it.",
                    mend: "Remove '\(socket)'. \(start)")
            ]
        case .forbidden(let place):
            return [
                .wrong(
                    name, "You may not use '\(place.path)', which is \(place.owner).",
                    mend: place.path == socket ? admission(to: place) : passage(through: place))
            ]
        case .full:
            return [
                .wrong(
                    name, "Too many clients wait at '\(socket)'.",
                    mend: "See who they are by 'virt-admin srv-clients-list \(name)'. \(restart)")
            ]
        case .failed(let error):
            return [.wrong(name, "'\(socket)' cannot be connected to: \(error).", mend: restart)]
        case .connected(let process):
            return await conversation(with: process, lock)
        }
    }

    /// How one who may not use the socket gets to.
    private func admission(to socket: FileAccess) -> String {
        let known = "Whoever may use it has root's power over the host."
        if let remedy = socket.groupRemedy { return "\(remedy) \(known)" }
        return
            "Become that user, or let a group in: SocketMode=0770 and SocketGroup= in a drop-in of \(name).socket, or unix_sock_rw_perms and unix_sock_group in '\(file)' without systemd; then join the group. \(known)"
    }

    /// How one who may not go through a directory gets to.
    private func passage(through place: FileAccess) -> String {
        isHost && !paths.isPrivileged
            ? "HOME, or a variable of XDG, names a directory of another user's, as after 'su': log in as yourself, for instance by 'su -'."
            : "Let others search it: 'chmod a+x \(place.path)'."
    }

    /// Speaks to who listens.
    private func conversation(with process: Int32, _ lock: PIDFile.State) async -> [Finding] {
        let program = Self.program(of: process)
        // A service manager that listens for a daemon is who made the socket.
        let isActivated = process == 1
        var listener =
            isActivated ? "the service manager, for the daemon" : "'\(program ?? "unknown")' (pid \(process))"
        if case .held(let daemon) = lock, isActivated { listener += " (pid \(daemon))" }
        do {
            let version = try await version()
            let numbers = "\(version / 1_000_000).\(version / 1000 % 1000).\(version % 1000)"
            let fact = "\(listener) answers at '\(socket)', as libvirt \(numbers)."
            if let program, !isActivated, program.lastComponent?.string != name {
                return [
                    .note(
                        name, "Another daemon has its socket: \(fact)",
                        mend:
                            "If '\(name)' is to serve: stop '\(program.lastComponent?.string ?? "it")', and then: \(start)"
                    )
                ]
            }
            if Self.usesLibvirt(process) {
                return [
                    .note(
                        name, "This is libvirt's own daemon: \(fact)",
                        mend: "Nothing, if it is to serve. Otherwise stop it and its sockets, and then: \(start)")
                ]
            }
            return [.good(name, fact)]
        } catch let error as VirtError where error.code == .operationTimeout {
            return [
                .wrong(
                    name, "\(listener) takes clients at '\(socket)', and does not answer them.",
                    mend: "See its log ('journalctl -u \(name)', or '\(paths.logs)'). \(restart) Machines live on.")
            ]
        } catch let error as VirtError where error.code.rawValue == 94 {
            return [
                .wrong(
                    name, "\(listener) at '\(socket)' wants an authentication: \(error.message)",
                    mend: "Become root, or use 'virsh', which can do it.")
            ]
        } catch  where isActivated && isHost {
            return [
                .wrong(
                    name,
                    "The service manager listens at '\(socket)', and the daemon that it starts ends or does not answer: \(error)",
                    mend:
                        "See why: 'journalctl -u \(name) -n 20'. When that is mended: 'systemctl restart \(name).socket'."
                )
            ]
        } catch {
            return [
                .wrong(
                    name,
                    "What listens at '\(socket)', \(listener), does not speak libvirt's protocol as '\(name)' does: \(error)",
                    mend: "Stop that program. \(start)")
            ]
        }
    }

    private func version() async throws -> UInt64 {
        var uri = try ConnectionURI("\(scheme)+unix:///\(paths.isPrivileged ? "system" : "session")")
        uri.parameters.append(.init("socket", socket.string))
        var options = RemoteConnection.Options()
        options.limit = .seconds(5)
        let connection = try await RemoteConnection.open(uri, options)
        let version = try await connection.daemonVersion()
        await connection.close()
        return version
    }

    /// The program of a process, if the caller may see it.
    static func program(of process: Int32) -> FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/\(process)/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return FilePath(String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Whether a process has libvirt's library loaded, which ours have not.
    private static func usesLibvirt(_ process: Int32) -> Bool {
        (try? TextFile.read(FilePath("/proc/\(process)/maps")))?.contains("/libvirt.so") == true
    }

    // MARK: - What else belongs to it

    private var file: FilePath { paths.configuration.appending("\(name).conf") }

    private func configuration() -> [Finding] {
        var findings = examine(file) { text in
            try DaemonConfiguration(ConfigurationFile(text), name: file.string).warnings
        }
        if name == "virtqemud" {
            // What else its keys mean is the daemon's own affair, which says so in its log.
            findings += examine(paths.configuration.appending("qemu.conf")) { text in
                let settings = try ConfigurationFile(text)
                _ = try ProcessIdentity(user: settings["user"]?.text(), group: settings["group"]?.text())
                return []
            }
        }
        return findings
    }

    private func examine(_ file: FilePath, _ warnings: (String) throws -> [String]) -> [Finding] {
        guard access(file.string, F_OK) == 0 else { return [] }
        guard access(file.string, R_OK) == 0 else {
            return [
                .note(name, "You may not read '\(file)', so it is not looked at.", mend: "Look again as root.")
            ]
        }
        do {
            return try warnings(try TextFile.read(file)).map { .note(name, $0) }
        } catch {
            return [
                .wrong(
                    name, "It cannot start with its configuration: '\(file)' cannot be understood. \(error)",
                    mend: "Edit the file, and then: \(start)")
            ]
        }
    }

    private func otherSockets() -> [Finding] {
        var others = [paths.socket(name, "admin-sock")]
        if paths.isPrivileged { others.append(paths.socket(prefix, "sock-ro")) }
        return others.compactMap { path in
            switch SocketState(of: path) {
            case .connected, .forbidden: nil
            case .missing: .note(name, "There is no socket '\(path)'.", mend: restart)
            default: .wrong(name, "Nobody listens on the socket '\(path)'.", mend: restart)
            }
        }
    }
}
