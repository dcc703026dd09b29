// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import Glibc
package import LinuxSystem
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
    /// Where files and kernel interfaces that may be slow are waited for.
    package var work: BlockingWork
    /// As whom QEMU and its helpers run, to whom its files are handed over; nil for the caller, whose files stay as they are.
    package var identity: ProcessIdentity? { helpers.identity }
    /// Whether the files of a domain are handed over to it; those that the driver made for QEMU always are.
    package var handsFilesOver = true
    /// Directories and files that the driver made for QEMU, and which it has to get at.
    package var privateFiles: [String] = []
    /// The bridge of a network, by its name; fails for one that there is not.
    package var bridge: @Sendable (_ network: String) async throws -> String? = { network in
        throw VirtError(.noNetwork, "There is no network '\(network)' here. Use a bridge, or a user network.")
    }
    /// Where the kernel lists the host's USB devices.
    package var usbDevices: FilePath = "/sys/bus/usb/devices"
    /// By what interfaces of the host that outlive a crash are found again.
    package var linkNote = "swift-virt"
    /// The name of the domain's control group, if it needs one.
    package var controlGroupName = "swift-virt"
    /// Told, in a sentence, of what could not be given back.
    package var report: @Sendable (String) -> Void = { _ in }

    package init(
        helpers: HelperEnvironment, tpmDirectory: FilePath, work: BlockingWork, secrets: (any SecretDriver)? = nil
    ) {
        self.helpers = helpers
        self.work = work
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
