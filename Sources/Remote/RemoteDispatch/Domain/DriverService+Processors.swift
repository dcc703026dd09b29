// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// The most virtual CPUs and bytes of maps that a message has (REMOTE_VCPUINFO_MAX, REMOTE_CPUMAPS_MAX).
    private static let maximumVCPUs: Int32 = 16384
    private static let maximumMaps = 8_388_608

    /// Virtual CPUs: how many there are, and where they run.
    static func serveProcessors(_ program: inout Program, _ domains: any DomainDriver, _ host: (any HostDriver)?) {
        program.serve(RemoteProgram.domainGetMaxVCPUs) { _, _, arguments in
            RemoteProgram.DomainGetMaxVCPUsResult(
                num: Int32(clamping: try await domains.vcpuCount(of: arguments.dom.identity, [.live, .maximum])))
        }
        program.serve(RemoteProgram.domainGetVCPUsFlags) { session, _, arguments in
            try check(arguments.flags, knowing: 0xf, "virDomainGetVcpusFlags")
            let flags = DomainVCPUFlags(rawValue: arguments.flags)
            // What the agent in the guest is asked for is more than looking.
            if session.client.isReadOnly, flags.contains(.guest) {
                throw RemoteError.readOnly("virDomainGetVcpusFlags", in: .domain)
            }
            return RemoteProgram.DomainGetVCPUsFlagsResult(
                num: Int32(clamping: try await domains.vcpuCount(of: arguments.dom.identity, flags)))
        }
        program.serve(RemoteProgram.domainSetVCPUs) { _, _, arguments in
            try await domains.setVCPUCount(of: arguments.dom.identity, Int(arguments.nvcpus), .live)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainSetVCPUsFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 0x1f, "virDomainSetVcpusFlags")
            try await domains.setVCPUCount(
                of: arguments.dom.identity, Int(arguments.nvcpus), DomainVCPUFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetVCPUs) { _, _, arguments in
            try ProcessorMap.check(arguments.maxinfo, arguments.maplen, atMost: maximumVCPUs)
            let length = Int(arguments.maplen)
            let all = try await domains.vcpus(of: arguments.dom.identity)
            let vcpus = try fitting(all.prefix(Int(arguments.maxinfo)), length)
            // 1: VIR_VCPU_RUNNING
            return RemoteProgram.DomainGetVCPUsResult(
                info: vcpus.map {
                    RemoteProgram.VCPUInfo(
                        number: UInt32(clamping: $0.number), state: 1, cpuTime: $0.timeInNanoseconds,
                        cpu: Int32(clamping: $0.processor))
                }, cpumaps: vcpus.flatMap { ProcessorMap.bytes(of: $0.affinity, length: length) })
        }
        servePins(&program, domains, host)
    }

    private static func fitting<List: Collection>(_ list: List, _ length: Int) throws -> List {
        guard list.count * length <= maximumMaps else {
            throw RemoteError.invalidArgument("\(list.count) maps of \(length) bytes are too many", in: .domain)
        }
        return list
    }

    private static func servePins(
        _ program: inout Program, _ domains: any DomainDriver, _ host: (any HostDriver)?
    ) {
        program.serve(RemoteProgram.domainPinVCPU) { _, _, arguments in
            try await domains.pinVCPU(
                of: arguments.dom.identity, Int(arguments.vcpu), to: ProcessorMap.numbers(in: arguments.cpumap), .live)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainPinVCPUFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainPinVcpuFlags")
            try await domains.pinVCPU(
                of: arguments.dom.identity, Int(arguments.vcpu), to: ProcessorMap.numbers(in: arguments.cpumap),
                DomainAffectFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetVCPUPinInfo) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainGetVcpuPinInfo")
            try ProcessorMap.check(arguments.ncpumaps, arguments.maplen, atMost: maximumVCPUs)
            let affecting = DomainAffectFlags(rawValue: arguments.flags)
            let domain = arguments.dom.identity
            let pins = try await domains.vcpuPins(of: domain, affecting)
            let count = try await domains.vcpuCount(
                of: domain, [.maximum, DomainVCPUFlags(rawValue: affecting.rawValue)])
            let length = Int(arguments.maplen)
            let usual = try await processors(of: host, length)
            let numbers = try fitting(0..<min(count, Int(arguments.ncpumaps)), length)
            return RemoteProgram.DomainGetVCPUPinInfoResult(
                cpumaps: numbers.flatMap { ProcessorMap.bytes(of: pins[$0] ?? usual, length: length) },
                num: Int32(clamping: numbers.count))
        }
        program.serve(RemoteProgram.domainPinEmulator) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainPinEmulator")
            try await domains.pinEmulator(
                of: arguments.dom.identity, to: ProcessorMap.numbers(in: arguments.cpumap),
                DomainAffectFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainGetEmulatorPinInfo) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainGetEmulatorPinInfo")
            try ProcessorMap.check(1, arguments.maplen, atMost: 1)
            let pins = try await domains.emulatorPin(
                of: arguments.dom.identity, DomainAffectFlags(rawValue: arguments.flags))
            let length = Int(arguments.maplen)
            let usual = try await processors(of: host, length)
            return RemoteProgram.DomainGetEmulatorPinInfoResult(
                cpumaps: ProcessorMap.bytes(of: pins ?? usual, length: length), ret: 1)
        }
    }

    /// The processors that threads without a pin may run on: those of the host, or all that a map has where it does not tell.
    private static func processors(of host: (any HostDriver)?, _ length: Int) async throws -> [Int] {
        guard let host else { return Array(0..<8 * length) }
        let online = try await host.onlineCPUs()
        return online.indices.filter { online[$0] }
    }
}
