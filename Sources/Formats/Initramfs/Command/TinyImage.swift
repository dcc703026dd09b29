// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
public import SystemPackage

/// What `make-tiny-image` is asked for: an image whose guest starts busybox, runs one command and powers off.
///
///     var request = TinyImage()
///     request.binaries = ["lspci"]
///     request.command = "lspci"
///     let image = try request.plan()
///     try image.plan.write(to: "tiny.img")
public struct TinyImage: Sendable {
    /// The command that the guest runs, in the language of busybox's shell; nil for an interactive shell.
    public var command: String?
    /// Programs to add, by name or path.
    public var binaries: [String] = []
    /// Files to add: SRC or SRC=DST, with wildcards in SRC.
    public var copies: [String] = []
    /// Kernel modules to load, each with its parameters behind it.
    public var modules: [String] = []
    /// The kernel's version, for its modules; nil for the running one's (or the newest one in a foreign root).
    public var kernelVersion: String?
    /// Where the modules are, instead of in `/lib/modules/VERSION`.
    public var modulesDirectory: FilePath?
    /// Whether the guest makes nodes for its disks.
    public var makesBlockDevices = false
    /// The tree to take everything from.
    public var root: FilePath = "/"
    /// Where binaries are looked for, as the variable PATH has it; nil for the usual directories.
    public var searchPath: String?
    /// Whether libraries that ELF notes only suggest are taken.
    public var takesSuggestedLibraries = false

    /// A request for a shell.
    public init() {}

    /// Something that was put into the image, as `--verbose` tells it.
    public struct Step: Hashable, Sendable {
        /// What it is: "bin", "lib", "kmod" or "extra".
        public var kind: String
        /// Where it comes from on the host.
        public var source: FilePath
        /// Where it stands in the image.
        public var destination: FilePath
    }

    /// A planned image.
    public struct Result {
        /// The image.
        public var plan: ImagePlan
        /// The version of the kernel that it is for, as far as that is known.
        public var kernelVersion: String?
        /// What was copied into it by ``TinyImage/copies``.
        public var extras: [Step]
        /// All that was put into it: programs, libraries and modules, then the ``extras``.
        public var steps: [Step] { plan.copied + extras }
    }

    /// Finds everything that goes into the image; writes nothing.
    ///
    /// - Throws: An ``ImageError`` for what is missing, unreadable or malformed.
    public func plan() throws(ImageError) -> Result {
        var plan = try ImagePlan(root: root, searchPath: root == "/" ? searchPath : nil)
        plan.takesSuggestedLibraries = takesSuggestedLibraries
        try plan.addBusybox()
        for directory in ["/dev", "/proc", "/sys", "/bin"] as [FilePath] { try plan.addDirectory(directory) }
        try plan.addDirectory("/root", permissions: FilePermissions(rawValue: 0o700))
        try plan.addDirectory("/tmp", permissions: FilePermissions(rawValue: 0o1777))
        // The kernel opens it for the first program before that can make one.
        try plan.addDevice(
            "/dev/console", .character, major: 5, minor: 1, permissions: FilePermissions(rawValue: 0o622))

        var extras: [Step] = []
        for binary in binaries { try plan.addBinary(binary) }
        for copy in copies { extras += try plan.addCopy(copy) }
        let preferred = plan.shadowedApplets
        let kernel = try KernelChoice(self, plan.root)
        var script = InitScript(command: command ?? InitScript.defaultCommand, makesBlockDevices: makesBlockDevices)
        if !modules.isEmpty {
            let known = try kernel.modules()
            for module in try known.resolve(modules) {
                let place = try plan.addModule(module)
                script.modules.append((place.string, module.options))
            }
        }
        script.preferred = preferred.map { ($0, "/bin/\($0)") }
        if !preferred.isEmpty { try plan.addFile(Array(script.shellText.utf8), at: FilePath(InitScript.shellFile)) }
        let permissions = FilePermissions(rawValue: 0o755)
        try plan.addFile(Array(script.text.utf8), at: "/init", permissions: permissions)
        return Result(plan: plan, kernelVersion: kernel.version, extras: extras)
    }
}
