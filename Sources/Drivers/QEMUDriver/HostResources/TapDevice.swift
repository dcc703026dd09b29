// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
internal import SystemPackage
package import VirtModel
internal import XMLCoding

/// The tap of an interface of type `bridge`, `network` or `ethernet`.
package enum TapDevice {
    /// The names that the kernel chooses from.
    package static let pattern = "vnet%d"

    /// Makes a tap, puts it into its bridge and brings it up. It goes with its last descriptor, also when this throws.
    ///
    /// - Parameter bridge: The bridge that it is to be in; nil for none.
    /// - Throws: ``QEMUDriverError``; the code is `missing` and the tap was not made when we have no right to.
    package static func make(for interface: NetworkInterface, bridge: String?) throws -> NetworkTap {
        let alias = interface.info.alias ?? ""
        try checkSupport(of: interface, alias)
        let isManaged = interface.targetManaged != .no
        guard isManaged || interface.target != nil else {
            throw QEMUDriverError.invalid("Interface '\(alias)' uses a tap of the host, and does not name it.")
        }
        let tap: NetworkTap
        do throws(Errno) {
            tap = try NetworkTap(
                interface.target ?? pattern, queueCount: max(1, interface.driver.queues ?? 1),
                hasVirtioHeader: interface.isVirtio, isNew: isManaged)
        } catch {
            throw NotMade(alias: alias, name: interface.target, error: error)
        }
        guard isManaged else { return tap }
        do {
            try configure(tap, interface, bridge)
        } catch {
            for queue in tap.queues { try? queue.close() }
            throw error
        }
        return tap
    }

    /// Makes the macvtap of an interface of type `direct`, and brings it up; it stays until somebody removes it.
    ///
    /// - Parameter note: By what it is found again after a crash.
    /// - Throws: ``QEMUDriverError``.
    package static func makeDirect(for interface: NetworkInterface, note: String) throws -> NetworkTap {
        let alias = interface.info.alias ?? ""
        try checkSupport(of: interface, alias)
        let lower = interface.source.dev ?? ""
        let mode: MacVTap.Mode
        switch interface.source.mode ?? "vepa" {
        case "vepa": mode = .vepa
        case "private": mode = .private
        case "bridge": mode = .bridge
        case "passthrough": mode = .passthrough
        case let other:
            throw QEMUDriverError.unsupported(
                "Interface '\(alias)' uses '\(lower)' in mode '\(other)', which is not supported. Use 'bridge', 'passthrough', 'private' or 'vepa'."
            )
        }
        do throws(Errno) {
            let tap = try MacVTap.make(
                interface.target, over: lower, mode, address: interface.mac?.bytes ?? [],
                queueCount: max(1, interface.driver.queues ?? 1), hasVirtioHeader: interface.isVirtio, note: note)
            if let mtu = interface.mtu { try NetworkInterfaces().setMTU(of: tap.name, to: mtu) }
            return tap
        } catch {
            let remedy =
                switch error {
                case .notPermitted: " Run as root, or use a user network (<interface type='user'>)."
                // What macvlan_common_newlink says of an interface that is not free for the mode.
                case .invalidArgument: " In mode 'passthrough' it has to be the only one over it."
                default: ""
                }
            throw QEMUDriverError(
                .missing, "Interface '\(alias)' cannot have a macvtap over '\(lower)': \(error).\(remedy)")
        }
    }

    /// A tap could not be made.
    struct NotMade: Error {
        var alias: String
        var name: String?
        var error: Errno

        /// For whom there is no other way.
        var sentence: QEMUDriverError {
            let tap = name.map { "its tap '\($0)'" } ?? "a tap"
            let remedy =
                switch error {
                case .notPermitted, .permissionDenied: " Run as root, or use a user network (<interface type='user'>)."
                case .resourceBusy: " Name another one, or none."
                default: ""
                }
            return QEMUDriverError(.missing, "Interface '\(alias)' cannot have \(tap): \(error).\(remedy)")
        }
    }

    private static func configure(_ tap: NetworkTap, _ interface: NetworkInterface, _ bridge: String?) throws {
        let alias = interface.info.alias ?? ""
        func attempt(_ what: String, _ body: () throws(Errno) -> Void) throws {
            do {
                try body()
            } catch {
                throw QEMUDriverError(.missing, "Interface '\(alias)' cannot \(what): \(error).")
            }
        }
        let interfaces = try NetworkInterfaces()
        if let mac = interface.mac {
            let address = hostAddress(for: mac.bytes)
            try attempt("set the address of '\(tap.name)'") { () throws(Errno) in
                try interfaces.setAddress(of: tap.name, to: address)
            }
        }
        if let bridge {
            // As large as the bridge's: with a smaller one, it would shrink the bridge's own.
            try attempt("use the bridge '\(bridge)'") { () throws(Errno) in
                var mtu = try interfaces.mtu(of: bridge)
                if let own = interface.mtu { mtu = own }
                try interfaces.setMTU(of: tap.name, to: mtu)
                try interfaces.add(tap.name, toBridge: bridge)
            }
            if interface.portIsolated == .yes {
                try attempt("isolate its port of '\(bridge)'") { () throws(Errno) in
                    try write("1", to: "/sys/class/net/\(tap.name)/brport/isolated")
                }
            }
        } else if let mtu = interface.mtu {
            try attempt("set the size of packets to \(mtu)") { () throws(Errno) in
                try interfaces.setMTU(of: tap.name, to: mtu)
            }
        }
        try attempt("bring '\(tap.name)' up") { () throws(Errno) in try interfaces.setUp(tap.name, true) }
    }

    /// The host side's address: the guest's, with another first byte that is higher than that of any real card, so that the
    /// bridge, which takes the lowest of its ports, keeps its own.
    static func hostAddress(for guest: [UInt8]) -> [UInt8] { [guest[0] == 0xfe ? 0xfa : 0xfe] + guest.dropFirst() }

    private static func checkSupport(of interface: NetworkInterface, _ alias: String) throws {
        let unsupported = [
            ("virtualport", interface.virtualPort != nil), ("vlan", interface.vlan != nil),
            ("bandwidth", interface.bandwidth != nil), ("filterref", interface.filterReference != nil),
            ("coalesce", interface.coalescedFrames != nil),
        ]
        for (name, isThere) in unsupported where isThere {
            throw QEMUDriverError.unsupported(
                "Interface '\(alias)' has a '\(name)', which is not supported. Remove it.")
        }
    }

    private static func write(_ text: String, to path: String) throws(Errno) {
        let number = try systemCall { open(path, O_WRONLY | O_CLOEXEC) }
        defer { close(number) }
        try systemCall { Glibc.write(number, text, text.utf8.count) }
    }

    // MARK: Without the right to make one

    /// Where distributions keep QEMU's bridge helper, which makes taps for those who have no right to: it is setuid, and
    /// `/etc/qemu/bridge.conf` says which bridges they may use.
    package static let bridgeHelpers = ["/usr/libexec/qemu-bridge-helper", "/usr/lib/qemu/qemu-bridge-helper"]

    /// A tap in a bridge, made by QEMU's bridge helper.
    package static func makeByHelper(
        for interface: NetworkInterface, bridge: String, in environment: HelperEnvironment
    ) async throws -> NetworkTap {
        let alias = interface.info.alias ?? ""
        guard let program = HelperEnvironment.find(bridgeHelpers) else {
            throw QEMUDriverError(
                .missing,
                "Interface '\(alias)' cannot use the bridge '\(bridge)': we have no right to make a tap, and qemu-bridge-helper is not there. Run as root, or install it."
            )
        }
        if interface.target != nil || (interface.driver.queues ?? 1) > 1 || interface.mtu != nil {
            throw QEMUDriverError.unsupported(
                "Interface '\(alias)' names a tap, more than one queue or an MTU, for which we have no right. Run as root."
            )
        }
        let (ours, theirs) = try LocalConnection.pair()
        defer { try? ours.close() }
        var request = environment.request(
            program, (interface.isVirtio ? ["--use-vnet"] : []) + ["--br=\(bridge)", "--fd=3"])
        // It has the rights of its file, which a process that does not die with us would keep, too.
        request.identity = nil
        request.descriptors = [(theirs, 3)]
        let helper: HelperProgram
        do {
            defer { try? theirs.close() }
            helper = try await HelperProgram.start(
                request, purpose: "bridge helper of interface '\(alias)'", on: environment.loop)
        }
        switch await helper.wait(atMost: .seconds(10)) {
        case .exited(0): break
        case nil:
            await helper.stop()
            throw QEMUDriverError(.missing, "The bridge helper of interface '\(alias)' took longer than ten seconds.")
        default: try helper.check()
        }
        return try NetworkTap(queue: try ours.receiveDescriptor())
    }
}
