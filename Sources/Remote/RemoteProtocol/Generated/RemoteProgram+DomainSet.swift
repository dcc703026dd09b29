// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_set_autostart_args`
    package struct DomainSetAutostartArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var autostart: Int32 = 0
        package init() {}
        package init(dom: DomainReference, autostart: Int32) {
            self.dom = dom
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&autostart)
        }
    }
    /// `remote_domain_set_blkio_parameters_args`
    package struct DomainSetBlkioParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_block_io_tune_args`
    package struct DomainSetBlockIOTuneArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var disk: String = ""
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, disk: String, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.disk = disk
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&disk, atMost: 4194304)
            try stream.list(&params, atMost: 32)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_block_threshold_args`
    package struct DomainSetBlockThresholdArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var dev: String = ""
        package var threshold: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, dev: String, threshold: UInt64, flags: UInt32) {
            self.dom = dom
            self.dev = dev
            self.threshold = threshold
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&dev, atMost: 4194304)
            try stream.integer(&threshold)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_guest_vcpus_args`
    package struct DomainSetGuestVCPUsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cpumap: String = ""
        package var state: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, cpumap: String, state: Int32, flags: UInt32) {
            self.dom = dom
            self.cpumap = cpumap
            self.state = state
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&cpumap, atMost: 4194304)
            try stream.integer(&state)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_interface_parameters_args`
    package struct DomainSetInterfaceParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var device: String = ""
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, device: String, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.device = device
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&device, atMost: 4194304)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_iothread_params_args`
    package struct DomainSetIOThreadParamsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var iothreadID: UInt32 = 0
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, iothreadID: UInt32, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.iothreadID = iothreadID
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&iothreadID)
            try stream.list(&params, atMost: 64)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_launch_security_state_args`
    package struct DomainSetLaunchSecurityStateArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 64)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_lifecycle_action_args`
    package struct DomainSetLifecycleActionArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var type: UInt32 = 0
        package var action: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, type: UInt32, action: UInt32, flags: UInt32) {
            self.dom = dom
            self.type = type
            self.action = action
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&type)
            try stream.integer(&action)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_max_memory_args`
    package struct DomainSetMaxMemoryArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var memory: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, memory: UInt64) {
            self.dom = dom
            self.memory = memory
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&memory)
        }
    }
    /// `remote_domain_set_memory_args`
    package struct DomainSetMemoryArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var memory: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, memory: UInt64) {
            self.dom = dom
            self.memory = memory
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&memory)
        }
    }
    /// `remote_domain_set_memory_flags_args`
    package struct DomainSetMemoryFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var memory: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, memory: UInt64, flags: UInt32) {
            self.dom = dom
            self.memory = memory
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&memory)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_memory_parameters_args`
    package struct DomainSetMemoryParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_memory_stats_period_args`
    package struct DomainSetMemoryStatsPeriodArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var period: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, period: Int32, flags: UInt32) {
            self.dom = dom
            self.period = period
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&period)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_metadata_args`
    package struct DomainSetMetadataArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var type: Int32 = 0
        package var metadata: String? = nil
        package var key: String? = nil
        package var uri: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, type: Int32, metadata: String?, key: String?, uri: String?, flags: UInt32) {
            self.dom = dom
            self.type = type
            self.metadata = metadata
            self.key = key
            self.uri = uri
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&type)
            try stream.optionalString(&metadata, atMost: 4194304)
            try stream.optionalString(&key, atMost: 4194304)
            try stream.optionalString(&uri, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_numa_parameters_args`
    package struct DomainSetNUMAParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_perf_events_args`
    package struct DomainSetPerfEventsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 64)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_scheduler_parameters_args`
    package struct DomainSetSchedulerParametersArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter]) {
            self.dom = dom
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 16)
        }
    }
    /// `remote_domain_set_scheduler_parameters_flags_args`
    package struct DomainSetSchedulerParametersFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_time_args`
    package struct DomainSetTimeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var seconds: Int64 = 0
        package var nseconds: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, seconds: Int64, nseconds: UInt32, flags: UInt32) {
            self.dom = dom
            self.seconds = seconds
            self.nseconds = nseconds
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&seconds)
            try stream.integer(&nseconds)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_user_password_args`
    package struct DomainSetUserPasswordArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var user: String? = nil
        package var password: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, user: String?, password: String?, flags: UInt32) {
            self.dom = dom
            self.user = user
            self.password = password
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&user, atMost: 4194304)
            try stream.optionalString(&password, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_vcpu_args`
    package struct DomainSetVCPUArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cpumap: String = ""
        package var state: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, cpumap: String, state: Int32, flags: UInt32) {
            self.dom = dom
            self.cpumap = cpumap
            self.state = state
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&cpumap, atMost: 4194304)
            try stream.integer(&state)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_set_vcpus_args`
    package struct DomainSetVCPUsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nvcpus: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nvcpus: UInt32) {
            self.dom = dom
            self.nvcpus = nvcpus
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nvcpus)
        }
    }
    /// `remote_domain_set_vcpus_flags_args`
    package struct DomainSetVCPUsFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var nvcpus: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, nvcpus: UInt32, flags: UInt32) {
            self.dom = dom
            self.nvcpus = nvcpus
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&nvcpus)
            try stream.integer(&flags)
        }
    }
}
