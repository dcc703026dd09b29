// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit
import SystemPackage

extension Dev {
    /// `dev try`: the newcomer's first minute.
    struct Try: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Install what is missing, build tinyvm, and run a command in a virtual machine of its own.",
            discussion: """
                Missing Debian packages are named, then installed: at once when root, else through sudo. Nothing is asked \
                when nobody can answer. Without the right to install, the command to type is printed.

                EXAMPLES:
                  swift run dev try
                  swift run dev try cat /proc/cpuinfo
                """)

        @Flag(help: "Install nothing.")
        var skipInstall = false

        @Argument(parsing: .captureForPassthrough, help: "The command to run.")
        var command: [String] = ["uname", "-a"]

        func run() throws {
            if !skipInstall { try PackageInstaller(say: Talk.note).install(for: .tryOut) }
            let build = Build.like(in: try SourceTree.current())
            let tinyvm = try build.products(["tinyvm"])[0]
            var words = command.first == "--" ? Array(command.dropFirst()) : command
            if words.isEmpty { words = ["uname", "-a"] }
            Talk.note("$ tinyvm -- \(words.joined(separator: " "))")
            try Command(tinyvm.string, ["--"] + words).interactive.replaceThisProcess()
        }
    }
}
