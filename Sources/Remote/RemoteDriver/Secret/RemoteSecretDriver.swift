// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

/// The secrets of a daemon.
struct RemoteSecretDriver: SecretDriver {
    private let caller: RemoteCaller
    private let source: EventSource<SecretEvent>

    init(_ caller: RemoteCaller) {
        self.caller = caller
        source = EventSource(caller, SecretEvent.wishes)
    }

    func define(_ xml: String) async throws -> SecretIdentity {
        try await caller.call(RemoteProgram.secretDefineXML, .init(xml: xml, flags: 0)).secret.identity
    }

    func undefine(_ secret: SecretIdentity) async throws {
        _ = try await caller.call(RemoteProgram.secretUndefine, .init(secret: .init(secret)))
    }

    func secret(uuid: ObjectUUID) async throws -> SecretIdentity {
        try await caller.call(RemoteProgram.secretLookupByUUID, .init(uuid: UUIDBytes(uuid.bytes))).secret.identity
    }

    func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity {
        let arguments = RemoteProgram.SecretLookupByUsageArguments(usageType: usage.rawValue, usageID: id)
        return try await caller.call(RemoteProgram.secretLookupByUsage, arguments).secret.identity
    }

    func list(_ flags: SecretListFlags) async throws -> [SecretIdentity] {
        let arguments = RemoteProgram.ConnectListAllSecretsArguments(needResults: 1, flags: flags.rawValue)
        return try await caller.call(RemoteProgram.connectListAllSecrets, arguments).secrets.map(\.identity)
    }

    func xml(of secret: SecretIdentity) async throws -> String {
        try await caller.call(RemoteProgram.secretGetXMLDesc, .init(secret: .init(secret), flags: 0)).xml
    }

    func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws {
        _ = try await caller.call(RemoteProgram.secretSetValue, .init(secret: .init(secret), value: value, flags: 0))
    }

    /// The value. Whether a private one is given out is for the daemon to say, who knows the process at the other end; a claim
    /// on the wire would be anybody's.
    func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8] {
        try await caller.call(RemoteProgram.secretGetValue, .init(secret: .init(secret), flags: 0)).value
    }

    func events() -> EventSequence<SecretEvent> { source.subscribe { _ in true } }
}

extension SecretEvent {
    private typealias Wish = EventSource<SecretEvent>.Wish

    /// All that can be wished for, by `virSecretEventID`.
    fileprivate static let wishes: [EventSource<SecretEvent>.Wish] = [
        Wish(0, RemoteProgram.secretEventLifecycle) {
            ($0.callbackID, $0.secret, $0.event == 0 ? .defined : .undefined)
        },
        Wish(1, RemoteProgram.secretEventValueChanged) { ($0.callbackID, $0.secret, .valueChanged) },
    ]
}

extension EventSource<SecretEvent>.Wish {
    fileprivate init<Message: XDRCodable>(
        _ number: Int32, _ event: Event<Message>,
        _ read: @escaping @Sendable (Message) -> (Int32, RemoteProgram.SecretReference, SecretEvent.Kind)
    ) {
        self.init(
            event: event.number, isEssential: true,
            register: { client, completion in
                try client.send(
                    RemoteProgram.connectSecretEventRegisterAny, of: RemoteProgram.facts,
                    RemoteProgram.ConnectSecretEventRegisterAnyArguments(eventID: number, secret: nil)
                ) { result in completion(result.map(\.callbackID)) }
            },
            read: { packet throws(XDRError) in
                let (callback, secret, kind) = read(try Message(xdr: packet.bytes, from: packet.offset))
                return (callback, SecretEvent(secret: secret.identity, kind: kind))
            })
    }
}
