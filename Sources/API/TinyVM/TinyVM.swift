// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// A throw-away VM for one command.
///
/// The VM boots a kernel of the host with an image made for the occasion: busybox, the command's binary with its
/// libraries, and what else is asked for. Nothing of it outlives the command.
///
///     var vm = TinyVM(command: ["uname", "-a"])
///     vm.cpus = 2
///     let result = try vm.run()
///     print(result.exitStatus, result.timings)
public struct TinyVM: Sendable {
    /// How the guest's CPU is made.
    public enum Accelerator: String, Sendable, CaseIterable {
        /// KVM if it serves, which is found out by running a guest on it, else emulation.
        case auto
        /// The host's CPU; an error where KVM does not serve.
        case kvm
        /// QEMU's emulation.
        case tcg
    }

    /// When the command runs on a terminal of its own in the guest.
    public enum TerminalChoice: String, Sendable, CaseIterable {
        /// When the caller's streams are a terminal.
        case auto
        /// Always.
        case always
        /// Never.
        case never
    }

    /// A network for the guest.
    public enum Network: String, Sendable, CaseIterable {
        /// None but the loopback interface.
        case none
        /// QEMU's user mode: the guest reaches what the host reaches, and nobody reaches the guest.
        case user
    }

    /// When the VM is restored from a template, a saved VM that had booted and waited for its job, instead of booted.
    public enum WarmStart: String, Sendable, CaseIterable {
        /// When there is a template.
        case auto
        /// Whenever it can be; a template that is missing is made first.
        case always
        /// Never.
        case never
    }

    /// A disk of the guest, /dev/vda and so on.
    public struct Disk: Sendable, Equatable {
        /// The image or block device.
        public var path: FilePath
        /// Its format, for instance "qcow2".
        public var format = "raw"
        /// What the guest may do with it.
        public var access = Access.snapshot

        /// What the guest may do with a disk.
        public enum Access: Sendable {
            /// Write, to a copy that ends with the VM.
            case snapshot
            /// Only read.
            case readOnly
            /// Write to the image.
            case readWrite
        }

        /// A raw disk whose changes are forgotten.
        public init(path: FilePath) { self.path = path }
    }

    /// A directory of the host that the guest sees.
    public struct Share: Sendable, Equatable {
        /// The directory.
        public var source: FilePath
        /// Where the guest has it.
        public var target: FilePath
        /// Whether the guest may write to it.
        public var isWritable = false

        /// A directory that the guest only reads.
        public init(source: FilePath, target: FilePath) {
            self.source = source
            self.target = target
        }
    }

    /// The command and its arguments; empty for an interactive shell.
    public var command: [String]
    /// More binaries to take into the guest, as names or paths.
    public var binaries: [String] = []
    /// Files to take into the guest: `SRC`, or `SRC=DST`; SRC may have wildcards.
    public var copies: [String] = []
    /// Kernel modules to load, each with options behind its name.
    public var modules: [String] = []
    /// A kernel's file or release; nil for the running one, or else the newest.
    public var kernel: String?
    /// The directory of the kernel's modules; nil for `/lib/modules/RELEASE`.
    public var modulesDirectory: FilePath?
    /// The guest's machine.
    public var architecture = KernelImage.Architecture.host
    /// The tree in which the guest's binaries, kernel and modules are found.
    public var root: FilePath = "/"
    /// How the guest's CPU is made.
    public var accelerator = Accelerator.auto
    /// The guest's memory, in MiB; nil for 256, or more where the guest's files need it.
    public var memoryInMiB: Int?
    /// How many CPUs the guest has.
    public var cpus = 1
    /// QEMU's name for the CPU's model; nil for a choice that suits the accelerator.
    public var cpuModel: String?
    /// QEMU's name for the machine; nil for a choice that suits the architecture.
    public var machine: String?
    /// Disks, in the order of their names in the guest.
    public var disks: [Disk] = []
    /// Shared directories.
    public var shares: [Share] = []
    /// The guest's network.
    public var network = Network.none
    /// Arguments put behind ours on the kernel's command line.
    public var kernelArguments: [String] = []
    /// QEMU's program, a name or path; nil for the architecture's usual one.
    public var qemu: String?
    /// Arguments put behind ours on QEMU's command line.
    public var qemuArguments: [String] = []
    /// Variables of the command's environment besides PATH, HOME and TERM.
    public var environment: [(name: String, value: String)] = []
    /// Where the command starts in the guest; it has to exist there.
    public var workingDirectory = "/"
    /// Pass the messages of the kernel on to standard error.
    public var showsConsole = false
    /// After so many seconds the VM is ended, with status 124; nil for no limit.
    public var timeoutInSeconds: Double?
    /// When the command runs on a terminal.
    public var terminal = TerminalChoice.auto
    /// Keep the image, and a file with QEMU's command line, in this directory.
    public var keepDirectory: FilePath?
    /// When the VM is restored instead of booted.
    public var warmStart = WarmStart.never
    /// Whether a run takes SIGINT, SIGTERM, SIGHUP and SIGWINCH for its command.
    public var takesSignals = true
    /// The caller's environment, in which PATH, TERM, HOME and XDG_CACHE_HOME are looked up.
    public var callerEnvironment: [String: String] = [:]

    /// A VM for a command, with all else at its default.
    public init(command: [String] = []) {
        self.command = command
    }

    /// The status for a command that was ended by ``timeoutInSeconds``, as timeout(1) has it.
    public static let timeoutStatus: Int32 = 124

    /// Why a VM booted that was to be restored from a template if possible.
    public struct ColdStart: Sendable, Equatable {
        /// The reason, in words that follow "because".
        public var reason: String
        /// Whether a template would help the next time, so that it is worth while to make one.
        public var wantsTemplate: Bool
        /// The memory that the VM had, in MiB.
        public var memoryInMiB = 0

        init(reason: String, wantsTemplate: Bool) {
            self.reason = reason
            self.wantsTemplate = wantsTemplate
        }
    }

    /// How a run ended.
    public struct Result: Sendable, CustomStringConvertible {
        /// How the VM was started.
        public enum Start: Sendable, Equatable {
            /// It booted; nil where it was to boot anyway.
            case booted(ColdStart?)
            /// It was restored from the template of this name.
            case restored(template: String)
        }

        /// The command's exit status as a shell counts it, or ``TinyVM/timeoutStatus``.
        public var exitStatus: Int32
        /// Where the time went.
        public var timings: Timings
        /// How the VM was started.
        public var start: Start
        /// The command was ended by ``TinyVM/timeoutInSeconds``.
        public var hasTimedOut = false

        /// The timings as a table for people, with a line that says how the VM was started, and why not otherwise.
        public var description: String {
            let text =
                switch start {
                case .booted(nil): "booted"
                case .booted(let start?): "booted, because \(start.reason)"
                case .restored(let template): "restored from template \(template)"
                }
            return "\(timings)\nstart     \(text)"
        }

        /// The timings as an object for programs; see ``Timings/json``. "start" is "booted" or "restored".
        public var json: String {
            let start = if case .restored = start { "restored" } else { "booted" }
            return timings.json.dropLast() + ", \"start\": \"\(start)\"}"
        }
    }
}
