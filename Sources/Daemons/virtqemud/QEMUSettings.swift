// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import QEMUDriver

/// What `qemu.conf` sets, by libvirt's own keys.
///
/// A key that has a meaning here is honoured. One of libvirt's that has none is accepted as long as it asks for what is done anyhow, and
/// else told of by its line, as is one that nobody knows.
struct QEMUSettings: Sendable {
    /// `user`, `group`: as whom QEMUs of the system's daemon run; nil for what is usual.
    var user: String?
    var group: String?
    /// `dynamic_ownership`: whether they get the files of their domains handed over.
    var handsFilesOver = true
    /// `auto_start_bypass_cache`
    var autostartBypassesCache = false
    /// `remote_display_port_min`, `remote_display_port_max`
    var firstDisplayPort = 5900
    var lastDisplayPort = 65535
    /// `remote_websocket_port_min`, `remote_websocket_port_max`
    var firstWebSocketPort = 5700
    var lastWebSocketPort = 65535
    var ports: GraphicsPorts.Ranges {
        .init(screens: firstDisplayPort...lastDisplayPort, webSockets: firstWebSocketPort...lastWebSocketPort)
    }
    /// What the command lines of QEMU depend on.
    var driver = DriverConfiguration()
    /// What the operator should know about the file.
    var warnings: [String] = []

    /// The usual settings.
    init() {}

    /// Reads settings.
    ///
    /// - Parameter name: The file's, for warnings.
    /// - Throws: `ConfigurationFile.Failure` when a value does not fit its key.
    init(_ file: ConfigurationFile, name: String) throws(ConfigurationFile.Failure) {
        if let setting = file["default_tls_x509_cert_dir"] {
            let directory = try setting.text()
            driver.vncTLSDirectory = directory
            driver.spiceTLSDirectory = directory
            driver.chardevTLSDirectory = directory
            driver.vxhsTLSDirectory = directory
            driver.nbdTLSDirectory = directory
        }
        for setting in file.settings {
            if let take = Self.honoured[setting.key] {
                try take(&self, setting)
                continue
            }
            guard let anyhow = Self.doneAnyhow[setting.key] else {
                warn(name, setting, "is not known and has no effect. See whether it is spelled right.")
                continue
            }
            if !anyhow.contains(setting.value) {
                warn(name, setting, "has no effect with this value, for what it asks for is not supported.")
            }
        }
        try check(file, firstDisplayPort, lastDisplayPort, "remote_display_port")
        try check(file, firstWebSocketPort, lastWebSocketPort, "remote_websocket_port")
    }

    private func check(
        _ file: ConfigurationFile, _ first: Int, _ last: Int, _ key: String
    ) throws(ConfigurationFile.Failure) {
        guard first > last, let setting = file["\(key)_min"] ?? file["\(key)_max"] else { return }
        throw ConfigurationFile.Failure(
            line: setting.line, reason: "'\(key)_min' is greater than '\(key)_max'.")
    }

    private mutating func warn(_ name: String, _ setting: ConfigurationFile.Setting, _ reason: String) {
        warnings.append("\(name), line \(setting.line): '\(setting.key)' \(reason)")
    }
}
