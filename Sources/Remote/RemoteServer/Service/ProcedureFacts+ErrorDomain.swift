// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol

extension ProcedureFacts.Slot {
    /// The part of libvirt that errors about its objects come from.
    package var errorDomain: RemoteError.Domain {
        switch self {
        case .rpc, .hypervisor: .domain
        case .interface: .interface
        case .network: .network
        case .nodedev: .nodeDevice
        case .nwfilter: .nwfilter
        case .secret: .secret
        case .storage: .storage
        }
    }
}
