// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import Glibc
internal import LinuxSystem
package import SystemPackage
internal import VirtModel

/// Where and how ``HostResources`` takes things from the host.
package struct HostEnvironment: Sendable {
    /// How helper programs are started.
    package var helpers: HelperEnvironment
    /// The directory of the states of TPMs, `ROOT/lib/swtpm`.
    package var tpmDirectory: FilePath
    /// Whether new TPMs get certificates of the host's authority.
    package var tpmsHaveCertificates = false
    /// Who knows secrets; nil for nobody.
    package var secrets: (any SecretDriver)?

    package init(helpers: HelperEnvironment, tpmDirectory: FilePath, secrets: (any SecretDriver)? = nil) {
        self.helpers = helpers
        self.tpmDirectory = tpmDirectory
        self.secrets = secrets
    }

    /// The value of the secret that a device refers to.
    ///
    /// - Parameter usage: The kind of secret that it has to be: `volume`, `ceph`, `iscsi`, `tls` or `vtpm`.
    /// - Throws: `VirtError` when there is none, it has no value, or it is for something else.
    func value(of reference: SecretReference, usage: String) async throws -> SecretValue {
        let name = reference.uuid?.xml ?? reference.usage ?? ""
        guard let secrets else {
            throw VirtError(.noSecret, "There is no secret '\(name)', because this connection has no secrets.")
        }
        let kind = SecretUsage(name: usage) ?? .none
        let secret =
            if let uuid = reference.uuid.flatMap({ ObjectUUID(bytes: $0.bytes) }) {
                try await secrets.secret(uuid: uuid)
            } else {
                try await secrets.secret(usage: kind, id: reference.usage ?? "")
            }
        guard secret.usage == .none || secret.usage == kind else {
            throw VirtError(
                .invalidSecret,
                "Secret '\(secret.uuid)' is for another use than '\(usage)'. Refer to one for '\(usage)'.")
        }
        var bytes = try await secrets.value(of: secret, internally: true)
        let value = SecretValue(bytes)
        // The only copy, unless the driver kept one.
        bytes.withUnsafeMutableBytes { bytes in bytes.baseAddress.map { explicit_bzero($0, bytes.count) } ?? () }
        guard let value else { throw VirtError(.systemError, "There is no memory for secret '\(secret.uuid)'.") }
        return value
    }
}

extension SecretUsage {
    /// The use by its name in documents.
    fileprivate init?(name: String) {
        switch name {
        case "volume": self = .volume
        case "ceph": self = .ceph
        case "iscsi": self = .iscsi
        case "tls": self = .tls
        case "vtpm": self = .vtpm
        default: return nil
        }
    }
}
