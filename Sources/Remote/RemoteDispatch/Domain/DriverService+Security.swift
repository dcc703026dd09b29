// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues

extension DriverService {
    /// Labels of a security model. There is none here, which is a model without labels, as libvirt tells it.
    static func serveSecurity(_ program: inout Program, _ domains: any DomainDriver) {
        program.answer(RemoteProgram.nodeGetSecurityModel) { _, _, _ in
            RemoteProgram.NodeGetSecurityModelResult(model: terminated("none"), doi: terminated("0"))
        }
        program.serve(RemoteProgram.domainGetSecurityLabel) { _, _, arguments in
            try await label(of: arguments.dom.identity, domains)
        }
        program.serve(RemoteProgram.domainGetSecurityLabelList) { _, _, arguments in
            let label = try await label(of: arguments.dom.identity, domains)
            return RemoteProgram.DomainGetSecurityLabelListResult(labels: [label], ret: 1)
        }
    }

    /// The label that says nothing; but the domain has to exist.
    private static func label(
        of domain: DomainIdentity, _ domains: any DomainDriver
    ) async throws -> RemoteProgram.DomainGetSecurityLabelResult {
        _ = try await domains.status(of: domain)
        return RemoteProgram.DomainGetSecurityLabelResult(label: terminated(""), enforcing: 0)
    }

    /// A text as these messages have it, with the zero byte of C.
    private static func terminated(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
}
