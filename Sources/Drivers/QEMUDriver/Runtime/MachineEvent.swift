// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP

/// What QEMU tells of its machine, as far as the driver acts on it (QEMU, qapi/run-state.json and its neighbours).
enum MachineEvent: Sendable, Hashable {
    /// The machine is off: whether the guest did it, and whether by a reset.
    case shutdown(byGuest: Bool, isReset: Bool)
    case stopped
    case resumed
    case reset
    case panicked(isCrashLoaded: Bool)
    case watchdog(DomainEvent.WatchdogAction)
    case ioError(node: String, device: String, action: DomainEvent.IOErrorAction, isOutOfSpace: Bool)
    case suspended
    case suspendedToDisk
    case wokeUp
    /// What changes nothing in how the machine runs.
    case other(QMPEvent)

    init(_ event: QMPEvent) {
        let data = event.data
        switch event.name {
        case "SHUTDOWN":
            self = .shutdown(
                byGuest: data["guest"]?.bool ?? true, isReset: data["reason"]?.string == "guest-reset")
        case "STOP": self = .stopped
        case "RESUME": self = .resumed
        case "RESET": self = .reset
        case "GUEST_PANICKED": self = .panicked(isCrashLoaded: false)
        case "GUEST_CRASHLOADED": self = .panicked(isCrashLoaded: true)
        case "WATCHDOG": self = .watchdog(Self.watchdogAction(data["action"]?.string))
        case "BLOCK_IO_ERROR":
            let action: DomainEvent.IOErrorAction =
                switch data["action"]?.string {
                case "stop": .pause
                case "report": .report
                default: .none
                }
            self = .ioError(
                node: data["node-name"]?.string ?? "", device: data["device"]?.string ?? "", action: action,
                isOutOfSpace: data["nospace"]?.bool ?? false)
        case "SUSPEND": self = .suspended
        case "SUSPEND_DISK": self = .suspendedToDisk
        case "WAKEUP": self = .wokeUp
        default: self = .other(event)
        }
    }

    private static func watchdogAction(_ name: String?) -> DomainEvent.WatchdogAction {
        switch name {
        case "pause": .pause
        case "reset": .reset
        case "poweroff": .powerOff
        case "shutdown": .shutdown
        case "debug": .debug
        case "inject-nmi": .injectNMI
        default: .none
        }
    }
}
