// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DaemonKit
import Glibc
import SystemPackage

/// Finds what keeps clients from their machines.
@main
struct VirtDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virt-doctor",
        abstract: "Find which socket, daemon or permission is wrong, and say how to mend it.",
        discussion: """
            It looks at the daemons' pid files, sockets and configuration as you, the caller, see them, talks to each daemon as a \
            client does, and at the emulator and KVM. It changes nothing. For a user other than root it looks at that user's own \
            daemons; to look at the system's, run it as root, or with --system.

            EXAMPLES:
              virt-doctor
              virt-doctor virtqemud --root /tmp/try

            EXIT STATUS:
            0 when nothing is wrong, 1 when something is.
            """,
        version: "0.1.0")

    @Argument(
        help: ArgumentHelp(
            "The daemons to look at; virtqemud and what is installed or runs, when none is named.", valueName: "daemon"),
        completion: .list(DaemonCheck.daemons))
    var daemons: [String] = []

    @Option(
        help: ArgumentHelp("Look at the daemons that keep everything below this directory.", valueName: "directory"),
        completion: .directory)
    var root: String?

    @Flag(help: "Look at the system's daemons, which 'qemu:///system' leads to, for a user other than root.")
    var system = false

    @Option(help: ArgumentHelp("The emulator; by default this machine's own.", valueName: "file"), completion: .file())
    var emulator: String?

    @Option(help: ArgumentHelp("The kernel's device for machines.", valueName: "file"), completion: .file())
    var kvm = "/dev/kvm"

    @Flag(name: [.customShort("q"), .long], help: "Tell only what is wrong.")
    var quiet = false

    func validate() throws {
        if let unknown = daemons.first(where: { !DaemonCheck.daemons.contains($0) }) {
            throw ValidationError(
                "There is no daemon '\(unknown)'. There are: \(DaemonCheck.daemons.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        // A daemon that ends while it is asked is a finding, not our end.
        signal(SIGPIPE, SIG_IGN)
        let paths =
            root.map { DaemonPaths(systemBelow: Self.absolute($0), isPrivileged: system || geteuid() == 0) }
            ?? (system ? DaemonPaths(systemBelow: "") : .own())
        var findings: [Finding] = []
        if !paths.isPrivileged, root == nil { findings += SessionCheck(paths: paths).findings() }
        for daemon in DaemonCheck.daemons where daemons.isEmpty || daemons.contains(daemon) {
            let check = DaemonCheck(daemon, paths, isRootOwn: root == nil, isAsked: daemons.contains(daemon))
            findings += await check.findings()
        }
        findings += LegacyCheck(paths: paths).findings()
        if daemons.isEmpty || daemons.contains("virtqemud") {
            findings += RoomCheck(paths: paths).findings()
            findings += await EmulatorCheck(program: emulator.map { FilePath($0) }, device: FilePath(kvm)).findings()
            findings += await EmulatorUserCheck(paths: paths, device: FilePath(kvm)).findings()
        }
        for finding in findings where !quiet || finding.verdict == .wrong { print(finding.text) }
        if findings.contains(where: { $0.verdict == .wrong }) { throw ExitCode.failure }
    }

    private static func absolute(_ path: String) -> FilePath {
        let path = FilePath(path)
        guard path.isRelative, let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return FilePath(platformString: directory).pushing(path)
    }
}
