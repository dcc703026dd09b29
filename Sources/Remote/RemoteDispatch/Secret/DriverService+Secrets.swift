// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Secrets.
    static func serveSecrets(_ program: inout Program, _ secrets: any SecretDriver) {
        program.serve(RemoteProgram.connectNumOfSecrets) { _, _, _ in
            RemoteProgram.ConnectNumOfSecretsResult(num: Int32(try await secrets.list([]).count))
        }
        program.serve(RemoteProgram.connectListSecrets) { _, _, arguments in
            let uuids = try await secrets.list([]).map(\.uuid.description)
            return RemoteProgram.ConnectListSecretsResult(uuids: Array(uuids.prefix(Int(max(0, arguments.maxuuids)))))
        }
        program.serve(RemoteProgram.connectListAllSecrets) { _, _, arguments in
            try check(arguments.flags, knowing: 0xf, "virConnectListAllSecrets", in: .secret)
            let list = try await secrets.list(SecretListFlags(rawValue: arguments.flags))
            return RemoteProgram.ConnectListAllSecretsResult(
                secrets: arguments.needResults != 0 ? list.map { .init($0) } : [], ret: UInt32(list.count))
        }
        program.serve(RemoteProgram.secretLookupByUUID) { _, _, arguments in
            RemoteProgram.SecretLookupByUUIDResult(
                secret: .init(try await secrets.secret(uuid: ObjectUUID(arguments.uuid))))
        }
        program.serve(RemoteProgram.secretLookupByUsage) { _, _, arguments in
            guard let usage = SecretUsage(rawValue: arguments.usageType) else {
                throw RemoteError.invalidArgument("\(arguments.usageType) is no type of usage", in: .secret)
            }
            return RemoteProgram.SecretLookupByUsageResult(
                secret: .init(try await secrets.secret(usage: usage, id: arguments.usageID)))
        }
        program.serve(RemoteProgram.secretDefineXML) { _, _, arguments in
            // VIR_SECRET_DEFINE_VALIDATE is 1, which is always done.
            try check(arguments.flags, knowing: 1, "virSecretDefineXML", in: .secret)
            return RemoteProgram.SecretDefineXMLResult(secret: .init(try await secrets.define(arguments.xml)))
        }
        program.serve(RemoteProgram.secretGetXMLDesc) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virSecretGetXMLDesc", in: .secret)
            return RemoteProgram.SecretGetXMLDescResult(xml: try await secrets.xml(of: arguments.secret.identity))
        }
        program.serve(RemoteProgram.secretSetValue) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virSecretSetValue", in: .secret)
            try await secrets.setValue(arguments.value, of: arguments.secret.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.secretGetValue) { session, _, arguments in
            try check(arguments.flags, knowing: 0, "virSecretGetValue", in: .secret)
            return RemoteProgram.SecretGetValueResult(
                value: try await secrets.value(of: arguments.secret.identity, internally: session.isDaemon))
        }
        program.serve(RemoteProgram.secretUndefine) { _, _, arguments in
            try await secrets.undefine(arguments.secret.identity)
            return XDRVoid()
        }
    }

    /// Wishes for events of secrets.
    static func serveSecretEvents(_ program: inout Program, _ secrets: any SecretDriver, _ events: EventRegistry) {
        program.answer(RemoteProgram.connectSecretEventRegisterAny) { session, call, arguments in
            // VIR_SECRET_EVENT_ID_LAST is 2.
            guard (0..<2).contains(arguments.eventID) else {
                throw RemoteError.internalError("unsupported event ID \(arguments.eventID)", in: .event)
            }
            let object = arguments.secret.map { ObjectUUID($0.uuid) }
            let id = try events.add(arguments.eventID, of: object, from: .secrets, for: session.client) {
                events.watch(.secrets, { secrets.events() }) { ([$0.notice], $0.secret.uuid) }
            }
            call.afterReply { events.begin(id) }
            return RemoteProgram.ConnectSecretEventRegisterAnyResult(callbackID: id)
        }
        program.answer(RemoteProgram.connectSecretEventDeregisterAny) { session, _, arguments in
            try events.remove(arguments.callbackID, of: session.client, from: .secrets)
            return XDRVoid()
        }
    }
}

extension SecretEvent {
    /// The event as one of libvirt's; the numbers are `virSecretEventID` and `virSecretEventLifecycleType`.
    fileprivate var notice: EventRegistry.Notice {
        let reference = RemoteProgram.SecretReference(secret)
        switch kind {
        case .valueChanged:
            return EventRegistry.Notice(eventID: 1) { client, id in
                client.send(
                    RemoteProgram.secretEventValueChanged, of: RemoteProgram.facts,
                    RemoteProgram.SecretEventValueChangedMessage(callbackID: id, secret: reference))
            }
        case .defined, .undefined:
            let number: Int32 = kind == .defined ? 0 : 1
            return EventRegistry.Notice(eventID: 0) { client, id in
                client.send(
                    RemoteProgram.secretEventLifecycle, of: RemoteProgram.facts,
                    RemoteProgram.SecretEventLifecycleMessage(
                        callbackID: id, secret: reference, event: number, detail: 0))
            }
        }
    }
}
