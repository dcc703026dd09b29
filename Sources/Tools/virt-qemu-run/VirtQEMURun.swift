// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem

struct VirtQEMURun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virt-qemu-run",
        abstract: "Run one virtual machine from a libvirt domain XML, without any daemon.",
        usage: "virt-qemu-run [OPTIONS] XML",
        discussion: """
            The machine is invisible to other tools. virt-qemu-run ends when the guest has powered off; Ctrl-C ends the \
            machine, at once or with a grace. When virt-qemu-run is killed, QEMU goes with it.

            EXIT STATUS:
              0 after a clean end of the guest; 1 when the root, a file or a secret cannot be used; 2 for a document that \
            cannot be; 3 when the machine does not come up; 4 when the guest crashed; 5 when QEMU failed; 128 plus the \
            signal's number when a signal ended the machine; 64 for wrong options.
            """,
        version: PackageVersion.text)

    @Option(
        name: [.customShort("r"), .long],
        help: ArgumentHelp(
            "Keep everything below this directory, and leave it there; by default there is one for the run.",
            valueName: "dir"),
        completion: .directory)
    var root: String?

    @Option(
        name: [.customShort("s"), .long],
        help: ArgumentHelp(
            "Define a secret: the file of its XML, and the file that is its value. May be given more than once.",
            valueName: "secret-xml,value-file"))
    var secret: [SecretFile] = []

    @Option(
        help: ArgumentHelp(
            "At Ctrl-C, ask the guest to power off, and end the machine only after these seconds, or at a second Ctrl-C.",
            valueName: "seconds"))
    var grace: Double?

    @Flag(help: "Tell on standard error how long each part of the run took.")
    var timings = false

    @Flag(name: [.customShort("v"), .long], help: "Tell what is being done.")
    var verbose = false

    @Argument(
        help: ArgumentHelp("The file with the domain XML; '-' for standard input.", valueName: "xml"),
        completion: .file(extensions: ["xml"]))
    var document: String

    func validate() throws {
        if let grace, !(0...86_400).contains(grace) {
            throw ValidationError("A grace of \(grace) seconds cannot be. Choose 0 to 86400.")
        }
    }

    func run() throws {
        try RunOrder(
            document: document, root: root, secrets: secret, graceInSeconds: grace, tellsTimings: timings,
            isVerbose: verbose
        ).run()
    }
}
