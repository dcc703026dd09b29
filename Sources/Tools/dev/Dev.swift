// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DevKit

/// Starts `dev`, also where a caller closed the standard streams.
@main
enum Main {
    static func main() {
        StandardStreams.open()
        Dev.main()
    }
}

struct Dev: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do what developers do: try, check, test, measure, document and install swift-virt.",
        discussion: """
            It needs Swift alone to be built, and installs the rest.

            EXAMPLES:
              swift run dev try
              swift run dev test
              swift run dev test --filter Initramfs
              swift run dev check --fix
              swift run dev bench image --check
              swift run dev install --destdir /tmp/package
            """,
        subcommands: [
            Try.self, Test.self, Check.self, Generate.self, Bench.self, Docs.self, Install.self,
            DomainXMLToArgumentsCommand.self, DomainXMLToXMLCommand.self, CapabilitiesCommand.self,
            DomainCapabilitiesCommand.self,
        ])
}
