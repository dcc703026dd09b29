// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func attachDevice(_ xml: String, to domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainAttachDeviceFlags, .init(dom: .init(domain), xml: xml, flags: flags.rawValue))
    }

    func detachDevice(_ xml: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainDetachDeviceFlags, .init(dom: .init(domain), xml: xml, flags: flags.rawValue))
    }

    func detachDevice(alias: String, from domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainDetachDeviceAlias, .init(dom: .init(domain), alias: alias, flags: flags.rawValue))
    }

    func updateDevice(_ xml: String, of domain: DomainIdentity, _ flags: DomainDeviceFlags) async throws {
        _ = try await caller.call(
            RemoteProgram.domainUpdateDeviceFlags, .init(dom: .init(domain), xml: xml, flags: flags.rawValue))
    }
}
