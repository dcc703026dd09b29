// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// The secret by which network storage knows us; returns its name.
    mutating func storageSecrets(_ source: StorageSource, _ storage: String) throws -> String? {
        guard let authentication = source.authentication, let reference = authentication.secret else { return nil }
        let id = "\(storage)-auth-secret0"
        try addSecret(id: id, reference: reference, usageType: reference.type ?? "")
        return id
    }

    mutating func encryptionSecrets(_ source: StorageSource, _ format: String, _ storage: String) throws {
        guard let encryption = source.encryption else { return }
        for (index, reference) in encryption.secrets.enumerated() {
            try addSecret(id: "\(format)-encryption-secret\(index)", reference: reference, usageType: "volume")
        }
    }

    /// Cookies are as good as a password, so they come as a secret too (RFC 6265, section 4.2).
    mutating func cookieSecret(_ source: StorageSource, _ storage: String) throws {
        guard let cookies = source.network?.cookies, !cookies.isEmpty else { return }
        let line = cookies.map { "\($0.name)=\($0.value ?? "")" }.joined(separator: "; ")
        try addSecret(id: "\(storage)-httpcookie-secret0", value: Array(line.utf8))
    }

    func usesTLS(_ network: StorageSource.Network) -> Bool {
        switch network.protocolName {
        case "nbd": network.tls == .yes
        case "vxhs": network.tls == .yes || (network.tls == nil && configuration.vxhsTLS)
        default: false
        }
    }

    /// `-object tls-creds-x509` by which a server of network storage is known.
    mutating func addStorageCredentials(_ source: StorageSource, _ storage: String) throws {
        guard let network = source.network, usesTLS(network) else { return }
        let isNBD = network.protocolName == "nbd"
        let id = "obj\(storage)_tls0"
        var secretID: String?
        if let uuid = isNBD ? configuration.nbdTLSSecretUUID : configuration.vxhsTLSSecretUUID {
            secretID = "\(id)-secret0"
            try addSecret(id: "\(id)-secret0", uuid: uuid)
        }
        addTLSCredentials(
            id: id, directory: isNBD ? configuration.nbdTLSDirectory : configuration.vxhsTLSDirectory, isServer: false,
            verifies: true, secretID: secretID)
    }

    /// The helper that makes persistent reservations for QEMU: one of ours for all disks, or one that is named.
    mutating func addReservationHelper(_ source: StorageSource, _ storage: String) {
        guard let reservations = source.reservations else { return }
        let isOurs = reservations.managed == .yes
        let id = isOurs ? "pr-helper0" : "pr-helper-\(storage)"
        guard !isOurs || !hasReservationHelper && !othersReserve else { return }
        if isOurs { hasReservationHelper = true }
        var object = QEMUProperties("qom-type", "pr-manager-helper")
        object.add("id", id)
        object.add("path", isOurs ? "\(libraryDirectory)/pr-helper0.sock" : reservations.path)
        add(object: object)
    }

    /// Whether disks that are not written now have made the helper come.
    private var othersReserve: Bool {
        domain.devices.disks.contains { $0.source.reservations?.managed == .yes && !includes($0.info) }
    }

    /// `-object secret` of a secret that is known by its UUID.
    mutating func addSecret(id: String, uuid: String) throws {
        var reference = SecretReference()
        reference.uuid = UUIDText(xml: uuid)
        try addSecret(id: id, reference: reference, usageType: "tls")
    }

    /// `-object secret` of a secret that the document refers to.
    mutating func addSecret(id: String, reference: SecretReference, usageType: String) throws {
        if addInheritedSecret(id: id, .secret(reference, usage: usageType)) { return }
        guard let value = context.secret(reference, usageType) else {
            let name = reference.uuid?.xml ?? reference.usage ?? ""
            throw QEMUDriverError(.missing, "There is no secret '\(name)'. Define it and set its value.")
        }
        try addSealedSecret(id: id, value)
    }

    /// `-object secret` of a value that stands in the document.
    private mutating func addSecret(id: String, value: [UInt8]) throws {
        if addInheritedSecret(id: id, .secretValue(value)) { return }
        try addSealedSecret(id: id, value)
    }

    /// A real launch hands a value over in a file without a name.
    private mutating func addInheritedSecret(id: String, _ purpose: QEMUInvocation.Descriptor.Purpose) -> Bool {
        guard let number = inherit(purpose) else { return false }
        var object = QEMUProperties("qom-type", "secret")
        object.add("id", id)
        object.add("file", "/proc/self/fd/\(number)")
        object.add("format", "raw")
        add(object: object)
        return true
    }

    /// A command line that is only printed has the value encrypted.
    private mutating func addSealedSecret(id: String, _ value: [UInt8]) throws {
        guard let sealed = context.seal(value) else {
            throw QEMUDriverError(.missing, "Secret '\(id)' cannot be handed to QEMU, because there is no master key.")
        }
        var object = QEMUProperties("qom-type", "secret")
        object.add("id", id)
        object.add("data", sealed.data)
        object.add("keyid", "masterKey0")
        object.add("iv", sealed.initializationVector)
        object.add("format", "base64")
        add(object: object)
    }
}
