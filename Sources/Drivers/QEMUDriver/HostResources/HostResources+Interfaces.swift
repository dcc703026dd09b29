// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension HostResources {
    /// Makes the tap of an interface that has one.
    func connect(
        _ interface: NetworkInterface, _ descriptors: [QEMUInvocation.Descriptor], _ environment: HostEnvironment
    ) async throws {
        let alias = interface.info.alias ?? ""
        let numbers = descriptors.filter { $0.purpose == .tap(interface: alias) }.map { Int32($0.number) }
        guard !numbers.isEmpty else { return }
        if interface.kind == .direct {
            return try await connectDirectly(interface, numbers, environment)
        }
        var bridge: String?
        switch interface.kind {
        case .bridge: bridge = interface.source.bridge
        case .network: bridge = try await environment.bridge(interface.source.network ?? "")
        case .ethernet: break
        default:
            throw QEMUDriverError.unsupported(
                "Interface '\(alias)' of type '\(interface.kind.rawValue)' is not supported yet. Use a bridge.")
        }
        if interface.kind != .ethernet, let script = interface.script ?? interface.downScript, !script.isEmpty {
            throw QEMUDriverError.unsupported(
                "Interface '\(alias)' has the script '\(script)', which is run for type 'ethernet' only. Use that type."
            )
        }
        let tap: NetworkTap
        do {
            let name = "make a tap for interface '\(alias)'"
            tap = try await environment.work.run(name, deadline: .seconds(30)) { [bridge] in
                try TapDevice.make(for: interface, bridge: bridge)
            }
        } catch let refusal as TapDevice.NotMade {
            guard let bridge, [.notPermitted, .permissionDenied].contains(refusal.error) else { throw refusal.sentence }
            tap = try await TapDevice.makeByHelper(for: interface, bridge: bridge, in: environment.helpers)
        }
        state.withLock { $0.interfaceNames[alias] = tap.name }
        for (queue, number) in zip(tap.queues, numbers) { add(queue, number) }
        try await runScripts(of: interface, on: tap.name, environment)
    }

    /// Makes the macvtap of an interface, which goes when QEMU has ended.
    func connectDirectly(
        _ interface: NetworkInterface, _ numbers: [Int32], _ environment: HostEnvironment
    ) async throws {
        let alias = interface.info.alias ?? ""
        let work = environment.work
        let tap = try await work.run("make a macvtap for interface '\(alias)'", deadline: .seconds(30)) {
            try TapDevice.makeDirect(for: interface, note: environment.linkNote)
        }
        state.withLock { state in
            state.interfaceNames[alias] = tap.name
            state.releases.append {
                do {
                    try await work.run("remove '\(tap.name)'", deadline: .seconds(30)) { try MacVTap.remove(tap.name) }
                } catch {
                    environment.report(
                        "The macvtap '\(tap.name)' of interface '\(alias)' could not be removed: \(error).")
                }
            }
        }
        for (queue, number) in zip(tap.queues, numbers) { add(queue, number) }
    }

    /// Runs the script of an interface, and has the other one run when it goes.
    private func runScripts(
        of interface: NetworkInterface, on tap: String, _ environment: HostEnvironment
    ) async throws {
        let alias = interface.info.alias ?? ""
        if let script = interface.script, !script.isEmpty {
            try await InterfaceScript.run(script, tap: tap, of: alias, in: environment.helpers)
        }
        guard let script = interface.downScript, !script.isEmpty else { return }
        state.withLock { state in
            state.releases.append {
                do {
                    try await InterfaceScript.run(script, tap: tap, of: alias, in: environment.helpers)
                } catch {
                    environment.report("\(error)")
                }
            }
        }
    }
}
