// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel

extension Secret {
    /// The secret as the API names it.
    func identity(_ uuid: ObjectUUID) -> SecretIdentity {
        SecretIdentity(uuid: uuid, usage: usage?.kind.use ?? .none, usageID: usage?.name ?? "")
    }
}

extension Secret.Usage {
    /// The use that the API names; nil for nothing in particular.
    init?(_ use: SecretUsage, id: String) {
        guard let kind = Kind.allCases.first(where: { $0.use == use }), kind != .none else { return nil }
        self.init(kind, id)
    }
}

extension Secret.Usage.Kind {
    /// The API's name for the same.
    var use: SecretUsage {
        switch self {
        case .none: .none
        case .volume: .volume
        case .ceph: .ceph
        case .iscsi: .iscsi
        case .tls: .tls
        case .vtpm: .vtpm
        }
    }
}
