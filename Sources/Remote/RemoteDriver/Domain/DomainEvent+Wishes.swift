// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension DomainEvent {
    private typealias R = RemoteProgram
    private typealias Wish = EventSource<DomainEvent>.Wish

    /// All that can be wished for, by `virDomainEventID`. 4 and 8 are left out: 6 and 16 say the same, and more.
    static let wishes: [EventSource<DomainEvent>.Wish] =
        [
            Wish(0, R.domainEventCallbackLifecycle, isEssential: true) {
                (
                    $0.callbackID, $0.msg.dom,
                    Lifecycle(number: $0.msg.event, detail: $0.msg.detail).map { .lifecycle($0) }
                )
            },
            Wish(1, R.domainEventCallbackReboot) { ($0.callbackID, $0.msg.dom, .reboot) },
            Wish(2, R.domainEventCallbackRTCChange) {
                ($0.callbackID, $0.msg.dom, .clockChanged(offsetInSeconds: $0.msg.offset))
            },
            Wish(3, R.domainEventCallbackWatchdog) {
                ($0.callbackID, $0.msg.dom, .watchdog(WatchdogAction(rawValue: $0.msg.action) ?? .none))
            },
            Wish(5, R.domainEventCallbackGraphics) { ($0.callbackID, $0.msg.dom, .graphics(GraphicsEvent($0.msg))) },
            Wish(6, R.domainEventCallbackIOErrorReason) {
                (
                    $0.callbackID, $0.msg.dom,
                    .ioError(
                        source: $0.msg.srcPath, alias: $0.msg.devAlias,
                        action: IOErrorAction(rawValue: $0.msg.action) ?? .none, reason: $0.msg.reason)
                )
            },
            Wish(7, R.domainEventCallbackControlError) { ($0.callbackID, $0.msg.dom, .controlError) },
            Wish(16, R.domainEventBlockJob2) {
                ($0.callbackID, $0.dom, .blockJob(disk: $0.dst, type: $0.type, status: $0.status))
            },
        ] + deviceWishes + stateWishes

    private static let deviceWishes: [Wish] = [
        Wish(9, R.domainEventCallbackDiskChange) {
            (
                $0.callbackID, $0.msg.dom,
                .diskChanged(oldSource: $0.msg.oldSrcPath, newSource: $0.msg.newSrcPath, alias: $0.msg.devAlias)
            )
        },
        // VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN is 0.
        Wish(10, R.domainEventCallbackTrayChange) {
            ($0.callbackID, $0.msg.dom, .trayChanged(alias: $0.msg.devAlias, isOpen: $0.msg.reason == 0))
        },
        Wish(15, R.domainEventCallbackDeviceRemoved) {
            ($0.callbackID, $0.msg.dom, .deviceRemoved(alias: $0.msg.devAlias))
        },
        Wish(19, R.domainEventCallbackDeviceAdded) { ($0.callbackID, $0.dom, .deviceAdded(alias: $0.devAlias)) },
        Wish(22, R.domainEventCallbackDeviceRemovalFailed) {
            ($0.callbackID, $0.dom, .deviceRemovalFailed(alias: $0.devAlias))
        },
        Wish(24, R.domainEventBlockThreshold) {
            (
                $0.callbackID, $0.dom,
                .blockThreshold(device: $0.dev, path: $0.path, threshold: $0.threshold, excess: $0.excess)
            )
        },
        Wish(26, R.domainEventMemoryDeviceSizeChange) {
            ($0.callbackID, $0.dom, .memoryDeviceSizeChanged(alias: $0.alias, sizeInKiB: $0.size))
        },
    ]

    private static let stateWishes: [Wish] = [
        Wish(11, R.domainEventCallbackPmwakeup) { ($0.callbackID, $0.msg.dom, .wakeup) },
        Wish(12, R.domainEventCallbackPmsuspend) { ($0.callbackID, $0.msg.dom, .suspendedToMemory) },
        Wish(13, R.domainEventCallbackBalloonChange) {
            ($0.callbackID, $0.msg.dom, .balloonChanged(memoryInKiB: $0.msg.actual))
        },
        Wish(14, R.domainEventCallbackPmsuspendDisk) { ($0.callbackID, $0.msg.dom, .suspendedToDisk) },
        Wish(17, R.domainEventCallbackTunable) {
            ($0.callbackID, $0.dom, .tunablesChanged($0.params.map(\.parameter)))
        },
        // VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED is 1, and so is the reason that is the domain's start.
        Wish(18, R.domainEventCallbackAgentLifecycle) {
            ($0.callbackID, $0.dom, .agent(isConnected: $0.state == 1, isStart: $0.reason == 1))
        },
        Wish(20, R.domainEventCallbackMigrationIteration) {
            ($0.callbackID, $0.dom, .migrationIteration(Int($0.iteration)))
        },
        Wish(21, R.domainEventCallbackJobCompleted) {
            ($0.callbackID, $0.dom, .jobCompleted(DomainJobInformation($0.params, type: nil)))
        },
        Wish(23, R.domainEventCallbackMetadataChange) {
            (
                $0.callbackID, $0.dom,
                DomainMetadataKind(number: $0.type, namespace: $0.nsuri).map { .metadataChanged($0) }
            )
        },
        // VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST is 1; of the flags 2 says that it happened again meanwhile.
        Wish(25, R.domainEventMemoryFailure) {
            let actions = ["ignore", "inject", "fatal", "reset"]
            let index = Int($0.action)
            return (
                $0.callbackID, $0.dom,
                .memoryFailure(
                    isInGuest: $0.recipient == 1,
                    action: actions.indices.contains(index) ? actions[index] : "action \(index)",
                    isRecursive: $0.flags & 2 != 0)
            )
        },
    ]
}

