// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage
package import VirtModel
internal import XMLCoding

/// passt, which carries a guest's connections as those of a user, without a network device of the host.
package enum UserNetwork {
    /// The number of its connection to QEMU.
    private static let socketNumber: Int32 = 3

    /// Its arguments for an interface; passt(1).
    package static func arguments(for interface: NetworkInterface) -> [String] {
        // It ends when QEMU closes the connection.
        var words = ["--foreground", "--fd", String(socketNumber)]
        if let log = interface.backend.logFile { words += ["--log-file", log] }
        if let device = interface.source.dev { words += ["--interface", device] }
        if let mtu = interface.mtu { words += ["--mtu", String(mtu)] }
        for address in interface.addresses {
            words += ["--address", address.address]
            if address.family != "ipv6", let prefix = address.prefix { words += ["--netmask", String(prefix)] }
        }
        for forward in interface.portForwards {
            words += [forward.transport == .tcp ? "--tcp-ports" : "--udp-ports", specification(forward)]
        }
        return words
    }

    /// `ADDRESS%INTERFACE/START-END:TO-TO,~EXCLUDED`
    private static func specification(_ forward: PortForward) -> String {
        let address = forward.address ?? (forward.dev == nil ? "" : "0.0.0.0")
        let place = address + (forward.dev.map { "%\($0)" } ?? "")
        let ports = forward.ranges.map { range in
            let last = range.end.flatMap { $0 == range.start ? nil : $0 }
            var text = (range.exclude?.isYes == true ? "~" : "") + String(range.start) + (last.map { "-\($0)" } ?? "")
            if let to = range.to {
                text += ":\(to)" + (last.map { "-\(Int(to) + Int($0) - Int(range.start))" } ?? "")
            }
            return text
        }
        return (place.isEmpty ? "" : "\(place)/") + (ports.isEmpty ? "all" : ports.joined(separator: ","))
    }

    /// Starts it.
    ///
    /// - Returns: The program, and QEMU's end of the connection to it, for the caller to close.
    static func start(
        for interface: NetworkInterface, in environment: HelperEnvironment
    ) async throws -> (HelperProgram, FileDescriptor) {
        let alias = interface.info.alias ?? ""
        guard let program = HelperEnvironment.find(["passt"]) else {
            throw QEMUDriverError(.missing, "Interface '\(alias)' needs passt, which is not there. Install it.")
        }
        let (ours, theirs) = try LocalConnection.pair()
        defer { try? theirs.close() }
        do {
            var request = environment.request(program, arguments(for: interface))
            request.descriptors = [(theirs, socketNumber)]
            let helper = try await HelperProgram.start(
                request, purpose: "user network of interface '\(alias)'", on: environment.loop,
                logFile: environment.logFile(alias, "passt"), endsWithUs: environment.endsWithUs)
            return (helper, ours)
        } catch {
            try? ours.close()
            throw error
        }
    }
}
