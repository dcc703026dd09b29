// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_get_autostart_args`
    package struct DomainGetAutostartArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_autostart_ret`
    package struct DomainGetAutostartResult: XDRCodable {
        package var autostart: Int32 = 0
        package init() {}
        package init(autostart: Int32) {
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&autostart)
        }
    }
    /// `remote_domain_get_blkio_parameters_args`
    package struct DomainGetBlkioParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_blkio_parameters_ret`
    package struct DomainGetBlkioParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_control_info_args`
    package struct DomainGetControlInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_control_info_ret`
    package struct DomainGetControlInfoResult: XDRCodable {
        package var state: UInt32 = 0
        package var details: UInt32 = 0
        package var stateTime: UInt64 = 0
        package init() {}
        package init(state: UInt32, details: UInt32, stateTime: UInt64) {
            self.state = state
            self.details = details
            self.stateTime = stateTime
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&state)
            try stream.integer(&details)
            try stream.integer(&stateTime)
        }
    }
    /// `remote_domain_get_cpu_stats_args`
    package struct DomainGetCPUStatsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: UInt32 = 0
        package var startCPU: Int32 = 0
        package var ncpus: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: UInt32, startCPU: Int32, ncpus: UInt32, flags: UInt32) {
            self.dom = dom
            self.nparams = nparams
            self.startCPU = startCPU
            self.ncpus = ncpus
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&startCPU)
            try stream.integer(&ncpus)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_cpu_stats_ret`
    package struct DomainGetCPUStatsResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 2048)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_disk_errors_args`
    package struct DomainGetDiskErrorsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var maxerrors: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, maxerrors: UInt32, flags: UInt32) {
            self.dom = dom
            self.maxerrors = maxerrors
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&maxerrors)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_disk_errors_ret`
    package struct DomainGetDiskErrorsResult: XDRCodable {
        package var errors: [DomainDiskError] = []
        package var nerrors: Int32 = 0
        package init() {}
        package init(errors: [DomainDiskError], nerrors: Int32) {
            self.errors = errors
            self.nerrors = nerrors
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&errors, atMost: 256)
            try stream.integer(&nerrors)
        }
    }
    /// `remote_domain_get_emulator_pin_info_args`
    package struct DomainGetEmulatorPinInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var maplen: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, maplen: Int32, flags: UInt32) {
            self.dom = dom
            self.maplen = maplen
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&maplen)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_emulator_pin_info_ret`
    package struct DomainGetEmulatorPinInfoResult: XDRCodable {
        package var cpumaps: [UInt8] = []
        package var ret: Int32 = 0
        package init() {}
        package init(cpumaps: [UInt8], ret: Int32) {
            self.cpumaps = cpumaps
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cpumaps, atMost: 8388608)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_get_fsinfo_args`
    package struct DomainGetFSInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_fsinfo_ret`
    package struct DomainGetFSInfoResult: XDRCodable {
        package var info: [DomainFSInfo] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(info: [DomainFSInfo], ret: UInt32) {
            self.info = info
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&info, atMost: 256)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_get_guest_info_args`
    package struct DomainGetGuestInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var types: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, types: UInt32, flags: UInt32) {
            self.dom = dom
            self.types = types
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&types)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_guest_info_ret`
    package struct DomainGetGuestInfoResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 2048)
        }
    }
    /// `remote_domain_get_guest_vcpus_args`
    package struct DomainGetGuestVCPUsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_guest_vcpus_ret`
    package struct DomainGetGuestVCPUsResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
        }
    }
    /// `remote_domain_get_hostname_args`
    package struct DomainGetHostnameArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_hostname_ret`
    package struct DomainGetHostnameResult: XDRCodable {
        package var hostname: String = ""
        package init() {}
        package init(hostname: String) {
            self.hostname = hostname
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&hostname, atMost: 4194304)
        }
    }
    /// `remote_domain_get_info_args`
    package struct DomainGetInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_info_ret`
    package struct DomainGetInfoResult: XDRCodable {
        package var state: UInt8 = 0
        package var maxMem: UInt64 = 0
        package var memory: UInt64 = 0
        package var nrVirtCpu: UInt16 = 0
        package var cpuTime: UInt64 = 0
        package init() {}
        package init(state: UInt8, maxMem: UInt64, memory: UInt64, nrVirtCpu: UInt16, cpuTime: UInt64) {
            self.state = state
            self.maxMem = maxMem
            self.memory = memory
            self.nrVirtCpu = nrVirtCpu
            self.cpuTime = cpuTime
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.unsignedCharacter(&state)
            try stream.integer(&maxMem)
            try stream.integer(&memory)
            try stream.unsignedShort(&nrVirtCpu)
            try stream.integer(&cpuTime)
        }
    }
    /// `remote_domain_get_interface_parameters_args`
    package struct DomainGetInterfaceParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var device: String = ""
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, device: String, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.device = device
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&device, atMost: 4194304)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_interface_parameters_ret`
    package struct DomainGetInterfaceParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_iothread_info_args`
    package struct DomainGetIOThreadInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_iothread_info_ret`
    package struct DomainGetIOThreadInfoResult: XDRCodable {
        package var info: [DomainIOThreadInfo] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(info: [DomainIOThreadInfo], ret: UInt32) {
            self.info = info
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&info, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_get_job_info_args`
    package struct DomainGetJobInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_job_info_ret`
    package struct DomainGetJobInfoResult: XDRCodable {
        package var type: Int32 = 0
        package var timeElapsed: UInt64 = 0
        package var timeRemaining: UInt64 = 0
        package var dataTotal: UInt64 = 0
        package var dataProcessed: UInt64 = 0
        package var dataRemaining: UInt64 = 0
        package var memTotal: UInt64 = 0
        package var memProcessed: UInt64 = 0
        package var memRemaining: UInt64 = 0
        package var fileTotal: UInt64 = 0
        package var fileProcessed: UInt64 = 0
        package var fileRemaining: UInt64 = 0
        package init() {}
        package init(type: Int32, timeElapsed: UInt64, timeRemaining: UInt64, dataTotal: UInt64, dataProcessed: UInt64, dataRemaining: UInt64, memTotal: UInt64, memProcessed: UInt64, memRemaining: UInt64, fileTotal: UInt64, fileProcessed: UInt64, fileRemaining: UInt64) {
            self.type = type
            self.timeElapsed = timeElapsed
            self.timeRemaining = timeRemaining
            self.dataTotal = dataTotal
            self.dataProcessed = dataProcessed
            self.dataRemaining = dataRemaining
            self.memTotal = memTotal
            self.memProcessed = memProcessed
            self.memRemaining = memRemaining
            self.fileTotal = fileTotal
            self.fileProcessed = fileProcessed
            self.fileRemaining = fileRemaining
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&type)
            try stream.integer(&timeElapsed)
            try stream.integer(&timeRemaining)
            try stream.integer(&dataTotal)
            try stream.integer(&dataProcessed)
            try stream.integer(&dataRemaining)
            try stream.integer(&memTotal)
            try stream.integer(&memProcessed)
            try stream.integer(&memRemaining)
            try stream.integer(&fileTotal)
            try stream.integer(&fileProcessed)
            try stream.integer(&fileRemaining)
        }
    }
    /// `remote_domain_get_job_stats_args`
    package struct DomainGetJobStatsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_job_stats_ret`
    package struct DomainGetJobStatsResult: XDRCodable {
        package var type: Int32 = 0
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(type: Int32, params: [RemoteTypedParameter]) {
            self.type = type
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&type)
            try stream.list(&params, atMost: 64)
        }
    }
    /// `remote_domain_get_launch_security_info_args`
    package struct DomainGetLaunchSecurityInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_launch_security_info_ret`
    package struct DomainGetLaunchSecurityInfoResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
        }
    }
    /// `remote_domain_get_max_memory_args`
    package struct DomainGetMaxMemoryArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_max_memory_ret`
    package struct DomainGetMaxMemoryResult: XDRCodable {
        package var memory: UInt64 = 0
        package init() {}
        package init(memory: UInt64) {
            self.memory = memory
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&memory)
        }
    }
    /// `remote_domain_get_max_vcpus_args`
    package struct DomainGetMaxVCPUsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_max_vcpus_ret`
    package struct DomainGetMaxVCPUsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_domain_get_memory_parameters_args`
    package struct DomainGetMemoryParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_memory_parameters_ret`
    package struct DomainGetMemoryParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_messages_args`
    package struct DomainGetMessagesArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_messages_ret`
    package struct DomainGetMessagesResult: XDRCodable {
        package var msgs: [String] = []
        package init() {}
        package init(msgs: [String]) {
            self.msgs = msgs
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&msgs, atMost: 2048, each: 4194304)
        }
    }
    /// `remote_domain_get_metadata_args`
    package struct DomainGetMetadataArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var type: Int32 = 0
        package var uri: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, type: Int32, uri: String?, flags: UInt32) {
            self.dom = dom
            self.type = type
            self.uri = uri
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&type)
            try stream.optionalString(&uri, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_metadata_ret`
    package struct DomainGetMetadataResult: XDRCodable {
        package var metadata: String = ""
        package init() {}
        package init(metadata: String) {
            self.metadata = metadata
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&metadata, atMost: 4194304)
        }
    }
    /// `remote_domain_get_numa_parameters_args`
    package struct DomainGetNUMAParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_numa_parameters_ret`
    package struct DomainGetNUMAParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_os_type_args`
    package struct DomainGetOSTypeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_os_type_ret`
    package struct DomainGetOSTypeResult: XDRCodable {
        package var type: String = ""
        package init() {}
        package init(type: String) {
            self.type = type
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&type, atMost: 4194304)
        }
    }
    /// `remote_domain_get_perf_events_args`
    package struct DomainGetPerfEventsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_perf_events_ret`
    package struct DomainGetPerfEventsResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
        }
    }
    /// `remote_domain_get_scheduler_parameters_args`
    package struct DomainGetSchedulerParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: Int32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: Int32) {
            self.dom = dom
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_scheduler_parameters_flags_args`
    package struct DomainGetSchedulerParametersFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_scheduler_parameters_flags_ret`
    package struct DomainGetSchedulerParametersFlagsResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
        }
    }
    /// `remote_domain_get_scheduler_parameters_ret`
    package struct DomainGetSchedulerParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(params: [RemoteTypedParameter]) {
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
        }
    }
    /// `remote_domain_get_scheduler_type_args`
    package struct DomainGetSchedulerTypeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_scheduler_type_ret`
    package struct DomainGetSchedulerTypeResult: XDRCodable {
        package var type: String = ""
        package var nparams: Int32 = 0
        package init() {}
        package init(type: String, nparams: Int32) {
            self.type = type
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&type, atMost: 4194304)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_security_label_args`
    package struct DomainGetSecurityLabelArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_security_label_list_args`
    package struct DomainGetSecurityLabelListArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_get_security_label_list_ret`
    package struct DomainGetSecurityLabelListResult: XDRCodable {
        package var labels: [DomainGetSecurityLabelResult] = []
        package var ret: Int32 = 0
        package init() {}
        package init(labels: [DomainGetSecurityLabelResult], ret: Int32) {
            self.labels = labels
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&labels, atMost: 64)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_get_security_label_ret`
    package struct DomainGetSecurityLabelResult: XDRCodable {
        package var label: [UInt8] = []
        package var enforcing: Int32 = 0
        package init() {}
        package init(label: [UInt8], enforcing: Int32) {
            self.label = label
            self.enforcing = enforcing
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.characters(&label, atMost: 4097)
            try stream.integer(&enforcing)
        }
    }
    /// `remote_domain_get_state_args`
    package struct DomainGetStateArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_state_ret`
    package struct DomainGetStateResult: XDRCodable {
        package var state: Int32 = 0
        package var reason: Int32 = 0
        package init() {}
        package init(state: Int32, reason: Int32) {
            self.state = state
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&state)
            try stream.integer(&reason)
        }
    }
    /// `remote_domain_get_time_args`
    package struct DomainGetTimeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_time_ret`
    package struct DomainGetTimeResult: XDRCodable {
        package var seconds: Int64 = 0
        package var nseconds: UInt32 = 0
        package init() {}
        package init(seconds: Int64, nseconds: UInt32) {
            self.seconds = seconds
            self.nseconds = nseconds
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&seconds)
            try stream.integer(&nseconds)
        }
    }
    /// `remote_domain_get_vcpu_pin_info_args`
    package struct DomainGetVCPUPinInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var ncpumaps: Int32 = 0
        package var maplen: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, ncpumaps: Int32, maplen: Int32, flags: UInt32) {
            self.dom = dom
            self.ncpumaps = ncpumaps
            self.maplen = maplen
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&ncpumaps)
            try stream.integer(&maplen)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_vcpu_pin_info_ret`
    package struct DomainGetVCPUPinInfoResult: XDRCodable {
        package var cpumaps: [UInt8] = []
        package var num: Int32 = 0
        package init() {}
        package init(cpumaps: [UInt8], num: Int32) {
            self.cpumaps = cpumaps
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cpumaps, atMost: 8388608)
            try stream.integer(&num)
        }
    }
    /// `remote_domain_get_vcpus_args`
    package struct DomainGetVCPUsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var maxinfo: Int32 = 0
        package var maplen: Int32 = 0
        package init() {}
        package init(dom: DomainReference, maxinfo: Int32, maplen: Int32) {
            self.dom = dom
            self.maxinfo = maxinfo
            self.maplen = maplen
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&maxinfo)
            try stream.integer(&maplen)
        }
    }
    /// `remote_domain_get_vcpus_flags_args`
    package struct DomainGetVCPUsFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_vcpus_flags_ret`
    package struct DomainGetVCPUsFlagsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_domain_get_vcpus_ret`
    package struct DomainGetVCPUsResult: XDRCodable {
        package var info: [VCPUInfo] = []
        package var cpumaps: [UInt8] = []
        package init() {}
        package init(info: [VCPUInfo], cpumaps: [UInt8]) {
            self.info = info
            self.cpumaps = cpumaps
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&info, atMost: 16384)
            try stream.opaque(&cpumaps, atMost: 8388608)
        }
    }
    /// `remote_domain_get_xml_desc_args`
    package struct DomainGetXMLDescArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, flags: UInt32) {
            self.dom = dom
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_xml_desc_ret`
    package struct DomainGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
}