extension EventSource<DomainEvent>.Wish {
    /// A wish for the events of a number, of all domains.
    ///
    /// - Parameter read: For which wish a message is, which domain it is about, and what happened; nil for what has no name here.
    fileprivate init<Message: XDRCodable>(
        _ number: Int32, _ event: Event<Message>, isEssential: Bool = false,
        _ read: @escaping @Sendable (Message) -> (Int32, RemoteProgram.DomainReference, DomainEvent.Kind?)
    ) {
        self.init(
            event: event.number, isEssential: isEssential,
            register: { client, completion in
                try client.send(
                    RemoteProgram.connectDomainEventCallbackRegisterAny, of: RemoteProgram.facts,
                    RemoteProgram.ConnectDomainEventCallbackRegisterAnyArguments(eventID: number, dom: nil)
                ) { result in completion(result.map(\.callbackID)) }
            },
            read: { packet throws(XDRError) in
                let (callback, domain, kind) = read(try Message(xdr: packet.bytes, from: packet.offset))
                return (callback, kind.map { DomainEvent(domain: domain.identity, kind: $0) })
            })
    }
}

extension DomainEvent.Lifecycle {
    /// The value of `virDomainEventType` and its detail; nil for a type that is none. A newer detail is taken as the usual one.
    init?(number: Int32, detail: Int32) {
        func known<Detail: RawRepresentable>(_ usual: Detail) -> Detail where Detail.RawValue == Int32 {
            Detail(rawValue: detail) ?? usual
        }
        switch number {
        case 0: self = .defined(known(.added))
        case 1: self = .undefined(known(.removed))
        case 2: self = .started(known(.booted))
        case 3: self = .suspended(known(.paused))
        case 4: self = .resumed(known(.unpaused))
        case 5: self = .stopped(known(.shutdown))
        case 6: self = .shutdown(known(.finished))
        case 7: self = .powerManagementSuspended(known(.memory))
        case 8: self = .crashed(known(.panicked))
        default: return nil
        }
    }
}

extension DomainEvent.GraphicsEvent {
    fileprivate init(_ message: RemoteProgram.DomainEventGraphicsMessage) {
        self.init(
            phase: Phase(rawValue: message.phase) ?? .connect, local: Address(message.local),
            remote: Address(message.remote), authentication: message.authScheme)
    }
}

extension DomainEvent.GraphicsEvent.Address {
    fileprivate init(_ address: RemoteProgram.DomainEventGraphicsAddress) {
        self.init(family: Family(rawValue: address.family) ?? .ipv4, node: address.node, service: address.service)
    }
}
