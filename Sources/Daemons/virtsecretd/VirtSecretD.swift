// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DaemonKit

/// The daemon for secrets.
@main
struct VirtSecretD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virtsecretd",
        abstract: "Keep secrets, such as the keys of encrypted disks, for libvirt's clients and daemons.",
        discussion: """
            It listens on virtsecretd-sock, virtsecretd-sock-ro and virtsecretd-admin-sock in /run/libvirt, or, for a user other \
            than root, in $XDG_RUNTIME_DIR/libvirt; or on the sockets that a service manager hands in. Secrets lie in \
            /etc/libvirt/secrets, in libvirt's own form.

            EXAMPLES:
              virtsecretd --root /tmp/try --timeout 60
              virsh -c 'secret:///system?socket=/tmp/try/run/libvirt/virtsecretd-sock' secret-list

            EXIT STATUS:
            0 after a signal or an idle time ended it, 1 when it cannot start.
            """,
        version: "9.0.0")

    @OptionGroup var options: DaemonOptions

    func run() throws {
        try DaemonRunner(name: "virtsecretd", options: options, confinement: SecretDaemon.confinement).run { context in
            try await SecretDaemon.parts(context)
        }
    }
}
