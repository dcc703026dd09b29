// SPDX-License-Identifier: Apache-2.0

package import RemoteServer
package import SystemPackage

/// What `virtqemud.conf` and its sisters set, as far as it concerns a daemon's sockets, clients and logs.
///
/// A key that libvirt knows and that has no meaning here is accepted; one that nobody knows, or that asks for what we do not have,
/// is told of by its line.
package struct DaemonConfiguration: Sendable, Equatable {
    /// `unix_sock_rw_perms`, `unix_sock_ro_perms`, `unix_sock_admin_perms`. Without an authentication they are root's alone.
    package var socketPermissions: FilePermissions = .ownerReadWriteExecute
    package var readOnlySocketPermissions: FilePermissions = .ownerReadWriteExecute
    package var adminSocketPermissions: FilePermissions = .ownerReadWriteExecute
    /// `unix_sock_group`
    package var socketGroup: String?
    /// `unix_sock_dir`
    package var socketDirectory: FilePath?
    /// `max_clients`, `max_client_requests`, `keepalive_interval`, `keepalive_count`
    package var limits = Server.Limits()
    /// The same with `admin_`.
    package var adminLimits = Server.Limits()
    /// `min_workers`, `max_workers`, `prio_workers`: only shown; calls are tasks here, and not bound to threads.
    package var workers = Workers()
    /// What concerns TCP; only the proxy heeds it.
    package var tcp = TCPConfiguration()
    /// `log_level`: 1 is debug, 2 is information, 3 is warnings, 4 is errors.
    package var logLevel: DaemonLog.Level?
    /// `log_filters`
    package var logFilters = ""
    /// `log_outputs`
    package var logOutputs = ""
    /// What the operator should know about the file.
    package var warnings: [String] = []

    /// Numbers of workers, which administrators see and set.
    package struct Workers: Sendable, Equatable {
        package var minimum: UInt32 = 5
        package var maximum: UInt32 = 20
        package var priority: UInt32 = 5

        package init() {}
    }

    package init() {
        adminLimits.clients = 5000
    }

    /// Reads settings.
    ///
    /// - Parameters:
    ///   - name: The file's, for warnings.
    ///   - furtherKeys: Those that the daemon itself reads.
    /// - Throws: ``ConfigurationFile/Failure`` when a value does not fit its key.
    package init(_ file: ConfigurationFile, name: String, furtherKeys: Set<String> = []) throws(ConfigurationFile
        .Failure)
    {
        self.init()
        for setting in file.settings {
            if try take(setting) || furtherKeys.contains(setting.key) { continue }
            if Self.withoutMeaning.contains(setting.key) { continue }
            warnings.append(
                "\(name), line \(setting.line): '\(setting.key)' is not known and has no effect. See whether it is spelled right."
            )
        }
    }

    private mutating func take(_ setting: ConfigurationFile.Setting) throws(ConfigurationFile.Failure) -> Bool {
        switch setting.key {
        case "unix_sock_rw_perms": socketPermissions = try setting.permissions()
        case "unix_sock_ro_perms": readOnlySocketPermissions = try setting.permissions()
        case "unix_sock_admin_perms": adminSocketPermissions = try setting.permissions()
        case "unix_sock_group": socketGroup = try setting.text()
        case "unix_sock_dir": socketDirectory = FilePath(try setting.text())
        case "max_clients": limits.clients = try setting.number(1...1_000_000)
        case "max_client_requests": limits.connection.runningCalls = try setting.number(1...10_000)
        case "keepalive_interval":
            let seconds = try setting.number(-1...1_000_000)
            limits.connection.keepaliveInterval = seconds > 0 ? .seconds(seconds) : nil
        case "keepalive_count": limits.connection.keepaliveCount = try setting.number(0...1000)
        case "admin_max_clients": adminLimits.clients = try setting.number(1...1_000_000)
        case "admin_max_client_requests": adminLimits.connection.runningCalls = try setting.number(1...10_000)
        case "admin_keepalive_interval":
            let seconds = try setting.number(-1...1_000_000)
            adminLimits.connection.keepaliveInterval = seconds > 0 ? .seconds(seconds) : nil
        case "admin_keepalive_count": adminLimits.connection.keepaliveCount = try setting.number(0...1000)
        case "min_workers": workers.minimum = UInt32(try setting.number(1...100_000))
        case "max_workers": workers.maximum = UInt32(try setting.number(1...100_000))
        case "prio_workers": workers.priority = UInt32(try setting.number(0...100_000))
        case "log_level":
            logLevel = DaemonLog.Level(rawValue: try setting.number(0...4))
        case "log_filters": logFilters = try setting.text()
        case "log_outputs": logOutputs = try setting.text()
        case "auth_unix_rw", "auth_unix_ro":
            let method = try setting.text()
            guard method == "none" else {
                throw ConfigurationFile.Failure(
                    line: setting.line,
                    reason:
                        "'\(setting.key)' asks for '\(method)', which is not supported. Set it to \"none\", and who may connect by the permissions of the sockets."
                )
            }
        default: return try tcp.take(setting)
        }
        return true
    }

    /// Keys of libvirt 9.0 for which there is nothing to do here.
    private static let withoutMeaning: Set<String> = [
        "access_drivers", "max_queued_clients", "max_anonymous_clients", "admin_min_workers", "admin_max_workers",
        "admin_max_queued_clients", "audit_level", "audit_logging", "host_uuid", "host_uuid_source", "ovs_timeout",
        "sasl_allowed_username_list", "log_buffer_size", "admin_max_workers", "auth_tls", "tls_port", "tcp_min_ssf",
        "key_file", "cert_file", "ca_file",
        "crl_file",
        "tls_no_verify_certificate", "tls_no_sanity_certificate", "tls_allowed_dn_list", "tls_priority",
    ]
}

extension ConfigurationFile.Setting {
    /// The value as a text.
    package func text() throws(ConfigurationFile.Failure) -> String {
        guard case .text(let text) = value else { throw failure("a text in quotes") }
        return text
    }

    /// The value as a list of texts; one text is a list of it.
    package func texts() throws(ConfigurationFile.Failure) -> [String] {
        let values = if case .list(let values) = value { values } else { [value] }
        var texts: [String] = []
        for value in values {
            guard case .text(let text) = value else { throw failure("a list of texts in quotes") }
            texts.append(text)
        }
        return texts
    }

    /// The value as a number of a range.
    package func number(_ range: ClosedRange<Int>) throws(ConfigurationFile.Failure) -> Int {
        guard case .number(let number) = value, let small = Int(exactly: number), range.contains(small) else {
            throw failure("a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return small
    }

    /// The value as permissions: an octal number in quotes.
    package func permissions() throws(ConfigurationFile.Failure) -> FilePermissions {
        guard case .text(let text) = value, let mode = UInt32(text, radix: 8), mode <= 0o777 else {
            throw failure("permissions as an octal number in quotes, such as \"0700\"")
        }
        return FilePermissions(rawValue: mode)
    }

    private func failure(_ wanted: String) -> ConfigurationFile.Failure {
        ConfigurationFile.Failure(line: line, reason: "'\(key)' wants \(wanted).")
    }
}
