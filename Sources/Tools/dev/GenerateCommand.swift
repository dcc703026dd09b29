// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit

extension Dev {
    /// `dev generate`: Swift that is written from facts, and checked in.
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the message types and procedure tables of the RPC programs from their facts.",
            discussion: """
                The facts are JSON files in Sources/Remote/RemoteProtocol/Facts; what is written from them stands in \
                Generated, beside them.

                EXIT STATUS:
                With --check, 1 when a file is not what the facts say.
                """)

        @Flag(help: "Write nothing; name the files that are out of date.")
        var check = false

        func run() throws {
            let generator = ProtocolGenerator(try SourceTree.current())
            let paths = check ? try generator.staleFiles() : try generator.write()
            for path in paths { Talk.result(path) }
            if check && !paths.isEmpty { throw ExitCode.failure }
        }
    }
}
