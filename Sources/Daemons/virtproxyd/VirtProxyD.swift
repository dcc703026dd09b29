// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DaemonKit
internal import RemoteForwarding

/// The daemon behind the addresses that all daemons share.
@main
struct VirtProxyD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virtproxyd",
        abstract: "Pass calls of libvirt's clients on to the daemons that serve them.",
        discussion: """
            It listens on libvirt-sock, libvirt-sock-ro and virtproxyd-admin-sock in /run/libvirt, or, for a user other than root, \
            in $XDG_RUNTIME_DIR/libvirt; or on the sockets that a service manager hands in. It listens to TCP when its \
            configuration file says both listen_tcp = 1 and auth_tcp = "none": then whoever reaches the port may do everything.

            EXAMPLES:
              virtproxyd --root /tmp/try --timeout 60
              virsh -c 'qemu+unix:///system?socket=/tmp/try/run/libvirt/libvirt-sock' list --all
              virsh -c qemu+tcp://host/system list --all

            EXIT STATUS:
            0 after a signal or an idle time ended it, 1 when it cannot start.
            """,
        version: "9.0.0")

    @OptionGroup var options: DaemonOptions

    func run() throws {
        let names = SocketNames(clients: "libvirt", hasTCP: true)
        let runner = DaemonRunner(name: "virtproxyd", options: options, socketNames: names) {
            .childless(own: [], paths: $0)
        }
        try runner.run { Daemon.Parts(service: ForwardingService($0.neighbours)) }
    }
}
