// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// The parts of `dev` that need libxml2, in a program of their own that `dev` builds and runs.
@main
struct DevDomain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev-domain",
        abstract: "Turn libvirt domain XML into QEMU command lines and back into XML, and tell what emulators can do.",
        subcommands: [
            DomainXMLToArguments.self, DomainXMLToXML.self, HostCapabilitiesCommand.self,
            DomainCapabilitiesCommand.self,
        ])
}
