// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit
import SystemPackage

extension Dev {
    /// `dev docs`: what is written from the code.
    struct Docs: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write manual pages, shell completions and DocC archives.",
            discussion: """
                All of it comes from the code: pages and completions from the tools' own descriptions of their command \
                lines, archives from doc comments and catalogs.

                EXAMPLES:
                  swift run dev docs --output docs
                  man docs/share/man/man1/tinyvm.1
                """)

        @Option(help: "The directory to write to.", completion: .directory)
        var output = ".build-docs"

        @Flag(help: "Write no DocC archives.")
        var skipArchives = false

        func run() throws {
            let tree = try SourceTree.current()
            let manifest = try Manifest.read(tree)
            let build = Build.like(in: tree)
            let directory = tree.root.pushing(FilePath(output))
            let tools = Installation.tools(of: manifest)
            try build.products(tools)
            let documentation = Documentation(of: build, say: Talk.result)
            try documentation.writePages(of: tools + ["dev"], below: directory)
            if !skipArchives { try documentation.writeArchives(of: manifest, into: directory) }
        }
    }
}
