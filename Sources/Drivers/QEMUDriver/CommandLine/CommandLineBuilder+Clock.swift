// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    mutating func clock() throws {
        let clock = domain.clock
        var base: String
        switch clock.offset {
        case "utc": base = "utc"
        case "localtime", "timezone": base = "localtime"
        case "absolute": base = CivilTime(secondsSince1970: Int64(clamping: clock.start ?? 0)).text
        default:
            let shift = Int64(clock.adjustment ?? "0") ?? 0
            base = CivilTime(secondsSince1970: context.now &+ shift).text
        }
        var words = ["base=\(base)"]
        if clock.offset == "timezone", let zone = clock.timezone {
            invocation.environment.append(.init("TZ", zone))
        }
        if let rtc = clock.timers.first(where: { $0.name == "rtc" }) {
            switch rtc.track {
            case "boot": throw QEMUDriverError.unsupported("The timer 'rtc' cannot track '\(rtc.track ?? "")'.")
            case "guest": words.append("clock=vm")
            case "wall": words.append("clock=host")
            case "realtime": words.append("clock=rt")
            default: break
            }
            if rtc.tickPolicy == "catchup" { words.append("driftfix=slew") }
        }
        add("-rtc", words.joined(separator: ","))
        for timer in clock.timers {
            switch timer.name {
            case "pit":
                switch timer.tickPolicy {
                case nil, "delay": add("-global", "kvm-pit.lost_tick_policy=delay")
                case "discard": add("-global", "kvm-pit.lost_tick_policy=discard")
                default: break
                }
            case "hpet": if timer.present == .no, !capabilities.has(.machineHPET) { add("-no-hpet") }
            default: break
            }
        }
    }

    mutating func shutdownAndBoot() throws {
        if !context.exitsByItself {
            add("-no-shutdown")
        } else if domain.onReboot == "destroy" {
            add("-no-reboot")
        }
        let os = domain.os
        if os.isX86 || os.architecture == "aarch64", !domain.features.acpi, capabilities.has(.noACPI) {
            add("-no-acpi")
        }
        if let suspend = domain.suspendToMemory {
            add("-global", "\(powerManagementDevice).disable_s3=\(suspend == .yes ? 0 : 1)")
        }
        if let suspend = domain.suspendToDisk {
            add("-global", "\(powerManagementDevice).disable_s4=\(suspend == .yes ? 0 : 1)")
        }
        bootOptions()
        if let kernel = os.kernel { add("-kernel", kernel) }
        if let initrd = os.initrd { add("-initrd", initrd) }
        if let line = os.commandLine { add("-append", line) }
        if let tree = os.deviceTree { add("-dtb", tree) }
        if let table = os.acpiTable { add("-acpitable", "sig=SLIC,file=\(table.escapedForQEMU)") }
    }

    private var powerManagementDevice: String { domain.os.isQ35 ? "ICH9-LPC" : "PIIX4_PM" }

    private mutating func bootOptions() {
        let os = domain.os
        var words: [String] = []
        if !domain.hasDeviceBootOrder, !os.bootDevices.isEmpty, !capabilities.supportsBootIndex {
            words.append(
                os.bootDevices.map { ["fd": "a", "hd": "c", "cdrom": "d", "network": "n"][$0.rawValue] ?? "" }.joined())
        }
        if let menu = os.bootMenu { words.append("menu=\(menu == .yes ? "on" : "off")") }
        if os.bootMenu == .yes, let timeout = os.bootMenuTimeout { words.append("splash-time=\(timeout)") }
        if let timeout = os.rebootTimeout { words.append("reboot-timeout=\(timeout)") }
        words.append("strict=on")
        add("-boot", words.joined(separator: ","))
    }
}

extension QEMUCapabilities {
    /// Whether `-boot strict=on` with boot indexes replaces the old letters: always, since QEMU 1.3.
    var supportsBootIndex: Bool { true }
}

/// A point in time as date and time of day in UTC (proleptic Gregorian calendar).
struct CivilTime {
    let text: String

    init(secondsSince1970 given: Int64) {
        // Thirty million years either way are enough, and keep the sums below from overflowing.
        let seconds = min(max(given, -1_000_000_000_000_000), 1_000_000_000_000_000)
        func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((b - 1 - a) / b) }
        let days = floorDivide(seconds, 86400)
        let secondOfDay = seconds &- days &* 86400
        // Days since 0000-03-01, in eras of 400 years of 146097 days.
        let shifted = days + 719468
        let era = floorDivide(shifted, 146097)
        let dayOfEra = shifted - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func pad(_ number: Int64, _ width: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        text =
            "\(pad(year, 4))-\(pad(month))-\(pad(day))T"
            + "\(pad(secondOfDay / 3600)):\(pad(secondOfDay / 60 % 60)):\(pad(secondOfDay % 60))"
    }
}
