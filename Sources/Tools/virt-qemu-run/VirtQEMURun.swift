// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import LinuxSystem
import SystemPackage
import VirtEmbedded

@main
enum Program {
    /// On the first thread, before there is another.
    @MainActor static func main() async {
        Interruptions.holdBack()
        await VirtQEMURun.main()
    }
}

struct VirtQEMURun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virt-qemu-run",
        abstract: "Run one virtual machine from a libvirt domain XML, without any daemon.",
        usage: "virt-qemu-run [OPTIONS] XML",
        discussion: """
            The machine is invisible to other tools. virt-qemu-run ends when the guest has powered off; Ctrl-C ends the \
            machine at once, without a word to the guest. When virt-qemu-run is killed, QEMU goes with it.

            EXIT STATUS
              0 after a clean end of the guest; 1 when the machine could not be started, failed, or was interrupted; 64 for \
            wrong options.
            """,
        version: "0.1.0")

    @Option(
        name: [.customShort("r"), .long],
        help: ArgumentHelp("Keep everything below this directory, and leave it there; by default there is one for the run.", valueName: "dir"))
    var root: String?

    @Flag(name: [.customShort("v"), .long], help: "Tell what is being done.")
    var verbose = false

    @Argument(help: ArgumentHelp("The file with the domain XML; '-' for standard input.", valueName: "xml"))
    var document: String

    func run() async throws {
        let interruptions = try Interruptions()
        do {
            let text = try Self.read(document)
            let machineRoot = try MachineRoot(root)
            defer { machineRoot.remove() }
            say("Opening '\(machineRoot.path)'.")
            let connection = try await Connection.open(machineRoot.uri)
            let isClean: Bool
            do {
                isClean = try await Self.run(text, connection, interruptions, say)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
            if !isClean { throw ExitCode.failure }
        } catch let error as VirtError {
            Connection.reportToStandardError("virt-qemu-run: \(error)")
            throw ExitCode.failure
        }
    }

    private func say(_ sentence: String) {
        if verbose { Connection.reportToStandardError("virt-qemu-run: \(sentence)") }
    }

    /// Runs a machine to its end.
    ///
    /// - Returns: Whether the guest ended by itself, and well.
    private static func run(
        _ text: String, _ connection: Connection, _ interruptions: Interruptions, _ say: (String) -> Void
    ) async throws -> Bool {
        let events = try connection.events()
        let domain = try await connection.create(text)
        say("Domain '\(domain.name)' runs.")
        let interrupter = Task {
            let signal = try await interruptions.next()
            Connection.reportToStandardError("virt-qemu-run: Signal \(signal) came, so domain '\(domain.name)' is ended.")
            try await domain.destroy()
        }
        defer { interrupter.cancel() }
        for try await event in events {
            guard event.domain.uuid == domain.uuid, case .lifecycle(.stopped(let detail)) = event.kind else { continue }
            say("Domain '\(domain.name)' has ended: \(detail).")
            return detail == .shutdown
        }
        return false
    }

    /// The document.
    private static func read(_ path: String) throws -> String {
        do {
            let bytes = try FilePath(path == "-" ? "/dev/stdin" : path).contents(atMost: 16 << 20)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw VirtError(.xmlDetail, "'\(path)' is no text in UTF-8.")
            }
            return text
        } catch let error as Errno {
            throw VirtError(.systemError, "'\(path)' cannot be read: \(error).")
        }
    }
}
