// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser

/// The options that all daemons share; those of libvirt's daemons, and `--root`.
package struct DaemonOptions: ParsableArguments {
    @Flag(name: [.customShort("d"), .long], help: "Go on in the background once the sockets are there.")
    package var daemon = false

    @Option(
        name: [.customShort("t"), .long],
        help: ArgumentHelp(
            "Exit after so many seconds without a client and without anything that needs the daemon.",
            valueName: "seconds"))
    package var timeout: UInt32?

    @Option(
        name: [.customShort("f"), .long], help: ArgumentHelp("The configuration file.", valueName: "file"),
        completion: .file(extensions: ["conf"]))
    package var config: String?

    @Option(
        name: [.customShort("p"), .long], help: ArgumentHelp("The file for the process id.", valueName: "file"),
        completion: .file())
    package var pidFile: String?

    @Flag(name: [.customShort("v"), .long], help: "Say more.")
    package var verbose = false

    @Option(
        help: ArgumentHelp("Keep everything below a directory, laid out as it is below '/'.", valueName: "directory"),
        completion: .directory)
    package var root: String?

    package init() {}
}
