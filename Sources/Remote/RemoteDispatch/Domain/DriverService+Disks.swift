// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// How many limits a disk has in libvirt 9.0 (`VIR_DOMAIN_BLOCK_IOTUNE_...`).
    private static let limitsOfDisks: Int32 = 20

    /// The size and the limits of disks, and what went wrong with them.
    static func serveDisks(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainBlockResize) { _, _, arguments in
            // VIR_DOMAIN_BLOCK_RESIZE_BYTES is 1; without it the size is in KiB.
            try check(arguments.flags, knowing: 1, "virDomainBlockResize")
            let (size, isTooLarge) = arguments.size.multipliedReportingOverflow(by: arguments.flags == 1 ? 1 : 1024)
            guard !isTooLarge else {
                throw RemoteError.invalidArgument("There are no disks of \(arguments.size) KiB", in: .domain)
            }
            try await domains.resizeBlock(of: arguments.dom.identity, disk: arguments.disk, toBytes: size)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetBlockIOTune) { _, _, arguments in
            try check(arguments.flags, knowing: 7, "virDomainGetBlockIoTune")
            let affecting = DomainAffectFlags(rawValue: arguments.flags & 3)
            let domain = arguments.dom.identity
            // A caller that asks how many limits there are names no disk; but the domain has to exist.
            guard let disk = arguments.disk else {
                _ = try await domains.status(of: domain)
                return RemoteProgram.DomainGetBlockIOTuneResult(params: [], nparams: limitsOfDisks)
            }
            let limits = try await domains.blockIOTune(of: domain, disk: disk, affecting)
            let (list, count) = try limits.answer(roomFor: arguments.nparams)
            return RemoteProgram.DomainGetBlockIOTuneResult(params: list, nparams: count)
        }
        program.serve(RemoteProgram.domainSetBlockIOTune) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainSetBlockIoTune")
            try await domains.setBlockIOTune(
                of: arguments.dom.identity, disk: arguments.disk, arguments.params.map(\.parameter),
                DomainAffectFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetDiskErrors) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainGetDiskErrors")
            let errors = try await domains.diskErrors(of: arguments.dom.identity)
            // A caller that has room for none asks for how many it needs it.
            let some = errors.prefix(Int(clamping: arguments.maxerrors))
            let count = arguments.maxerrors == 0 ? errors.count : some.count
            return RemoteProgram.DomainGetDiskErrorsResult(
                errors: some.map { RemoteProgram.DomainDiskError(disk: $0.disk, error: $0.reason.rawValue) },
                nerrors: Int32(clamping: count))
        }
    }
}
