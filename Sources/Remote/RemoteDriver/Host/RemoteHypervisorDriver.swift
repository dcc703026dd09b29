// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import XDR

/// What the machine that a daemon is on can run.
struct RemoteHypervisorDriver: HypervisorDriver {
    private let caller: RemoteCaller

    init(_ caller: RemoteCaller) { self.caller = caller }

    func version() async throws -> UInt64 {
        try await caller.call(RemoteProgram.connectGetVersion, XDRVoid()).hvVer
    }

    func capabilities() async throws -> String {
        try await caller.call(RemoteProgram.connectGetCapabilities, XDRVoid()).capabilities
    }

    func domainCapabilities(of kind: DomainKind) async throws -> String {
        let arguments = RemoteProgram.ConnectGetDomainCapabilitiesArguments(
            emulatorbin: kind.emulator, arch: kind.architecture, machine: kind.machine, virttype: kind.type, flags: 0)
        return try await caller.call(RemoteProgram.connectGetDomainCapabilities, arguments).capabilities
    }

    func maximumVCPUs(type: String?) async throws -> Int {
        Int(try await caller.call(RemoteProgram.connectGetMaxVCPUs, .init(type: type)).maxVCPUs)
    }

    func cpuModels(architecture: String) async throws -> [String] {
        let arguments = RemoteProgram.ConnectGetCPUModelNamesArguments(arch: architecture, needResults: 1, flags: 0)
        return try await caller.call(RemoteProgram.connectGetCPUModelNames, arguments).models
    }

    func compareCPU(_ xml: String) async throws -> CPUComparison {
        try Self.comparison(try await caller.call(RemoteProgram.connectCompareCPU, .init(xml: xml, flags: 0)).result)
    }

    func compareCPU(_ xml: String, of kind: DomainKind) async throws -> CPUComparison {
        let arguments = RemoteProgram.ConnectCompareHypervisorCPUArguments(
            emulator: kind.emulator, arch: kind.architecture, machine: kind.machine, virttype: kind.type, xmlCPU: xml,
            flags: 0)
        return try Self.comparison(
            try await caller.call(RemoteProgram.connectCompareHypervisorCPU, arguments).result)
    }

    func baselineCPU(_ xmls: [String], of kind: DomainKind?, _ flags: CPUBaselineFlags) async throws -> String {
        guard let kind else {
            let arguments = RemoteProgram.ConnectBaselineCPUArguments(xmlCPUs: xmls, flags: flags.rawValue)
            return try await caller.call(RemoteProgram.connectBaselineCPU, arguments).cpu
        }
        let arguments = RemoteProgram.ConnectBaselineHypervisorCPUArguments(
            emulator: kind.emulator, arch: kind.architecture, machine: kind.machine, virttype: kind.type,
            xmlCPUs: xmls, flags: flags.rawValue)
        return try await caller.call(RemoteProgram.connectBaselineHypervisorCPU, arguments).cpu
    }

    func nativeConfiguration(of xml: String, format: String) async throws -> String {
        let arguments = RemoteProgram.ConnectDomainXMLToNativeArguments(nativeFormat: format, domainXml: xml, flags: 0)
        return try await caller.call(RemoteProgram.connectDomainXMLToNative, arguments).nativeConfig
    }

    private static func comparison(_ number: Int32) throws(VirtError) -> CPUComparison {
        guard let comparison = CPUComparison(rawValue: number) else {
            throw VirtError(.rpc, "The daemon compares CPUs with the result \(number), which is not known.")
        }
        return comparison
    }
}
