// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import LinuxSystem
import SystemPackage
import VirtEmbedded

@main
struct VirtQEMURun: ParsableCommand {
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
        help: ArgumentHelp(
            "Keep everything below this directory, and leave it there; by default there is one for the run.",
            valueName: "dir"))
    var root: String?

    @Flag(name: [.customShort("v"), .long], help: "Tell what is being done.")
    var verbose = false

    @Argument(help: ArgumentHelp("The file with the domain XML; '-' for standard input.", valueName: "xml"))
    var document: String

    func run() throws {
        do {
            let interruptions = try Interruptions()
            let text = try Self.read(document)
            let root = try MachineRoot(root)
            defer { root.remove() }
            let isVerbose = verbose
            let run = MachineRun(text: text, uri: root.uri) { if isVerbose { Self.complain($0) } }
            let isClean = try interruptions.run {
                try await run.toItsEnd()
            } interrupted: { signal in
                Self.complain("Signal \(signal) came, so the machine is ended.")
                run.interrupt()
            }
            if !isClean { throw ExitCode.failure }
        } catch let error as VirtError {
            Self.complain(error.description)
            throw ExitCode.failure
        }
    }

    @Sendable private static func complain(_ sentence: String) {
        Connection.reportToStandardError("virt-qemu-run: \(sentence)")
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
