// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import QEMUDriver

extension QEMUSettings {
    typealias Setting = ConfigurationFile.Setting
    typealias Taking = @Sendable (inout QEMUSettings, Setting) throws(ConfigurationFile.Failure) -> Void

    /// The keys that have a meaning here.
    static let honoured: [String: Taking] = [
        "user": { settings, setting throws(ConfigurationFile.Failure) in settings.user = try setting.text() },
        "group": { settings, setting throws(ConfigurationFile.Failure) in settings.group = try setting.text() },
        "dynamic_ownership": truth(\.handsFilesOver),
        "auto_start_bypass_cache": truth(\.autostartBypassesCache),
        "remote_display_port_min": port(\.firstDisplayPort, from: 5900),
        "remote_display_port_max": port(\.lastDisplayPort, from: 5900),
        "remote_websocket_port_min": port(\.firstWebSocketPort, from: 5700),
        "remote_websocket_port_max": port(\.lastWebSocketPort, from: 5700),
        "vnc_listen": text(\.driver.vncListen),
        "vnc_auto_unix_socket": truth(\.driver.vncAutoUnixSocket),
        "vnc_tls": truth(\.driver.vncTLS),
        "vnc_tls_x509_cert_dir": text(\.driver.vncTLSDirectory),
        "vnc_tls_x509_secret_uuid": optionalText(\.driver.vncTLSSecretUUID),
        "vnc_tls_x509_verify": truth(\.driver.vncTLSVerify),
        "vnc_password": optionalText(\.driver.vncPassword),
        "vnc_sasl": truth(\.driver.vncSASL),
        "vnc_sasl_dir": optionalText(\.driver.saslDirectory),
        "vnc_allow_host_audio": truth(\.driver.vncAllowHostAudio),
        "nographics_allow_host_audio": truth(\.driver.noGraphicsAllowHostAudio),
        "spice_listen": text(\.driver.spiceListen),
        "spice_tls": truth(\.driver.spiceTLS),
        "spice_tls_x509_cert_dir": text(\.driver.spiceTLSDirectory),
        "spice_auto_unix_socket": truth(\.driver.spiceAutoUnixSocket),
        "spice_password": optionalText(\.driver.spicePassword),
        "spice_sasl": truth(\.driver.spiceSASL),
        "spice_sasl_dir": optionalText(\.driver.saslDirectory),
        "chardev_tls": truth(\.driver.chardevTLS),
        "chardev_tls_x509_cert_dir": text(\.driver.chardevTLSDirectory),
        "chardev_tls_x509_verify": truth(\.driver.chardevTLSVerify),
        "chardev_tls_x509_secret_uuid": optionalText(\.driver.chardevTLSSecretUUID),
        "vxhs_tls": truth(\.driver.vxhsTLS),
        "vxhs_tls_x509_cert_dir": text(\.driver.vxhsTLSDirectory),
        "vxhs_tls_x509_secret_uuid": optionalText(\.driver.vxhsTLSSecretUUID),
        "nbd_tls_x509_cert_dir": text(\.driver.nbdTLSDirectory),
        "nbd_tls_x509_secret_uuid": optionalText(\.driver.nbdTLSSecretUUID),
        // Read before all others, which may name another directory.
        "default_tls_x509_cert_dir": { _, _ throws(ConfigurationFile.Failure) in },
        "dump_guest_core": truth(\.driver.dumpsGuestCore),
        "log_timestamp": truth(\.driver.logTimestamps),
        "deprecation_behavior": text(\.driver.deprecationBehavior),
        "gluster_debug_level": { settings, setting throws(ConfigurationFile.Failure) in
            settings.driver.glusterDebugLevel = try setting.number(0...9)
        },
        // 1 is on, 0 is off, and -1 on as far as QEMU can.
        "seccomp_sandbox": { settings, setting throws(ConfigurationFile.Failure) in
            let number = try setting.number(-1...1)
            settings.driver.sandbox = number < 0 ? nil : number == 1
        },
        "nvram": { settings, setting throws(ConfigurationFile.Failure) in
            settings.driver.firmwares = try setting.texts().map { pair throws(ConfigurationFile.Failure) in
                let parts = pair.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, parts.allSatisfy({ $0.hasPrefix("/") }) else {
                    throw ConfigurationFile.Failure(
                        line: setting.line, reason: "'nvram' wants texts of the form \"/LOADER:/TEMPLATE\".")
                }
                return DriverConfiguration.FirmwarePair(loader: parts[0], nvram: parts[1])
            }
        },
    ]

    /// Keys of libvirt's that change nothing, with the values that ask for what is done anyhow.
    static let doneAnyhow: [String: [ConfigurationFile.Value]] = {
        var keys: [String: [ConfigurationFile.Value]] = [
            "stdio_handler": [.text("file")], "save_image_format": [.text("raw")], "dump_image_format": [.text("raw")],
            "snapshot_image_format": [.text("raw")], "security_driver": [.text("none"), .list([.text("none")])],
            "lock_manager": [.text("nop")], "namespaces": [.list([])], "clear_emulator_capabilities": [.number(1)],
            "remember_owner": [.number(1)], "set_process_name": [.number(0)], "capability_filters": [.list([])],
            "security_default_confined": [.number(0), .number(1)], "max_core": [.text("unlimited")],
            "sched_core": [.text("none")], "relaxed_acs_check": [.number(0)], "virtiofsd_debug": [.number(0)],
        ]
        for key in [
            "security_require_confined", "mac_filter", "allow_disk_format_probing", "max_processes", "max_files",
            "max_threads_per_process", "max_queued", "nbd_tls", "migrate_tls_force", "backup_tls_x509_verify",
            "auto_dump_bypass_cache",
        ] { keys[key] = [.number(0)] }
        // What these ask for is there in no form.
        for key in [
            "auto_dump_path", "backup_tls_x509_cert_dir", "backup_tls_x509_secret_uuid", "bridge_helper",
            "cgroup_controllers", "cgroup_device_acl", "dbus_daemon", "default_tls_x509_secret_uuid",
            "default_tls_x509_verify", "hugetlbfs_mount", "keepalive_count", "keepalive_interval",
            "memory_backing_dir", "migrate_tls_x509_cert_dir", "migrate_tls_x509_secret_uuid",
            "migrate_tls_x509_verify", "migration_address", "migration_host", "migration_port_max",
            "migration_port_min", "pr_helper", "slirp_helper", "swtpm_group", "swtpm_user",
        ] { keys[key] = [] }
        return keys
    }()

    private static func truth(_ path: any WritableKeyPath<QEMUSettings, Bool> & Sendable) -> Taking {
        { settings, setting throws(ConfigurationFile.Failure) in
            settings[keyPath: path] = try setting.number(0...1) == 1
        }
    }

    private static func text(_ path: any WritableKeyPath<QEMUSettings, String> & Sendable) -> Taking {
        { settings, setting throws(ConfigurationFile.Failure) in settings[keyPath: path] = try setting.text() }
    }

    private static func optionalText(_ path: any WritableKeyPath<QEMUSettings, String?> & Sendable) -> Taking {
        { settings, setting throws(ConfigurationFile.Failure) in settings[keyPath: path] = try setting.text() }
    }

    private static func port(
        _ path: any WritableKeyPath<QEMUSettings, Int> & Sendable, from first: Int
    ) -> Taking {
        { settings, setting throws(ConfigurationFile.Failure) in
            settings[keyPath: path] = try setting.number(first...65535)
        }
    }
}
