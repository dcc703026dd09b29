// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// Has a screen shown to the other end of a socket, which stays the caller's.
    func openGraphics(_ index: Int, _ descriptor: Int32, _ flags: DomainGraphicsFlags) async throws {
        try await perform(.control, "open a screen of") { process in
            let all = self.runningDomain.devices.graphics
            guard all.indices.contains(index) else {
                throw VirtError(
                    .invalidArgument, "Domain '\(self.name)' has \(all.count) screens, and none of number \(index).")
            }
            let kind = all[index].kind
            guard kind == .vnc || kind == .spice else {
                throw VirtError(
                    .operationUnsupported,
                    "The screen \(index) of domain '\(self.name)' is of type '\(kind.rawValue)', which cannot be opened. Use 'vnc' or 'spice'."
                )
            }
            // Another name for each, so that two who open one at once do not take each other's socket.
            let name = JSONValue.string("screen-\(UInt32.random(in: 0...(.max)))")
            try await process.execute(
                QMPCommand("getfd", ["fdname": name]), passing: [FileDescriptor(rawValue: descriptor)])
            do {
                try await process.execute(
                    QMPCommand(
                        "add_client",
                        [
                            "protocol": .string(kind.rawValue), "fdname": name,
                            "skipauth": .bool(flags.contains(.skipAuthentication)),
                        ]))
            } catch {
                _ = try? await process.execute(QMPCommand("closefd", ["fdname": name]))
                throw error
            }
        }
    }
}
