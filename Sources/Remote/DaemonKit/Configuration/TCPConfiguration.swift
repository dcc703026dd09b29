// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver

/// What the configuration says of TCP. Nothing is encrypted and nobody is asked who they are, so both have to be said: that the
/// daemon listens, and that anybody may come.
package struct TCPConfiguration: Sendable, Equatable {
    /// `listen_tcp`
    package var listens = false
    /// `auth_tcp`; libvirt's default is `sasl`.
    package var authentication = "sasl"
    /// `listen_addr`; nil for all addresses.
    package var address: String?
    /// `tcp_port`
    package var port = RemoteAddress.port
    /// `listen_tls`
    package var listensToTLS = false

    package init() {}

    /// - Returns: False for a setting that is of something else.
    mutating func take(_ setting: ConfigurationFile.Setting) throws(ConfigurationFile.Failure) -> Bool {
        switch setting.key {
        case "listen_tcp": listens = try setting.number(0...1) == 1
        case "listen_tls": listensToTLS = try setting.number(0...1) == 1
        case "auth_tcp": authentication = try setting.text()
        case "listen_addr":
            let text = try setting.text()
            address = text.isEmpty ? nil : text
        case "tcp_port":
            guard let number = UInt16(try setting.text()) else {
                throw ConfigurationFile.Failure(
                    line: setting.line, reason: "'tcp_port' wants a port in quotes, such as \"16509\".")
            }
            port = number
        default: return false
        }
        return true
    }

    /// Whether there is to be a socket that was not handed in.
    ///
    /// - Throws: ``DaemonError`` when the configuration asks for what is not supported.
    func wantsSocket() throws(DaemonError) -> Bool {
        if listensToTLS {
            throw DaemonError(
                "'listen_tls' asks for TLS, which is not supported. Leave it out, and reach the host by ssh.")
        }
        if listens { try checkAuthentication() }
        return listens
    }

    /// - Throws: ``DaemonError`` unless anybody may come.
    func checkAuthentication() throws(DaemonError) {
        if authentication == "none" { return }
        throw DaemonError(
            "'auth_tcp' asks for '\(authentication)', which is not supported. Set it to \"none\" if whoever reaches the port may do everything, or do not listen to TCP."
        )
    }
}
