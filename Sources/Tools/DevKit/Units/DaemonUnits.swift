// SPDX-License-Identifier: Apache-2.0

/// The units of a daemon: a service, and the sockets that start it.
public struct DaemonUnits: Sendable {
    /// A socket of a daemon.
    public struct Socket: Sendable {
        /// What stands between the daemon's name and `.socket`, such as `-ro`; empty for the first one.
        public var suffix: String
        /// Where it listens: a path, or a port of TCP.
        public var address: String
        /// What it is, for those who list sockets.
        public var purpose: String
        /// Whether it is on with the others, or only when an administrator wants it.
        public var isUsual = true
        /// The unit of libvirtd's socket with the same address; nil for none.
        public var rival: String?
    }

    /// The daemon's program.
    public var daemon: String
    /// What it is, for those who list services.
    public var purpose: String
    /// Its sockets; the first is the one that the others go with.
    public var sockets: [Socket]
    /// What it does without, and other settings of its service.
    public var settings: [(String, String)]
    /// Whether it starts with the host, beside its sockets.
    public var startsWithHost = false

    /// All units, for a daemon that lies in a directory.
    public func units(in directory: String) -> [SystemdUnit] {
        [service(in: directory)] + sockets.map(unit)
    }

    private var main: String { "\(daemon).socket" }
    private func name(_ socket: Socket) -> String { "\(daemon)\(socket.suffix).socket" }

    private func service(in directory: String) -> SystemdUnit {
        let usual = sockets.filter(\.isUsual)
        var about = [("Description", purpose), ("Documentation", "man:\(daemon)(1)")]
        // The C daemons have the same names and sockets.
        about += [("Conflicts", "libvirtd.service")]
        about += usual.map { ("Requires", name($0)) }
        about += [("After", sockets.map(name).joined(separator: " ")), ("After", "network.target local-fs.target")]
        // Each socket names its service, which gets it when it is on. Sockets= would turn on even one that nobody has asked for.
        let start = [
            ("Type", "notify"), ("ExecStart", "\(directory)/\(daemon) --timeout 120"),
            ("ExecReload", "/bin/kill -HUP $MAINPID"), ("Restart", "on-failure"),
        ]
        var install = [("Also", usual.map(name).joined(separator: " "))]
        if startsWithHost { install.insert(("WantedBy", "multi-user.target"), at: 0) }
        return SystemdUnit(
            name: "\(daemon).service",
            sections: [.init("Unit", about), .init("Service", start + settings), .init("Install", install)])
    }

    /// Without an authentication, sockets are root's alone. An administrator who wants another group's sets `SocketMode` and
    /// `SocketGroup` in a drop-in, for a socket that is handed in has the unit's.
    private func unit(_ socket: Socket) -> SystemdUnit {
        let isFirst = socket.suffix.isEmpty
        var about = [("Description", socket.purpose), ("Documentation", "man:\(daemon)(1)")]
        if let rival = socket.rival { about.append(("Conflicts", rival)) }
        let others = sockets.filter { $0.isUsual && !$0.suffix.isEmpty }.map(name)
        about += isFirst ? others.map { ("Wants", $0) } : [("BindsTo", main), ("After", main)]
        var settings = [("ListenStream", socket.address), ("Service", "\(daemon).service")]
        if socket.address.hasPrefix("/") { settings += [("SocketMode", "0700"), ("RemoveOnStop", "yes")] }
        var install = [("WantedBy", "sockets.target")]
        if isFirst, !others.isEmpty { install.append(("Also", others.joined(separator: " "))) }
        return SystemdUnit(
            name: name(socket),
            sections: [.init("Unit", about), .init("Socket", settings), .init("Install", install)])
    }
}

extension DaemonUnits {
    /// The sockets that every daemon has.
    ///
    /// - Parameter prefix: What the names of those for clients begin with, where it is not the daemon's name; libvirtd has the same.
    private static func sockets(_ daemon: String, _ clients: String, prefix: String? = nil) -> [Socket] {
        let path = "/run/libvirt/\(prefix ?? daemon)"
        func rival(_ suffix: String) -> String? { prefix == nil ? nil : "libvirtd\(suffix).socket" }
        return [
            Socket(suffix: "", address: "\(path)-sock", purpose: clients, rival: rival("")),
            Socket(
                suffix: "-ro", address: "\(path)-sock-ro", purpose: "\(clients), read only", rival: rival("-ro")),
            Socket(
                suffix: "-admin", address: "/run/libvirt/\(daemon)-admin-sock", purpose: "Administration of \(daemon)"),
        ]
    }

