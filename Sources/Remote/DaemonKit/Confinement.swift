// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage

/// What a daemon gives up before its first thread starts, for itself and for all that it starts.
///
/// Each daemon describes its own. What the kernel or the daemon's rights do not allow is left out, and said in the log: a host
/// without Landlock is no reason not to serve.
package struct Confinement: Sendable {
    /// Whether programs that it starts gain no rights, as setuid ones would. A user's own daemon without this cannot deny calls.
    package var gainsNoPrivileges: Bool
    /// Parts of root's rights that are dropped.
    package var droppedCapabilities: Set<Capability>
    /// Names of system calls that fail from now on.
    package var deniedCalls: Set<String>
    /// The only files that it uses; nil for any.
    package var files: FileConfinement?

    package init(
        gainsNoPrivileges: Bool = true, droppedCapabilities: Set<Capability> = Self.ofTheHost,
        deniedCalls: Set<String> = Self.callsOnTheHost, files: FileConfinement? = nil
    ) {
        self.gainsNoPrivileges = gainsNoPrivileges
        self.droppedCapabilities = droppedCapabilities
        self.deniedCalls = deniedCalls
        self.files = files
    }

    /// Rights over the host itself, which neither a daemon nor a machine has a use for.
    package static let ofTheHost: Set<Capability> = [
        .accountProcesses, .administerMandatoryAccess, .blockSuspend, .checkpointProcesses, .configureTerminals,
        .controlAudit, .leaseFiles, .changeImmutableFlag, .loadModules, .monitorPerformance, .overrideMandatoryAccess,
        .readAuditLog, .readKernelLog, .reboot, .setTime, .wakeSystem,
    ]

    /// Calls that change the kernel, the clock or the swap of the host, or look into other processes.
    ///
    /// Those that children of virtqemud use are not among them: mount(2), unshare(2) and pivot_root(2), by which virtiofsd and passt
    /// shut themselves in, bpf(2) and userfaultfd(2) of QEMU.
    package static let callsOnTheHost: Set<String> = [
        "_sysctl", "acct", "adjtimex", "clock_adjtime", "clock_settime", "create_module", "delete_module",
        "finit_module", "get_kernel_syms", "init_module", "ioperm", "iopl", "kexec_file_load", "kexec_load",
        "modify_ldt", "nfsservctl", "perf_event_open", "process_vm_readv", "process_vm_writev", "ptrace",
        "query_module",
        "quotactl", "reboot", "setdomainname", "sethostname", "settimeofday", "swapoff", "swapon", "syslog", "uselib",
        "vhangup",
    ]

    /// Calls of programs that start others, mount, or use the kernel's newer machinery: nothing for a daemon without children.
    package static let callsOfParents: Set<String> = [
        "add_key", "bpf", "chroot", "execve", "execveat", "io_uring_enter", "io_uring_register", "io_uring_setup",
        "keyctl", "mount", "move_mount", "open_by_handle_at", "open_tree", "pivot_root", "request_key", "setns",
        "umount2", "unshare", "userfaultfd",
    ]

    /// The confinement of a daemon of the system that starts no program, and keeps its data in directories of its own. A user's own
    /// starts its sister daemons when they are called for, which then do what they must.
    ///
    /// - Parameters:
    ///   - own: Those directories, which are there.
    ///   - paths: Its sockets, pid file, log and configuration.
    package static func childless(own: [FilePath], paths: DaemonPaths) -> Confinement {
        guard paths.isPrivileged else { return Confinement(gainsNoPrivileges: false) }
        // What the C library reads late: time zone, users, their modules; processors and processes of the system.
        let library: Set<FilePath> = [
            "/dev/null", "/dev/urandom", "/etc/group", "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd", "/lib",
            "/lib64", "/proc", "/sys/devices/system", "/usr/lib", "/usr/share/zoneinfo",
        ]
        return Confinement(
            droppedCapabilities: Set(Capability.allCases), deniedCalls: callsOnTheHost.union(callsOfParents),
            files: FileConfinement(
                readable: library.union([paths.configuration, paths.run]), writable: Set(own + [paths.logs]),
                removable: [paths.run]))
    }

    /// A place that the operator has named, and what is done there.
    struct Place {
        enum Use { case read, write, remove }
        var path: FilePath
        var use: Use
    }

    /// Gives all of it up.
    ///
    /// - Parameter files: Those of the operator's choice: the configuration, the pid file, logs.
    func apply(_ files: [Place], log: DaemonLog) {
        guard ProcessPrivileges.threadCount == 1 else {
            log.say(.error, "The daemon is not confined, for it has threads already. That is a fault of the daemon.")
            return
        }
        if gainsNoPrivileges {
            Self.step("keep programs from gaining rights", log) { () throws(Errno) in
                try ProcessPrivileges.neverGain()
            }
        }
        if var allowed = self.files {
            for file in files {
                // A file is made anew when it is rotated or edited, so the right is to its directory.
                let directory = file.path.removingLastComponent()
                switch file.use {
                case .read: allowed.readable.insert(directory)
                case .write: allowed.writable.insert(directory)
                case .remove: allowed.removable.insert(directory)
                }
            }
            let settled = allowed
            Self.step("use no other files", log) { () throws(Errno) in
                if try !settled.enforce() { log.say(.debug, "The kernel has no Landlock, so any file can be used.") }
            }
        }
        // Without the right to, no filter can be set by one who may still gain privileges.
        if gainsNoPrivileges || geteuid() == 0 {
            Self.step("deny system calls", log) { () throws(Errno) in
                try SystemCallFilter(denying: deniedCalls).install()
            }
        }
        if geteuid() == 0 {
            Self.step("drop capabilities", log) { () throws(Errno) in try Capability.drop(droppedCapabilities) }
        }
    }

    private static func step(_ what: String, _ log: DaemonLog, _ body: () throws(Errno) -> Void) {
        do throws(Errno) {
            try body()
        } catch {
            log.say(.warning, "The daemon goes on less confined than it could be: it cannot \(what): \(error).")
        }
    }
}
