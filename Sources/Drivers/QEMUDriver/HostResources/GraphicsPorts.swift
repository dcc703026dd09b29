// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

/// TCP ports for screens whose documents leave the choice to us. A port belongs to one machine of the driver until that ends.
///
/// Other programs know nothing of that: between our look at a port and the moment when QEMU listens on it, anybody may take it.
/// QEMU takes no socket for a screen that listens already, so the start is made again, with another port.
package final class GraphicsPorts: HostResource {
    /// The ports that are chosen from.
    package struct Ranges: Sendable {
        var screens: ClosedRange<Int>
        var webSockets: ClosedRange<Int>

        /// Ports for screens, for VNC counts its displays from 5900, and for VNC over WebSockets.
        package init(screens: ClosedRange<Int> = 5900...65535, webSockets: ClosedRange<Int> = 5700...65535) {
            (self.screens, self.webSockets) = (screens, webSockets)
        }
    }

    private struct State {
        var ranges: Ranges
        var taken: Set<Int> = []
    }

    private let state: Mutex<State>

    /// No port is taken yet.
    package init(_ ranges: Ranges = Ranges()) {
        state = Mutex(State(ranges: ranges))
    }

    /// What later starts choose from.
    package var ranges: Ranges {
        get { state.withLock { $0.ranges } }
        set { state.withLock { $0.ranges = newValue } }
    }

    package func acquire(for launch: inout Launch) async throws {
        for index in launch.domain.devices.graphics.indices {
            let graphics = launch.domain.devices.graphics[index]
            guard graphics.listens.first.map({ $0.type == "address" || $0.type == "network" }) ?? true else { continue }
            let configuration = launch.context.configuration
            switch graphics.kind {
            case .vnc:
                if configuration.vncAutoUnixSocket, graphics.listens.first?.address == nil { continue }
                let address = Self.listen(on: configuration.vncListen, &launch.domain.devices.graphics[index])
                if graphics.port == nil {
                    launch.domain.devices.graphics[index].port = try take(ranges.screens, address, for: &launch)
                }
                if graphics.websocket == -1 {
                    launch.domain.devices.graphics[index].websocket = try take(ranges.webSockets, address, for: &launch)
                    launch.domain.devices.graphics[index].isWebSocketGenerated = .yes
                }
            case .spice:
                let address = Self.listen(on: configuration.spiceListen, &launch.domain.devices.graphics[index])
                let isAutomatic = graphics.autoport == .yes
                if graphics.port == -1 || isAutomatic && graphics.port == nil {
                    launch.domain.devices.graphics[index].port = try take(ranges.screens, address, for: &launch)
                }
                if graphics.tlsPort == -1 || isAutomatic && graphics.tlsPort == nil && configuration.spiceTLS {
                    launch.domain.devices.graphics[index].tlsPort = try take(ranges.screens, address, for: &launch)
                }
            default: continue
            }
        }
    }

    /// The address that a screen listens on, which its description then tells.
    private static func listen(on usual: String, _ graphics: inout Graphics) -> String {
        if graphics.listens.isEmpty { graphics.listens.append(Graphics.Listen()) }
        if graphics.listens[0].type == "address", graphics.listens[0].address == nil {
            graphics.listens[0].address = usual
        }
        return graphics.listens[0].address ?? usual
    }

    package func isOvertaken(_ launch: Launch, reason: String) -> Bool {
        guard !launch.chosenPorts.isEmpty else { return false }
        // Who took it may have gone again, and then only QEMU knows.
        return reason.contains(Errno.addressInUse.description)
            || launch.chosenPorts.contains { !Self.isFree($0.number, on: $0.address) }
    }

    private func take(_ range: ClosedRange<Int>, _ address: String, for launch: inout Launch) throws -> Int {
        for port in range {
            guard state.withLock({ $0.taken.insert(port).inserted }) else { continue }
            guard Self.isFree(port, on: address) else {
                give(back: port)
                continue
            }
            launch.held.add("Port \(port)") { [self] in give(back: port) }
            launch.chosenPorts.append(Launch.ChosenPort(number: port, address: address))
            return port
        }
        throw VirtError(
            .operationFailed, "There is no free port from \(range.lowerBound) to \(range.upperBound) on '\(address)'.")
    }

    private func give(back port: Int) { _ = state.withLock { $0.taken.remove(port) } }

    /// Whether nobody listens on a port, as far as trying it tells.
    private static func isFree(_ port: Int, on address: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        // What is no number, QEMU has to look up, and finds out itself whether its port is free.
        guard getaddrinfo(address, String(port), &hints, &list) == 0, let first = list else { return true }
        defer { freeaddrinfo(list) }
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(first.pointee.ai_family, type, 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0
    }
}
