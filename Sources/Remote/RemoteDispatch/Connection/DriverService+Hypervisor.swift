// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer

extension DriverService {
    /// What the machine can run.
    static func serveHypervisor(_ program: inout Program, _ hypervisor: any HypervisorDriver) {
        program.serve(RemoteProgram.connectGetVersion) { _, _, _ in
            RemoteProgram.ConnectGetVersionResult(hvVer: try await hypervisor.version())
        }
        program.serve(RemoteProgram.connectGetCapabilities) { _, _, _ in
            RemoteProgram.ConnectGetCapabilitiesResult(capabilities: try await hypervisor.capabilities())
        }
        program.serve(RemoteProgram.connectGetDomainCapabilities) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virConnectGetDomainCapabilities")
            let kind = DomainKind(
                emulator: arguments.emulatorbin, architecture: arguments.arch, machine: arguments.machine,
                type: arguments.virttype)
            return RemoteProgram.ConnectGetDomainCapabilitiesResult(
                capabilities: try await hypervisor.domainCapabilities(of: kind))
        }
        program.serve(RemoteProgram.connectGetMaxVCPUs) { _, _, arguments in
            let maximum = try await hypervisor.maximumVCPUs(type: arguments.type?.lowercased())
            return RemoteProgram.ConnectGetMaxVCPUsResult(maxVCPUs: Int32(clamping: maximum))
        }
        program.serve(RemoteProgram.connectDomainXMLToNative) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virConnectDomainXMLToNative")
            let text = try await hypervisor.nativeConfiguration(of: arguments.domainXml, format: arguments.nativeFormat)
            return RemoteProgram.ConnectDomainXMLToNativeResult(nativeConfig: text)
        }
        serveProcessors(&program, hypervisor)
    }

    /// Models of CPUs, and how CPUs stand to each other.
    private static func serveProcessors(_ program: inout Program, _ hypervisor: any HypervisorDriver) {
        program.serve(RemoteProgram.connectGetCPUModelNames) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virConnectGetCPUModelNames")
            let models = try await hypervisor.cpuModels(architecture: arguments.arch)
            return RemoteProgram.ConnectGetCPUModelNamesResult(
                models: arguments.needResults != 0 ? models : [], ret: Int32(models.count))
        }
        program.serve(RemoteProgram.connectCompareCPU) { _, _, arguments in
            try checkComparison(arguments.flags, "virConnectCompareCPU")
            let result = try await hypervisor.compareCPU(arguments.xml)
            return .init(result: try number(of: result, arguments.flags))
        }
        program.serve(RemoteProgram.connectCompareHypervisorCPU) { _, _, arguments in
            try checkComparison(arguments.flags, "virConnectCompareHypervisorCPU")
            let kind = DomainKind(
                emulator: arguments.emulator, architecture: arguments.arch, machine: arguments.machine,
                type: arguments.virttype)
            let result = try await hypervisor.compareCPU(arguments.xmlCPU, of: kind)
            return .init(result: try number(of: result, arguments.flags))
        }
        program.serve(RemoteProgram.connectBaselineCPU) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virConnectBaselineCPU")
            return .init(
                cpu: try await hypervisor.baselineCPU(
                    arguments.xmlCPUs, of: nil, CPUBaselineFlags(rawValue: arguments.flags)))
        }
        program.serve(RemoteProgram.connectBaselineHypervisorCPU) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virConnectBaselineHypervisorCPU")
            let kind = DomainKind(
                emulator: arguments.emulator, architecture: arguments.arch, machine: arguments.machine,
                type: arguments.virttype)
            return .init(
                cpu: try await hypervisor.baselineCPU(
                    arguments.xmlCPUs, of: kind, CPUBaselineFlags(rawValue: arguments.flags)))
        }
    }

    /// VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE is 1, VIR_CONNECT_COMPARE_CPU_VALIDATE_XML 2, which is always done.
    private static func checkComparison(_ flags: UInt32, _ function: String) throws {
        try check(flags, knowing: 3, function)
    }

    private static func number(of comparison: CPUComparison, _ flags: UInt32) throws -> Int32 {
        if comparison == .incompatible, flags & 1 != 0 {
            // VIR_ERR_CPU_INCOMPATIBLE
            throw RemoteError(
                RemoteError.Code(rawValue: 91), in: .domain, format: "the CPU is incompatible with host CPU: %s",
                "The CPU has what the host's lacks.")
        }
        return comparison.rawValue
    }
}
