// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
internal import VirtModel
internal import XMLCoding

/// The secrets of this process behind the API of drivers: what waits for the disk does so on threads for such work.
package final class LocalSecretDriver: DriverAPI.SecretDriver {
    private let store: SecretStore
    private let work: BlockingWork
    /// A disk that takes longer than this is broken, or its server is away.
    private static let deadline = Duration.seconds(30)

    /// Makes a driver over a store.
    ///
    /// - Parameter work: Where disks are waited for.
    package init(_ store: SecretStore, work: BlockingWork) {
        self.store = store
        self.work = work
    }

    private func change<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (SecretStore) throws -> Value
    ) async throws -> Value {
        do {
            return try await work.run(name, deadline: Self.deadline) { [store] in try body(store) }
        } catch let error as BlockingWork.TimedOut {
            throw VirtError(.operationTimeout, error.description)
        }
    }

    package func define(_ xml: String) async throws -> SecretIdentity {
        let definition: Secret
        do {
            definition = try Secret(xml: xml)
        } catch let error as XMLError {
            throw VirtError(error.code == .malformed ? .xmlDetail : .xmlError, error.description)
        }
        guard let newUUID = ObjectUUID(bytes: UUIDText.random().bytes) else {
            throw VirtError(.internalError, "No UUID could be made for a secret.")
        }
        return try await change("define a secret") { try $0.define(definition, newUUID: newUUID) }
    }

    package func undefine(_ secret: SecretIdentity) async throws {
        try await change("undefine secret '\(secret.uuid)'") { try $0.undefine(secret.uuid) }
    }

    package func secret(uuid: ObjectUUID) async throws -> SecretIdentity { try store.secret(uuid).identity }

    package func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity {
        guard let usage = Secret.Usage(usage, id: id) else {
            throw VirtError(.noSecret, "A secret for nothing in particular is found by its UUID only.")
        }
        return try store.secret(for: usage)
    }

    package func list(_ flags: SecretListFlags) async throws -> [SecretIdentity] {
        func fits(_ value: Bool, _ yes: SecretListFlags, _ no: SecretListFlags) -> Bool {
            flags.isDisjoint(with: [yes, no]) || flags.contains(value ? yes : no)
        }
        return store.all.filter { _, secret in
            fits(secret.isEphemeral, .ephemeral, .notEphemeral) && fits(secret.isPrivate, .private, .notPrivate)
        }.map(\.identity)
    }

    package func xml(of secret: SecretIdentity) async throws -> String {
        try store.secret(secret.uuid).secret.xmlText()
    }

    package func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws {
        guard let kept = SecretValue(value) else {
            throw VirtError(.systemError, "There is no memory for the value of secret '\(secret.uuid)'.")
        }
        try await change("set the value of secret '\(secret.uuid)'") { try $0.setValue(of: secret.uuid, to: kept) }
    }

    package func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8] {
        try store.value(of: secret.uuid, internally: internally).withBytes { Array($0) }
    }

    package func events() -> EventSequence<SecretEvent> { store.events() }
}
