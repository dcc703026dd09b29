// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel

/// The secrets of a directory, in libvirt's form: `UUID.xml` is the definition, `UUID.base64` the value, both for their
/// owner only.
struct SecretFiles: Sendable {
    let directory: FilePath
    /// The largest definition that is read, in bytes.
    private static let limitInBytes = 1 << 20

    private func path(_ uuid: ObjectUUID, _ kind: String) -> FilePath { directory.appending("\(uuid).\(kind)") }

    /// Reads all secrets.
    ///
    /// - Parameter complain: Told of each file that is not what it should be; the others are read.
    func load(_ complain: (String) -> Void) throws(VirtError) -> [ObjectUUID: SecretStore.Entry] {
        let names: [String]
        do {
            names = try directory.entries()
        } catch .noSuchFileOrDirectory {
            return [:]
        } catch {
            throw VirtError(.systemError, "Secrets in '\(directory)' cannot be read: \(error).")
        }
        var entries: [ObjectUUID: SecretStore.Entry] = [:]
        for name in names where name.hasSuffix(".xml") && !name.hasPrefix(".") {
            do throws(VirtError) {
                let (uuid, secret) = try definition(name)
                entries[uuid] = .init(identity: secret.identity(uuid), secret: secret)
                entries[uuid]?.value = try value(uuid)
            } catch {
                complain(error.message)
            }
        }
        return entries
    }

    private func definition(_ name: String) throws(VirtError) -> (ObjectUUID, Secret) {
        let file = directory.appending(name)
        do {
            guard let text = String(validating: try file.contents(atMost: Self.limitInBytes), as: UTF8.self) else {
                throw VirtError(.systemError, "Secret file '\(file)' is no UTF-8 text. Mend or remove it.")
            }
            let secret = try Secret(xml: text)
            guard let uuid = secret.uuid.flatMap({ ObjectUUID(bytes: $0.bytes) }), name == "\(uuid).xml" else {
                throw VirtError(
                    .systemError,
                    "Secret file '\(file)' defines the secret '\(secret.uuid?.xml ?? "")', which is not its name. Rename or remove it."
                )
            }
            return (uuid, secret)
        } catch let error as VirtError {
            throw error
        } catch {
            throw VirtError(.systemError, "Secret file '\(file)' cannot be read (\(error)). Mend or remove it.")
        }
    }

    private func value(_ uuid: ObjectUUID) throws(VirtError) -> SecretValue? {
        let file = path(uuid, "base64")
        do {
            let limit = Base64.encodedCount(SecretValue.limitInBytes) + 2
            let value = try SecretValue.reading(file, atMost: limit) { text in
                SecretValue(capacity: SecretValue.limitInBytes) { Base64.decode(text, into: $0) }
            }
            guard let value else {
                throw VirtError(.systemError, "Secret file '\(file)' holds no base64. Set the value again.")
            }
            return value
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch let error as VirtError {
            throw error
        } catch {
            throw VirtError(.systemError, "Secret file '\(file)' cannot be read: \(error).")
        }
    }

    /// Writes a definition, and its value when that has changed.
    func save(_ entry: SecretStore.Entry, withValue: Bool) throws(VirtError) {
        let uuid = entry.identity.uuid
        do {
            try directory.createDirectories()
            // The definition first: a value without one would never be found again.
            try AtomicFile.write(Array(entry.secret.xmlText().utf8), to: path(uuid, "xml"))
            guard withValue, let value = entry.value else { return }
            let size = Base64.encodedCount(value.count)
            let encoded = SecretValue(capacity: size) { encoded in
                value.withBytes { Base64.encode($0, into: encoded) }
                return size
            }
            guard let encoded else { throw Errno.noMemory }
            try encoded.withBytes { bytes throws(Errno) in
                try AtomicFile.write(bytes, to: path(uuid, "base64"))
            }
        } catch {
            throw VirtError(.systemError, "\(entry.name) cannot be kept in '\(directory)': \(error).")
        }
    }

    /// Removes a value and its definition.
    func remove(_ entry: SecretStore.Entry) throws(VirtError) {
        let uuid = entry.identity.uuid
        do {
            try AtomicFile.remove(path(uuid, "base64"))
            try AtomicFile.remove(path(uuid, "xml"))
        } catch {
            throw VirtError(.systemError, "\(entry.name) cannot be removed from '\(directory)': \(error).")
        }
    }
}
