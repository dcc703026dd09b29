// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import QEMUDriver
internal import QMP
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

/// `dev domxml-to-argv`: the command line of a domain on a pretended host.
struct DomainXMLToArguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-argv", abstract: "Print the QEMU command line of a domain, quoted for the shell.")

    @OptionGroup var pretence: Pretence

    @Argument(help: "The domain XML.", completion: .file(extensions: ["xml"]))
    var xml: String

    func run() throws {
        do {
            var world = try pretence.world()
            let domain = try Domain(xml: InputFile.text(xml))
            world.context.host.accounts = try HostFacts.accounts(of: domain)
            let prepared = try PreparedDomain(domain, capabilities: world.capabilities, context: world.context)
            let invocation = try QEMUInvocation(prepared, capabilities: world.capabilities, context: world.context)
            let variables = invocation.environment.map { "\($0.name)=\($0.value.quotedForShell)" }
            let words = ([invocation.program] + invocation.arguments).map(\.quotedForShell)
            print((variables + words).joined(separator: " \\\n"))
        } catch {
            throw Complaint(error)
        }
    }
}

/// `dev domxml-to-xml`: the complete domain as XML.
struct DomainXMLToXML: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-xml", abstract: "Print a domain with its defaults and addresses as XML.")

    @OptionGroup var pretence: Pretence

    @Flag(help: "Print the form of a running domain.")
    var active = false

    @Argument(help: "The domain XML.", completion: .file(extensions: ["xml"]))
    var xml: String

    func run() throws {
        do {
            let world = try pretence.world()
            let form = XMLForm(isActive: active)
            let domain = try Domain(xml: InputFile.text(xml), form: form)
            let defined = try domain.defined(capabilities: world.capabilities, context: world.context, form: form)
            print(try defined.xmlText(form: form), terminator: "")
        } catch {
            throw Complaint(error)
        }
    }
}

/// An error as one sentence on standard error and exit status 1.
struct Complaint: Error, CustomStringConvertible {
    let description: String
    init(_ error: any Error) { description = "\(error)" }
}
