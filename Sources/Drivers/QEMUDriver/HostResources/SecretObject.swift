// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
package import LinuxSystem
package import QMP

/// Secrets over the monitor, for devices that come while the guest runs. The monitor is a private socket pair, so a value
/// is on no command line and in no file; whoever logs commands leaves out the arguments of these.
package enum SecretObject {
    /// The commands that carry values in clear, for those who keep a log.
    package static let commandNames: Set<String> = ["object-add", "set_password"]

    /// `object-add` of a secret.
    ///
    /// - Parameter id: Its name, by which device and node properties refer to it.
    package static func add(id: String, _ value: SecretValue) -> QMPCommand {
        QMPCommand(
            "object-add",
            [
                "qom-type": "secret", "id": .string(id), "format": "base64",
                "data": .string(value.withBytes { Base64.encode(Array($0)) }),
            ])
    }

    /// `object-del` of a secret that its users have read.
    package static func remove(id: String) -> QMPCommand { QMPCommand("object-del", ["id": .string(id)]) }

    /// The password of a VNC or SPICE server: what `set_password` and `expire_password` take.
    ///
    /// - Parameters:
    ///   - kind: `vnc` or `spice`.
    ///   - connected: What happens to those who are connected: `fail`, `disconnect` or `keep`.
    ///   - validTo: When it expires, in seconds since 1970; nil for never.
    package static func password(
        _ kind: String, _ value: String, connected: String? = nil, validTo: Int64? = nil
    ) -> [QMPCommand] {
        var members: [JSONValue.Member] = [.init("protocol", .string(kind)), .init("password", .string(value))]
        if let connected { members.append(.init("connected", .string(connected))) }
        let time = validTo.map { String($0) } ?? "never"
        return [
            QMPCommand("set_password", members: members),
            QMPCommand("expire_password", ["protocol": .string(kind), "time": .string(time)]),
        ]
    }
}
