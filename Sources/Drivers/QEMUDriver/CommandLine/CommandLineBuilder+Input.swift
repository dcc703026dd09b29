// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func inputs() throws {
        for input in domain.devices.inputs where includes(input.info) {
            let alias = input.info.alias ?? ""
            var device: QEMUProperties
            if input.type == "evdev" {
                var object = QEMUProperties("qom-type", "input-linux")
                object.add("id", alias)
                object.add("evdev", input.eventDevice)
                object.add("repeat", input.repeats?.isOn)
                if input.grab == "all" { object.add("grab_all", true) }
                object.add("grab-toggle", input.grabToggle)
                add(object: object)
                continue
            }
            switch input.bus {
            case "usb":
                let drivers = ["mouse": "usb-mouse", "tablet": "usb-tablet", "keyboard": "usb-kbd"]
                guard let driver = drivers[input.type] else {
                    throw QEMUDriverError.unsupported("An input of type '\(input.type)' cannot be on bus 'usb'.")
                }
                device = QEMUProperties("driver", driver)
                device.add("id", alias)
                device.add(try addressProperties(input.info, alias))
            case "virtio":
                let drivers = [
                    "mouse": "virtio-mouse", "tablet": "virtio-tablet", "keyboard": "virtio-keyboard",
                    "passthrough": "virtio-input-host",
                ]
                guard let driver = drivers[input.type] else {
                    throw QEMUDriverError.unsupported("An input of type '\(input.type)' cannot be on bus 'virtio'.")
                }
                device = try virtioDriver(driver, input.info, model: input.model)
                device.add(virtioOptions(input.virtio))
                device.add("id", alias)
                if input.type == "passthrough" { device.add("evdev", input.eventDevice) }
                device.add(try addressProperties(input.info, alias))
            default: continue
            }
            try zpciDevice(input.info)
            add(device: device)
        }
    }

    mutating func watchdogs() throws {
        for watchdog in domain.devices.watchdogs {
            let alias = watchdog.info.alias ?? ""
            if watchdog.model == "itco" {
                if domain.os.isQ35 { continue }
                throw QEMUDriverError.unsupported("The watchdog 'itco' is part of a Q35 machine only.")
            }
            var device = QEMUProperties("driver", watchdog.model)
            device.add("id", alias)
            device.add(try addressProperties(watchdog.info, alias))
            try zpciDevice(watchdog.info)
            add(device: device)
        }
        if domain.devices.watchdogs.contains(where: { $0.model == "itco" }) {
            add("-global", "ICH9-LPC.noreboot=off")
        }
        if let watchdog = domain.devices.watchdogs.first {
            let action = watchdog.action ?? "reset"
            add("-watchdog-action", action == "dump" ? "pause" : action)
        }
    }

    mutating func tpms() throws {
        for tpm in domain.devices.tpms {
            let alias = tpm.info.alias ?? "tpm0"
            if tpm.model == "spapr-tpm-proxy" {
                var device = QEMUProperties("driver", "spapr-tpm-proxy")
                device.add("id", alias)
                device.add("host-path", tpm.device)
                add(device: device)
                continue
            }
            switch tpm.backend {
            case "passthrough":
                var words = ["passthrough", "id=tpm-\(alias)"]
                if let device = context.descriptors.tpmDevice, let cancel = context.descriptors.tpmCancel {
                    words.append("path=\(addFDSet(device, opaque: "\(alias)-tpm"))")
                    words.append("cancel-path=\(addFDSet(cancel, opaque: "\(alias)-cancel"))")
                    invocation.descriptors.append(.init(number: device, purpose: .deviceFile(path: tpm.device ?? "")))
                    invocation.descriptors.append(
                        .init(number: cancel, purpose: .deviceFile(path: context.host.tpmCancelPath ?? "")))
                } else {
                    words.append("path=\((tpm.device ?? "").escapedForQEMU)")
                    if let cancel = context.host.tpmCancelPath { words.append("cancel-path=\(cancel.escapedForQEMU)") }
                }
                add("-tpmdev", words.joined(separator: ","))
            default:
                if tpm.source == nil, let number = inherit(.tpmEmulator(tpm: alias)) {
                    add("-chardev", "socket,id=chrtpm,fd=\(number)")
                } else {
                    let path =
                        tpm.source?.path ?? context.host.tpmEmulatorSocket
                        ?? "\(configuration.swtpmStateDirectory)/\(shortName)-swtpm.sock"
                    add("-chardev", "socket,id=chrtpm,path=\(path.escapedForQEMU)")
                }
                add("-tpmdev", "emulator,id=tpm-\(alias),chardev=chrtpm")
            }
            var device = QEMUProperties(
                "driver", tpm.model == "tpm-tis" && domain.os.isARM ? "tpm-tis-device" : tpm.model ?? "tpm-tis")
            device.add("tpmdev", "tpm-\(alias)")
            device.add("id", alias)
            device.add(try addressProperties(tpm.info, alias))
            add(device: device)
        }
    }

    mutating func redirectedDevices() throws {
        for device in domain.devices.redirectedDevices {
            let alias = device.info.alias ?? ""
            try add(chardev: device.source, alias: alias, id: "char\(alias)")
            var properties = QEMUProperties("driver", "usb-redir")
            properties.add("chardev", "char\(alias)")
            properties.add("id", alias)
            if let filter = domain.devices.redirectionFilter {
                let rules = filter.rules.map { rule in
                    [
                        rule.usbClass ?? "-1", rule.vendor ?? "-1", rule.product ?? "-1",
                        rule.version.map(Self.binaryCodedVersion) ?? "-1", rule.allow == .yes ? "1" : "0",
                    ].joined(separator: ":")
                }
                properties.add("filter", rules.joined(separator: "|"))
            }
            properties.add("bootindex", device.info.bootOrder)
            properties.add(try addressProperties(device.info, alias))
            add(device: properties)
        }
    }

    /// A USB version as the device descriptor has it: `2.00` is 0x0200 (USB 2.0, section 9.6.1, bcdDevice).
    private static func binaryCodedVersion(_ text: String) -> String {
        let parts = text.split(separator: ".").map(String.init)
        let major = parts.first.flatMap { UInt64($0) } ?? 0
        var minor = parts.count > 1 ? UInt64(parts[1]) ?? 0 : 0
        if parts.count > 1, parts[1].count == 1 { minor *= 10 }
        let code = ((major / 10) << 4 | major % 10) << 8 | ((minor / 10) << 4 | minor % 10)
        return code.hex(digits: 4)
    }
}
