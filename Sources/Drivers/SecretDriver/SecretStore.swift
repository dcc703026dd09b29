// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
internal import Synchronization
package import SystemPackage
package import VirtModel

/// The secrets of one driver: what they are for, and their values.
///
/// Values stay in memory, or, for those that are not ephemeral and where a directory was given, on the disk too, in
/// libvirt's own form (`UUID.xml`, `UUID.base64`). Changes wait for the disk, so they are for threads that may wait;
/// lookups do not, even while a change is under way.
package final class SecretStore: Sendable {
    private let files: SecretFiles?
    /// Held while something changes, over the writing to the disk.
    private let change = Mutex(())
    /// What is known; held for moments only.
    private let entries: Mutex<[ObjectUUID: Entry]>
    private let hub = EventHub<SecretEvent>()

    struct Entry: Sendable {
        let identity: SecretIdentity
        var secret: Secret
        var value: SecretValue?

        var name: String { "Secret '\(identity.uuid)'" }
    }

    /// Opens a store.
    ///
    /// - Parameters:
    ///   - directory: Where secrets are kept, `ROOT/etc/secrets`; it is made when there is something to keep. Nil to keep
    ///     all of them in memory.
    ///   - complain: Told, in a sentence, of each file that cannot be read; it is left as it is.
    package init(directory: FilePath?, complain: (String) -> Void = { _ in }) throws(VirtError) {
        files = directory.map { SecretFiles(directory: $0) }
        entries = Mutex(try files?.load(complain) ?? [:])
    }

    /// What happens to secrets from now on.
    package func events() -> EventSequence<SecretEvent> { hub.subscribe() }

    /// All secrets, by UUID.
    package var all: [(identity: SecretIdentity, secret: Secret)] {
        entries.withLock { $0.values.map { ($0.identity, $0.secret) } }
            .sorted { $0.0.uuid.description < $1.0.uuid.description }
    }

    /// The secret with a UUID.
    package func secret(_ uuid: ObjectUUID) throws(VirtError) -> (identity: SecretIdentity, secret: Secret) {
        let entry = try entry(uuid)
        return (entry.identity, entry.secret)
    }

    /// The secret for a use.
    package func secret(for usage: Secret.Usage) throws(VirtError) -> SecretIdentity {
        let found = entries.withLock { $0.values.first { $0.secret.usage == usage }?.identity }
        guard let found else { throw VirtError(.noSecret, "There is no secret for \(usage). Define one.") }
        return found
    }

    /// Defines a secret, or changes the definition of one with the same UUID, which keeps its value.
    ///
    /// - Parameter newUUID: The UUID of a secret that has none.
    /// - Returns: How it is named from now on.
    package func define(_ definition: Secret, newUUID: ObjectUUID) throws(VirtError) -> SecretIdentity {
        var secret = definition
        let uuid = definition.uuid.flatMap { ObjectUUID(bytes: $0.bytes) } ?? newUUID
        secret.uuid = UUIDText(bytes: uuid.bytes)
        var entry = Entry(identity: secret.identity(uuid), secret: secret)
        try change.withLock { _ throws(VirtError) in
            let old = try entries.withLock { entries throws(VirtError) in
                try Self.check(entry, against: entries)
                return entries[uuid]
            }
            entry.value = old?.value
            if !secret.isEphemeral {
                try files?.save(entry, withValue: old?.secret.isEphemeral == true)
            } else if old?.secret.isEphemeral == false {
                try files?.remove(entry)
            }
            let new = entry
            entries.withLock { $0[uuid] = new }
        }
        hub.send(SecretEvent(secret: entry.identity, kind: .defined))
        return entry.identity
    }

    private static func check(_ entry: Entry, against entries: [ObjectUUID: Entry]) throws(VirtError) {
        if let old = entries[entry.identity.uuid] {
            guard old.secret.usage == entry.secret.usage else {
                let use = old.secret.usage.map { "for \($0)" } ?? "for nothing in particular"
                throw VirtError(
                    .operationFailed,
                    "\(entry.name) is defined already, \(use), which cannot change. Undefine it first.")
            }
            guard !old.secret.isPrivate || entry.secret.isPrivate else {
                throw VirtError(
                    .operationFailed, "\(entry.name) is private and cannot become public. Undefine it first.")
            }
        } else if let usage = entry.secret.usage, let other = entries.values.first(where: { $0.secret.usage == usage })
        {
            throw VirtError(.operationFailed, "\(other.name) is defined already for \(usage). Undefine it first.")
        }
    }

    /// Forgets a secret and its value.
    package func undefine(_ uuid: ObjectUUID) throws(VirtError) {
        let identity = try change.withLock { _ throws(VirtError) in
            let entry = try entry(uuid)
            if !entry.secret.isEphemeral { try files?.remove(entry) }
            entries.withLock { _ = $0.removeValue(forKey: uuid) }
            return entry.identity
        }
        hub.send(SecretEvent(secret: identity, kind: .undefined))
    }

    /// Gives a secret its value, in place of one that it may have.
    package func setValue(of uuid: ObjectUUID, to value: SecretValue) throws(VirtError) {
        guard value.count > 0 else {
            throw VirtError(.invalidArgument, "The value of secret '\(uuid)' is empty. Undefine it rather than that.")
        }
        let limit = SecretValue.limitInBytes
        guard value.count <= limit else {
            throw VirtError(
                .invalidArgument,
                "The value of secret '\(uuid)' has \(value.count) bytes, and \(limit) are the most. Shorten it.")
        }
        let identity = try change.withLock { _ throws(VirtError) in
            var entry = try entry(uuid)
            entry.value = value
            if !entry.secret.isEphemeral { try files?.save(entry, withValue: true) }
            let new = entry
            entries.withLock { $0[uuid] = new }
            return new.identity
        }
        hub.send(SecretEvent(secret: identity, kind: .valueChanged))
    }

    /// The value of a secret.
    ///
    /// - Parameter internally: Whether it is for QEMU and its helpers, and not for a caller of the API, who does not get
    ///   that of a private secret.
    package func value(of uuid: ObjectUUID, internally: Bool) throws(VirtError) -> SecretValue {
        let entry = try entry(uuid)
        guard internally || !entry.secret.isPrivate else {
            throw VirtError(.invalidSecret, "\(entry.name) is private, so its value cannot be read.")
        }
        guard let value = entry.value else { throw VirtError(.noSecret, "\(entry.name) has no value. Set it.") }
        return value
    }

    private func entry(_ uuid: ObjectUUID) throws(VirtError) -> Entry {
        guard let entry = entries.withLock({ $0[uuid] }) else {
            throw VirtError(.noSecret, "There is no secret '\(uuid)'. Define it.")
        }
        return entry
    }
}
