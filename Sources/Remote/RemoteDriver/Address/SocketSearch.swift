// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import SystemPackage

/// Which socket on this machine an address means: that of the driver's own daemon, or the one that all share.
package struct SocketSearch {
    /// Which daemon is asked.
    private enum Mode: String {
        /// The driver's own, if it is there.
        case auto
        /// The driver's own.
        case direct
        /// The one for all.
        case legacy
    }

    /// The daemons by the driver of an address. Others, as that of libvirt's test driver, are in the one for all.
    package static let daemons = [
        "qemu": "virtqemud", "secret": "virtsecretd", "storage": "virtstoraged", "network": "virtnetworkd",
        "nwfilter": "virtnwfilterd", "nodedev": "virtnodedevd", "interface": "virtinterfaced", "lxc": "virtlxcd",
        "xen": "virtxend", "vbox": "virtvboxd", "bhyve": "virtbhyved", "vz": "virtvzd", "ch": "virtchd",
    ]

    private let environment: ClientEnvironment
    private let mode: Mode
    private let daemon: String?
    private let isSession: Bool
    private let isReadOnly: Bool

    init(_ uri: ConnectionURI, isReadOnly: Bool, in environment: ClientEnvironment) throws(VirtError) {
        self.environment = environment
        let text = uri["mode"] ?? Mode.auto.rawValue
        guard let mode = Mode(rawValue: text) else {
            throw VirtError(
                .invalidArgument, "'\(uri)' has the mode '\(text)', which is none. Use auto, direct or legacy.")
        }
        self.mode = mode
        daemon = Self.daemons[uri.driver]
        if mode == .direct, daemon == nil {
            throw VirtError(
                .invalidArgument, "'\(uri)' asks for the daemon of '\(uri.driver)', which has none. Leave 'mode' out.")
        }
        // Root has no daemons of its own beside the system's. libvirt's test driver runs with its user's rights.
        isSession = environment.user != 0 && (uri.path == "/session" || uri.driver == "test")
        // A user's daemon has no socket for those who only read.
        self.isReadOnly = isReadOnly && !isSession
    }

    func endpoint() throws(VirtError) -> RemoteAddress.Endpoint {
        let own = daemon.map { socket($0) }
        let shared = socket("libvirt")
        switch mode {
        case .direct: return .unix(own ?? shared, starting: start(daemon))
        case .legacy: return .unix(shared, starting: start("libvirtd"))
        case .auto:
            guard let daemon, let own else { return .unix(shared, starting: start("libvirtd")) }
            if environment.exists(own) { return .unix(own, starting: start(daemon)) }
            if environment.exists(shared) { return .unix(shared, starting: start("libvirtd")) }
            if let start = start(daemon) { return .unix(own, starting: start) }
            if let start = start("libvirtd") { return .unix(shared, starting: start) }
            return .unix(own, starting: nil)
        }
    }

    private var directory: FilePath { isSession ? environment.userSockets : environment.systemSockets }

    private func socket(_ prefix: String) -> FilePath {
        directory.appending("\(prefix)-sock\(isReadOnly ? "-ro" : "")")
    }

    /// How a user's daemon is started; nil when it is not to be, or not installed.
    private func start(_ daemon: String?) -> RemoteAddress.SessionDaemon? {
        guard isSession, environment.variables["LIBVIRT_AUTOSTART"] != "0", let daemon,
            let program = environment.daemon(daemon)
        else { return nil }
        return RemoteAddress.SessionDaemon(program: program, lock: directory.appending("\(daemon).lock"))
    }
}
