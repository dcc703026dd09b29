// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import Synchronization
internal import VirtModel
internal import XMLCoding

/// TCP ports for screens whose documents leave the choice to us. A port belongs to one machine of the driver until that ends.
package final class GraphicsPorts: HostResource {
    private struct State {
        var range: ClosedRange<Int>
        var taken: Set<Int> = []
    }

    private let state: Mutex<State>

    /// Ports of a range; VNC counts its displays from 5900.
    package init(range: ClosedRange<Int> = 5900...65535) {
        state = Mutex(State(range: range))
    }

    /// The ports that later starts choose from.
    package var range: ClosedRange<Int> {
        get { state.withLock { $0.range } }
        set { state.withLock { $0.range = newValue } }
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
                guard graphics.port == nil else { continue }
                launch.domain.devices.graphics[index].port = try take(address, for: &launch)
            case .spice:
                let address = Self.listen(on: configuration.spiceListen, &launch.domain.devices.graphics[index])
                guard graphics.autoport == .yes else { continue }
                if graphics.port == nil { launch.domain.devices.graphics[index].port = try take(address, for: &launch) }
                if graphics.tlsPort == nil, configuration.spiceTLS {
                    launch.domain.devices.graphics[index].tlsPort = try take(address, for: &launch)
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

    private func take(_ address: String, for launch: inout Launch) throws -> Int {
        let range = range
        for port in range {
            guard state.withLock({ $0.taken.insert(port).inserted }) else { continue }
            guard Self.isFree(port, on: address) else {
                give(back: port)
                continue
            }
            launch.held.add("Port \(port)") { [self] in give(back: port) }
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
