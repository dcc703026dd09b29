// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DomainEvent {
    private typealias R = RemoteProgram

    /// The event as libvirt's events; the numbers are `virDomainEventID`.
    var notices: [EventRegistry.Notice] {
        let dom = R.DomainReference(domain)
        switch kind {
        case .lifecycle(let lifecycle):
            let message = R.DomainEventLifecycleMessage(dom: dom, event: lifecycle.number, detail: lifecycle.detail)
            return [
                .init(0, R.domainEventCallbackLifecycle, plain: R.domainEventLifecycle, message) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .reboot:
            return [
                .init(1, R.domainEventCallbackReboot, plain: R.domainEventReboot, .init(dom: dom)) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .clockChanged(let offset):
            return [
                .init(
                    2, R.domainEventCallbackRTCChange, plain: R.domainEventRTCChange,
                    .init(dom: dom, offset: offset)
                ) { .init(callbackID: $0, msg: $1) }
            ]
        case .watchdog(let action):
            let message = R.DomainEventWatchdogMessage(dom: dom, action: action.rawValue)
            return [
                .init(3, R.domainEventCallbackWatchdog, plain: R.domainEventWatchdog, message) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .ioError(let source, let alias, let action, let reason):
            let plain = R.DomainEventIOErrorMessage(
                dom: dom, srcPath: source, devAlias: alias, action: action.rawValue)
            let reasoned = R.DomainEventIOErrorReasonMessage(
                dom: dom, srcPath: source, devAlias: alias, action: action.rawValue, reason: reason)
            return [
                .init(4, R.domainEventCallbackIOError, plain: R.domainEventIOError, plain) {
                    .init(callbackID: $0, msg: $1)
                },
                .init(6, R.domainEventCallbackIOErrorReason, plain: R.domainEventIOErrorReason, reasoned) {
                    .init(callbackID: $0, msg: $1)
                },
            ]
        case .graphics(let event):
            let message = R.DomainEventGraphicsMessage(
                dom: dom, phase: event.phase.rawValue, local: .init(event.local), remote: .init(event.remote),
                authScheme: event.authentication, subject: [])
            return [
                .init(5, R.domainEventCallbackGraphics, plain: R.domainEventGraphics, message) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .controlError:
            return [
                .init(7, R.domainEventCallbackControlError, plain: R.domainEventControlError, .init(dom: dom)) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .blockJob(let disk, let type, let status):
            let message = R.DomainEventBlockJobMessage(dom: dom, path: disk, type: type, status: status)
            return [
                .init(8, R.domainEventCallbackBlockJob, plain: R.domainEventBlockJob, message) {
                    .init(callbackID: $0, msg: $1)
                },
                .init(16, R.domainEventBlockJob2) {
                    .init(callbackID: $0, dom: dom, dst: disk, type: type, status: status)
                },
            ]
        default:
            return deviceNotices(dom) ?? stateNotices(dom)
        }
    }

    private func deviceNotices(_ dom: R.DomainReference) -> [EventRegistry.Notice]? {
        switch kind {
        case .diskChanged(let old, let new, let alias):
            // VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START is 0, VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START 1.
            let message = R.DomainEventDiskChangeMessage(
                dom: dom, oldSrcPath: old, newSrcPath: new, devAlias: alias, reason: new == nil ? 1 : 0)
            return [
                .init(9, R.domainEventCallbackDiskChange, plain: R.domainEventDiskChange, message) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .trayChanged(let alias, let isOpen):
            let message = R.DomainEventTrayChangeMessage(dom: dom, devAlias: alias, reason: isOpen ? 0 : 1)
            return [
                .init(10, R.domainEventCallbackTrayChange, plain: R.domainEventTrayChange, message) {
                    .init(callbackID: $0, msg: $1)
                }
            ]
        case .deviceAdded(let alias):
            return [.init(19, R.domainEventCallbackDeviceAdded) { .init(callbackID: $0, dom: dom, devAlias: alias) }]
        case .deviceRemoved(let alias):
            return [
                .init(
                    15, R.domainEventCallbackDeviceRemoved, plain: R.domainEventDeviceRemoved,
                    .init(dom: dom, devAlias: alias)
                ) { .init(callbackID: $0, msg: $1) }
            ]
        case .deviceRemovalFailed(let alias):
            return [
                .init(22, R.domainEventCallbackDeviceRemovalFailed) { .init(callbackID: $0, dom: dom, devAlias: alias) }
            ]
        case .blockThreshold(let device, let path, let threshold, let excess):
            return [
                .init(24, R.domainEventBlockThreshold) {
                    .init(callbackID: $0, dom: dom, dev: device, path: path, threshold: threshold, excess: excess)
                }
            ]
        case .memoryDeviceSizeChanged(let alias, let size):
            return [
                .init(26, R.domainEventMemoryDeviceSizeChange) {
                    .init(callbackID: $0, dom: dom, alias: alias, size: size)
                }
            ]
        default:
            return nil
        }
    }

    private func stateNotices(_ dom: R.DomainReference) -> [EventRegistry.Notice] {
        switch kind {
        case .wakeup:
            return [
                .init(11, R.domainEventCallbackPmwakeup, plain: R.domainEventPmwakeup, .init(dom: dom)) {
                    .init(callbackID: $0, reason: 0, msg: $1)
                }
            ]
        case .suspendedToMemory:
            return [
                .init(12, R.domainEventCallbackPmsuspend, plain: R.domainEventPmsuspend, .init(dom: dom)) {
                    .init(callbackID: $0, reason: 0, msg: $1)
                }
            ]
        case .suspendedToDisk:
            return [
                .init(14, R.domainEventCallbackPmsuspendDisk, plain: R.domainEventPmsuspendDisk, .init(dom: dom)) {
                    .init(callbackID: $0, reason: 0, msg: $1)
                }
            ]
        case .balloonChanged(let memory):
            return [
                .init(
                    13, R.domainEventCallbackBalloonChange, plain: R.domainEventBalloonChange,
                    .init(dom: dom, actual: memory)
                ) { .init(callbackID: $0, msg: $1) }
            ]
        case .tunablesChanged(let values):
            let parameters = values.map { RemoteTypedParameter($0) }
            return [.init(17, R.domainEventCallbackTunable) { .init(callbackID: $0, dom: dom, params: parameters) }]
        case .agent(let isConnected, let isStart):
            // VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED is 1; the reason is the start, 1, or the channel, 2.
            return [
                .init(18, R.domainEventCallbackAgentLifecycle) {
                    .init(callbackID: $0, dom: dom, state: isConnected ? 1 : 2, reason: isStart ? 1 : 2)
                }
            ]
        case .migrationIteration(let number):
            return [
                .init(20, R.domainEventCallbackMigrationIteration) {
                    .init(callbackID: $0, dom: dom, iteration: Int32(clamping: number))
                }
            ]
        case .jobCompleted(let job):
            let parameters = job.parameters.map { RemoteTypedParameter($0) }
            return [
                .init(21, R.domainEventCallbackJobCompleted) { .init(callbackID: $0, dom: dom, params: parameters) }
            ]
        case .metadataChanged(let metadata):
            let (type, namespace) = metadata.numberAndNamespace
            return [
                .init(23, R.domainEventCallbackMetadataChange) {
                    .init(callbackID: $0, dom: dom, type: type, nsuri: namespace)
                }
            ]
        case .memoryFailure(let isInGuest, let action, let isRecursive):
            // virDomainMemoryFailureRecipientType, ActionType and Flags.
            let actions = ["ignore", "inject", "fatal", "reset"]
            let number = Int32(actions.firstIndex(of: action) ?? 0)
            return [
                .init(25, R.domainEventMemoryFailure) {
                    .init(
                        callbackID: $0, dom: dom, recipient: isInGuest ? 1 : 0, action: number,
                        flags: isRecursive ? 2 : 0)
                }
            ]
        default:
            return []
        }
    }
}

extension EventRegistry.Notice {
    /// A notice by a message of the program `remote`.
    fileprivate init<Message: XDRCodable>(
        _ eventID: Int32, _ event: Event<Message>, _ message: @escaping @Sendable (Int32) -> Message
    ) {
        self.init(eventID: eventID, send: { client, id in client.send(event, of: RemoteProgram.facts, message(id)) })
    }

    /// A notice that older clients know as a message of its own, which newer ones get with a callback id.
    fileprivate init<Message: XDRCodable, Plain: XDRCodable>(
        _ eventID: Int32, _ event: Event<Message>, plain: Event<Plain>, _ content: Plain,
        _ message: @escaping @Sendable (Int32, Plain) -> Message
    ) {
        self.init(eventID, event) { message($0, content) }
        sendPlainly = { client in client.send(plain, of: RemoteProgram.facts, content) }
    }
}

extension RemoteProgram.DomainEventGraphicsAddress {
    fileprivate init(_ address: DomainEvent.GraphicsEvent.Address) {
        self.init(family: address.family.rawValue, node: address.node, service: address.service)
    }
}

extension DomainMetadataKind {
    /// `virDomainMetadataType`
    fileprivate var numberAndNamespace: (Int32, String?) {
        switch self {
        case .description: (0, nil)
        case .title: (1, nil)
        case .element(let namespace): (2, namespace)
        }
    }
}

extension DomainEvent.Lifecycle {
    /// `virDomainEventType`
    fileprivate var number: Int32 {
        switch self {
        case .defined: 0
        case .undefined: 1
        case .started: 2
        case .suspended: 3
        case .resumed: 4
        case .stopped: 5
        case .shutdown: 6
        case .powerManagementSuspended: 7
        case .crashed: 8
        }
    }

    fileprivate var detail: Int32 {
        switch self {
        case .defined(let detail): detail.rawValue
        case .undefined(let detail): detail.rawValue
        case .started(let detail): detail.rawValue
        case .suspended(let detail): detail.rawValue
        case .resumed(let detail): detail.rawValue
        case .stopped(let detail): detail.rawValue
        case .shutdown(let detail): detail.rawValue
        case .powerManagementSuspended(let detail): detail.rawValue
        case .crashed(let detail): detail.rawValue
        }
    }
}
