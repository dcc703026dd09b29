// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage
internal import VirtModel

/// The options of what looks at the emulators of this host.
struct CatalogOptions: ParsableArguments {
    @Option(help: "Keep what emulators answer in this directory.", completion: .directory)
    var cache: String?

    @Flag(help: "Tell on standard error how long it took, and how many processes were started.")
    var timings = false

    /// Runs a question on a catalog of this host's emulators.
    func ask<Answer>(_ body: (EmulatorCatalog, CapabilityHost) async throws -> Answer) async throws -> Answer {
        do {
            let start = ContinuousClock.now
            let loop = try EventLoop()
            let blocking = try BlockingWork(loop: loop)
            let catalog =
                cache.map { directory in
                    EmulatorCatalog(
                        loop: loop, blocking: blocking, cache: CapabilityCache(directory: FilePath(directory)),
                        search: EmulatorSearch(path: getenv("PATH").map { String(cString: $0) }))
                } ?? .usual(loop: loop, blocking: blocking)
            let host = try await blocking.run("look at the host") { CapabilityHost.ofThisMachine() }
            let answer = try await body(catalog, host)
            if timings {
                let time = ContinuousClock.now - start
                let (probes, loads) = catalog.counts
                say("\(time), \(probes) processes, \(loads) answers from the cache")
            }
            await catalog.finish()
            return answer
        } catch {
            throw Complaint(error)
        }
    }

    func say(_ text: String) { _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8) }
}

/// `dev capabilities`: the host and its guests.
struct HostCapabilitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capabilities", abstract: "Print the host and the guests that its emulators run, as XML.")

    @OptionGroup var options: CatalogOptions

    func run() async throws {
        let text = try await options.ask { catalog, host in
            let (document, failures) = try await catalog.hostCapabilities(host: host)
            for failure in failures { options.say("\(failure)") }
            return try document.xmlText()
        }
        print(text, terminator: "")
    }
}

/// `dev domcapabilities`: one emulator.
struct DomainCapabilitiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domcapabilities", abstract: "Print what an emulator can do for a kind of domains, as XML.")

    @OptionGroup var options: CatalogOptions

    @Option(help: "The emulator; by default the one of the architecture.", completion: .file())
    var emulator: String?

    @Option(help: "The architecture; by default the host's.")
    var arch: String?

    @Option(help: "The machine type; by default the emulator's.")
    var machine: String?

    @Option(help: "The type of the domains, 'kvm' or 'qemu'; by default the first that serves.")
    var virttype: String?

    func validate() throws {
        if let virttype, virttype != "kvm", virttype != "qemu" {
            throw ValidationError("Domain type '\(virttype)' is not known. Use 'kvm' or 'qemu'.")
        }
    }

    func run() async throws {
        let text = try await options.ask { catalog, host in
            try await catalog.domainCapabilities(
                emulator: emulator, architecture: arch, machine: machine,
                accelerator: virttype.map { $0 == "kvm" ? .kvm : .tcg }, host: host
            ).xmlText()
        }
        print(text, terminator: "")
    }
}