    /// The daemons of this package: the one home of their units.
    public static let table: [DaemonUnits] = [
        DaemonUnits(
            daemon: "virtqemud", purpose: "Virtual machines that QEMU runs",
            sockets: sockets("virtqemud", "Sockets of virtual machines that QEMU runs"), settings: ofMachines,
            startsWithHost: true),
        DaemonUnits(
            daemon: "virtsecretd", purpose: "Secrets of virtual machines",
            sockets: sockets("virtsecretd", "Sockets of secrets of virtual machines"),
            settings: alone + [("ConfigurationDirectory", "libvirt/secrets"), ("ConfigurationDirectoryMode", "0700")]
                + [("RestrictAddressFamilies", "AF_UNIX"), ("PrivateNetwork", "yes")]),
        DaemonUnits(
            daemon: "virtproxyd", purpose: "Legacy and network sockets of virtual machines",
            sockets: sockets("virtproxyd", "Legacy sockets of virtual machines", prefix: "libvirt")
                + [
                    Socket(
                        suffix: "-tcp", address: "16509", purpose: "Virtual machines by TCP, without authentication",
                        isUsual: false, rival: "libvirtd-tcp.socket")
                ],
            settings: alone + [("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6")]),
    ]

    /// Machines live on when their daemon ends, so only its own process is killed, and control groups below it are its own.
    ///
    /// Whatever is forbidden here is forbidden to QEMU and its helpers, too, so this keeps to what concerns the host alone: the clock,
    /// the kernel, the swap. Directives that make a mount namespace are left out: machines would stay in that of an old daemon.
    private static let ofMachines: [(String, String)] = [
        ("KillMode", "process"), ("Delegate", "yes"), ("LimitNOFILE", "65536"),
        ("TasksMax", "infinity"), ("LimitMEMLOCK", "64M"), ("NoNewPrivileges", "yes"), ("LockPersonality", "yes"),
        (
            "CapabilityBoundingSet",
            "~CAP_SYS_BOOT CAP_SYS_MODULE CAP_SYS_TIME CAP_SYSLOG CAP_SYS_PACCT CAP_WAKE_ALARM CAP_BLOCK_SUSPEND CAP_LEASE "
                + "CAP_LINUX_IMMUTABLE CAP_MAC_ADMIN CAP_MAC_OVERRIDE CAP_AUDIT_CONTROL CAP_AUDIT_READ CAP_SYS_TTY_CONFIG"
        ),
        ("SystemCallFilter", "~@clock @module @obsolete @raw-io @reboot @swap"), ("SystemCallErrorNumber", "EPERM"),
    ]

    /// A daemon that starts no program and whose files are below `/etc/libvirt` and `/run`.
    private static let alone: [(String, String)] = [
        ("ProtectSystem", "strict"), ("ReadWritePaths", "/run -/var/log/libvirt"), ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"), ("PrivateDevices", "yes"), ("ProtectClock", "yes"), ("ProtectControlGroups", "yes"),
        ("ProtectHostname", "yes"), ("ProtectKernelLogs", "yes"), ("ProtectKernelModules", "yes"),
        ("ProtectKernelTunables", "yes"), ("NoNewPrivileges", "yes"), ("CapabilityBoundingSet", ""),
        ("LockPersonality", "yes"), ("MemoryDenyWriteExecute", "yes"), ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"), ("RestrictSUIDSGID", "yes"),
        // What the threads of tasks that users wait for ask for, and complain when they do not get it.
        ("LimitNICE", "-4"), ("SystemCallArchitectures", "native"),
        ("SystemCallErrorNumber", "EPERM"), ("LimitNOFILE", "65536"),
        // The latter are what it shuts itself in with.
        (
            "SystemCallFilter",
            "@system-service seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self"
        ),
    ]
}
