// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DaemonKit

/// The daemon for virtual machines that QEMU runs.
@main
struct VirtQEMUD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virtqemud",
        abstract: "Serve virtual machines that QEMU runs to libvirt's clients.",
        discussion: """
            It listens on virtqemud-sock, virtqemud-sock-ro and virtqemud-admin-sock in /run/libvirt, or, for a user other than \
            root, in $XDG_RUNTIME_DIR/libvirt; or on the sockets that a service manager hands in.

            EXAMPLES:
              virtqemud --root /tmp/try --timeout 60
              virsh -c 'qemu:///system?socket=/tmp/try/run/libvirt/virtqemud-sock' list --all

            EXIT STATUS:
            0 after a signal or an idle time ended it, 1 when it cannot start.
            """,
        version: "9.0.0")

    @OptionGroup var options: DaemonOptions

    func run() throws {
        try DaemonRunner(name: "virtqemud", options: options, confinement: QEMUDaemon.confinement).run { context in
            try await QEMUDaemon.parts(context)
        }
    }
}
