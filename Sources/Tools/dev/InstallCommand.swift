// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit
import SystemPackage

extension Dev {
    /// `dev install`: from a clone to a system.
    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Build the tools for installing and put them in place, with systemd units, manual pages and completions.",
            discussion: """
                The programs are static: they need no Swift on the machine. Each file is written whole or not at all, and \
                its path is printed.

                EXAMPLES:
                  swift run dev install --destdir /tmp/package --prefix /usr
                """)

        @Option(help: "What stands before every path, for packagers; '/' for this system.", completion: .directory)
        var destdir: String

        @Option(help: "The directory that holds bin, lib and share.", completion: .directory)
        var prefix = "/usr/local"

        func run() throws {
            let tree = try SourceTree.current()
            let destination = tree.root.pushing(FilePath(destdir))
            try Installation(destination: destination, prefix: FilePath(prefix), say: Talk.result).install(from: tree)
        }
    }
}
