// SPDX-License-Identifier: Apache-2.0

/// The keyboard, the screen and the buttons of a running domain.
package protocol DomainInputDriver: Sendable {
    /// Presses keys together for some time and lets them go.
    func sendKeys(to domain: DomainIdentity, _ keys: [DomainKey], holdTimeInMilliseconds: UInt32) async throws
    /// A picture of a screen.
    func screenshot(
        of domain: DomainIdentity, screen: Int, _ format: DomainScreenshot.Format?
    ) async throws -> DomainScreenshot
    /// Sends the guest a non-maskable interrupt.
    func injectNMI(into domain: DomainIdentity) async throws
    /// Where the screens of the running domain can be seen.
    func displays(of domain: DomainIdentity) async throws -> [DomainDisplay]
}

/// A key of a keyboard.
public enum DomainKey: Sendable, Hashable {
    /// QEMU's name, such as `ctrl`, `ret` or `f1`.
    case named(String)
    /// The number that a code set has for it.
    case code(UInt32, KeyCodeSet)

    /// Linux' code, `KEY_...` in linux/input-event-codes.h.
    public static func linux(_ code: UInt32) -> DomainKey { .code(code, .linux) }
}

/// A picture of a screen.
public struct DomainScreenshot: Sendable, Hashable {
    /// The form of a picture.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Portable pixmap, uncompressed; every QEMU can write it.
        case ppm
        /// Portable network graphics.
        case png
        /// Its name on the web.
        public var mediaType: String { self == .png ? "image/png" : "image/x-portable-pixmap" }
    }
    /// The form.
    public var format: Format
    /// The bytes of the file.
    public var bytes: [UInt8]

    /// Makes a picture.
    public init(format: Format, bytes: [UInt8]) {
        self.format = format
        self.bytes = bytes
    }
}

/// Where a screen can be seen.
public struct DomainDisplay: Sendable, Hashable, CustomStringConvertible {
    /// The protocol: `vnc` or `spice`.
    public var kind: String
    /// The host that it listens on; nil where it is a socket.
    public var host: String?
    /// The port.
    public var port: Int?
    /// The port with encryption.
    public var encryptedPort: Int?
    /// The path of the socket.
    public var socket: String?

    /// Makes an address.
    public init(kind: String, host: String?, port: Int?, encryptedPort: Int?, socket: String?) {
        self.kind = kind
        self.host = host
        self.port = port
        self.encryptedPort = encryptedPort
        self.socket = socket
    }

    /// The address as `virsh domdisplay` shows it: `vnc://localhost:0`, `spice://localhost:5900`.
    public var description: String {
        if let socket { return "\(kind)+unix://\(socket)" }
        // An address that means all of them is reached by this one.
        let name = [nil, "0.0.0.0", "::", "127.0.0.1"].contains(host) ? "localhost" : host ?? "localhost"
        let shown = name.contains(":") ? "[\(name)]" : name
        var text = "\(kind)://\(shown)"
        // VNC counts displays, the first of which has port 5900.
        if let port { text += ":\(kind == "vnc" && port >= 5900 ? port - 5900 : port)" }
        if let encryptedPort { text += (port == nil ? "" : "?") + "tls-port=\(encryptedPort)" }
        return text
    }
}
