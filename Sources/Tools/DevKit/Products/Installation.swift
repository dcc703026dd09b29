// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Puts the tools where a system looks for them, as `dev install` does.
public struct Installation {
    /// What stands before every path, for packagers; "" or "/" for this system itself.
    public var destination: FilePath
    /// The directory that `bin` and `share` are in.
    public var prefix: FilePath
    private let say: (String) -> Void

    /// An installation.
    ///
    /// - Throws: `DevError` when the prefix is not absolute.
    public init(destination: FilePath, prefix: FilePath, say: @escaping (String) -> Void) throws {
        guard prefix.isAbsolute else {
            throw DevError("Cannot install below '\(prefix)': that is not an absolute path. Write it from '/' on.")
        }
        self.destination = destination
        self.prefix = prefix
        self.say = say
    }

    /// The directory that all goes into.
    var root: FilePath { destination.isEmpty ? prefix : destination.appending(prefix.components) }

    /// Builds the tools for installing and puts them in place, with their units, manual pages, completions and documents. Each file
    /// is there whole or not at all.
    public func install(from tree: SourceTree) throws {
        let tools = Self.tools(of: try Manifest.read(tree))
        let build = Build.installed(in: tree)
        for (name, built) in zip(tools, try build.products(tools)) {
            let path = root.appending("bin/\(name)")
            try File.write(
                try File.bytes(of: built), to: path,
                mode: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
            say(path.string)
        }
        try writeUnits(of: tools)
        try Documentation(of: build, say: say).writePages(of: tools, below: root, compresses: true)
        for name in ["LICENSE", "NOTICE", "README.md", "CHANGELOG.md"] {
            let path = root.appending("share/doc/swift-virt/\(name)")
            try File.write(try File.bytes(of: tree.root.appending(name)), to: path)
            say(path.string)
        }
    }

    /// Writes the units of those that are daemons, where the service manager looks for them; systemd.unit(5).
    func writeUnits(of tools: [String]) throws {
        for daemon in DaemonUnits.table where tools.contains(daemon.daemon) {
            for unit in daemon.units(in: prefix.appending("bin").string) {
                let path = root.appending("lib/systemd/system/\(unit.name)")
                try File.write(unit.text.utf8, to: path)
                say(path.string)
            }
        }
    }

    /// The executables that users get: all but `dev` and its parts, what runs inside guests, and what only tests run.
    public static func tools(of manifest: Manifest) -> [String] {
        manifest.targets
            .filter { target in
                target.type == "executable"
                    && ["Sources/Tools/", "Sources/Daemons/"].contains { target.path.hasPrefix($0) }
            }
            .map(\.name).filter { $0 != "dev" && !$0.hasPrefix("dev-") }
    }
}
