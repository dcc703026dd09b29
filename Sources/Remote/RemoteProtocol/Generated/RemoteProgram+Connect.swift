// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_connect_baseline_cpu_args`
    package struct ConnectBaselineCPUArguments: XDRCodable {
        package var xmlCPUs: [String] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(xmlCPUs: [String], flags: UInt32) {
            self.xmlCPUs = xmlCPUs
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&xmlCPUs, atMost: 256, each: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_baseline_cpu_ret`
    package struct ConnectBaselineCPUResult: XDRCodable {
        package var cpu: String = ""
        package init() {}
        package init(cpu: String) {
            self.cpu = cpu
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&cpu, atMost: 4194304)
        }
    }
    /// `remote_connect_baseline_hypervisor_cpu_args`
    package struct ConnectBaselineHypervisorCPUArguments: XDRCodable {
        package var emulator: String? = nil
        package var arch: String? = nil
        package var machine: String? = nil
        package var virttype: String? = nil
        package var xmlCPUs: [String] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(emulator: String?, arch: String?, machine: String?, virttype: String?, xmlCPUs: [String], flags: UInt32) {
            self.emulator = emulator
            self.arch = arch
            self.machine = machine
            self.virttype = virttype
            self.xmlCPUs = xmlCPUs
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&emulator, atMost: 4194304)
            try stream.optionalString(&arch, atMost: 4194304)
            try stream.optionalString(&machine, atMost: 4194304)
            try stream.optionalString(&virttype, atMost: 4194304)
            try stream.strings(&xmlCPUs, atMost: 256, each: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_baseline_hypervisor_cpu_ret`
    package struct ConnectBaselineHypervisorCPUResult: XDRCodable {
        package var cpu: String = ""
        package init() {}
        package init(cpu: String) {
            self.cpu = cpu
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&cpu, atMost: 4194304)
        }
    }
    /// `remote_connect_compare_cpu_args`
    package struct ConnectCompareCPUArguments: XDRCodable {
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(xml: String, flags: UInt32) {
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_compare_cpu_ret`
    package struct ConnectCompareCPUResult: XDRCodable {
        package var result: Int32 = 0
        package init() {}
        package init(result: Int32) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&result)
        }
    }
    /// `remote_connect_compare_hypervisor_cpu_args`
    package struct ConnectCompareHypervisorCPUArguments: XDRCodable {
        package var emulator: String? = nil
        package var arch: String? = nil
        package var machine: String? = nil
        package var virttype: String? = nil
        package var xmlCPU: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(emulator: String?, arch: String?, machine: String?, virttype: String?, xmlCPU: String, flags: UInt32) {
            self.emulator = emulator
            self.arch = arch
            self.machine = machine
            self.virttype = virttype
            self.xmlCPU = xmlCPU
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&emulator, atMost: 4194304)
            try stream.optionalString(&arch, atMost: 4194304)
            try stream.optionalString(&machine, atMost: 4194304)
            try stream.optionalString(&virttype, atMost: 4194304)
            try stream.string(&xmlCPU, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_compare_hypervisor_cpu_ret`
    package struct ConnectCompareHypervisorCPUResult: XDRCodable {
        package var result: Int32 = 0
        package init() {}
        package init(result: Int32) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&result)
        }
    }
    /// `remote_connect_domain_event_callback_deregister_any_args`
    package struct ConnectDomainEventCallbackDeregisterAnyArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_domain_event_callback_register_any_args`
    package struct ConnectDomainEventCallbackRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package var dom: DomainReference? = nil
        package init() {}
        package init(eventID: Int32, dom: DomainReference?) {
            self.eventID = eventID
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
            try stream.optional(&dom)
        }
    }
    /// `remote_connect_domain_event_callback_register_any_ret`
    package struct ConnectDomainEventCallbackRegisterAnyResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_domain_event_deregister_any_args`
    package struct ConnectDomainEventDeregisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package init() {}
        package init(eventID: Int32) {
            self.eventID = eventID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
        }
    }
    /// `remote_connect_domain_event_deregister_ret`
    package struct ConnectDomainEventDeregisterResult: XDRCodable {
        package var cbRegistered: Int32 = 0
        package init() {}
        package init(cbRegistered: Int32) {
            self.cbRegistered = cbRegistered
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&cbRegistered)
        }
    }
    /// `remote_connect_domain_event_register_any_args`
    package struct ConnectDomainEventRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package init() {}
        package init(eventID: Int32) {
            self.eventID = eventID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
        }
    }
    /// `remote_connect_domain_event_register_ret`
    package struct ConnectDomainEventRegisterResult: XDRCodable {
        package var cbRegistered: Int32 = 0
        package init() {}
        package init(cbRegistered: Int32) {
            self.cbRegistered = cbRegistered
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&cbRegistered)
        }
    }
    /// `remote_connect_domain_xml_from_native_args`
    package struct ConnectDomainXMLFromNativeArguments: XDRCodable {
        package var nativeFormat: String = ""
        package var nativeConfig: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(nativeFormat: String, nativeConfig: String, flags: UInt32) {
            self.nativeFormat = nativeFormat
            self.nativeConfig = nativeConfig
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&nativeFormat, atMost: 4194304)
            try stream.string(&nativeConfig, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_domain_xml_from_native_ret`
    package struct ConnectDomainXMLFromNativeResult: XDRCodable {
        package var domainXml: String = ""
        package init() {}
        package init(domainXml: String) {
            self.domainXml = domainXml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&domainXml, atMost: 4194304)
        }
    }
    /// `remote_connect_domain_xml_to_native_args`
    package struct ConnectDomainXMLToNativeArguments: XDRCodable {
        package var nativeFormat: String = ""
        package var domainXml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(nativeFormat: String, domainXml: String, flags: UInt32) {
            self.nativeFormat = nativeFormat
            self.domainXml = domainXml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&nativeFormat, atMost: 4194304)
            try stream.string(&domainXml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_domain_xml_to_native_ret`
    package struct ConnectDomainXMLToNativeResult: XDRCodable {
        package var nativeConfig: String = ""
        package init() {}
        package init(nativeConfig: String) {
            self.nativeConfig = nativeConfig
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&nativeConfig, atMost: 4194304)
        }
    }
    /// `remote_connect_event_connection_closed_msg`
    package struct ConnectEventConnectionClosedMessage: XDRCodable {
        package var reason: Int32 = 0
        package init() {}
        package init(reason: Int32) {
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&reason)
        }
    }
    /// `remote_connect_find_storage_pool_sources_args`
    package struct ConnectFindStoragePoolSourcesArguments: XDRCodable {
        package var type: String = ""
        package var srcSpec: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(type: String, srcSpec: String?, flags: UInt32) {
            self.type = type
            self.srcSpec = srcSpec
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&type, atMost: 4194304)
            try stream.optionalString(&srcSpec, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_find_storage_pool_sources_ret`
    package struct ConnectFindStoragePoolSourcesResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_connect_get_all_domain_stats_args`
    package struct ConnectGetAllDomainStatsArguments: XDRCodable {
        package var doms: [DomainReference] = []
        package var stats: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(doms: [DomainReference], stats: UInt32, flags: UInt32) {
            self.doms = doms
            self.stats = stats
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&doms, atMost: 16384)
            try stream.integer(&stats)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_get_all_domain_stats_ret`
    package struct ConnectGetAllDomainStatsResult: XDRCodable {
        package var retStats: [DomainStatsRecord] = []
        package init() {}
        package init(retStats: [DomainStatsRecord]) {
            self.retStats = retStats
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&retStats, atMost: 16384)
        }
    }
    /// `remote_connect_get_capabilities_ret`
    package struct ConnectGetCapabilitiesResult: XDRCodable {
        package var capabilities: String = ""
        package init() {}
        package init(capabilities: String) {
            self.capabilities = capabilities
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&capabilities, atMost: 4194304)
        }
    }
    /// `remote_connect_get_cpu_model_names_args`
    package struct ConnectGetCPUModelNamesArguments: XDRCodable {
        package var arch: String = ""
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(arch: String, needResults: Int32, flags: UInt32) {
            self.arch = arch
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&arch, atMost: 4194304)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_get_cpu_model_names_ret`
    package struct ConnectGetCPUModelNamesResult: XDRCodable {
        package var models: [String] = []
        package var ret: Int32 = 0
        package init() {}
        package init(models: [String], ret: Int32) {
            self.models = models
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&models, atMost: 8192, each: 4194304)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_get_domain_capabilities_args`
    package struct ConnectGetDomainCapabilitiesArguments: XDRCodable {
        package var emulatorbin: String? = nil
        package var arch: String? = nil
        package var machine: String? = nil
        package var virttype: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(emulatorbin: String?, arch: String?, machine: String?, virttype: String?, flags: UInt32) {
            self.emulatorbin = emulatorbin
            self.arch = arch
            self.machine = machine
            self.virttype = virttype
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&emulatorbin, atMost: 4194304)
            try stream.optionalString(&arch, atMost: 4194304)
            try stream.optionalString(&machine, atMost: 4194304)
            try stream.optionalString(&virttype, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_get_domain_capabilities_ret`
    package struct ConnectGetDomainCapabilitiesResult: XDRCodable {
        package var capabilities: String = ""
        package init() {}
        package init(capabilities: String) {
            self.capabilities = capabilities
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&capabilities, atMost: 4194304)
        }
    }
    /// `remote_connect_get_hostname_ret`
    package struct ConnectGetHostnameResult: XDRCodable {
        package var hostname: String = ""
        package init() {}
        package init(hostname: String) {
            self.hostname = hostname
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&hostname, atMost: 4194304)
        }
    }
    /// `remote_connect_get_lib_version_ret`
    package struct ConnectGetLibVersionResult: XDRCodable {
        package var libVer: UInt64 = 0
        package init() {}
        package init(libVer: UInt64) {
            self.libVer = libVer
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&libVer)
        }
    }
    /// `remote_connect_get_max_vcpus_args`
    package struct ConnectGetMaxVCPUsArguments: XDRCodable {
        package var type: String? = nil
        package init() {}
        package init(type: String?) {
            self.type = type
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&type, atMost: 4194304)
        }
    }
    /// `remote_connect_get_max_vcpus_ret`
    package struct ConnectGetMaxVCPUsResult: XDRCodable {
        package var maxVCPUs: Int32 = 0
        package init() {}
        package init(maxVCPUs: Int32) {
            self.maxVCPUs = maxVCPUs
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxVCPUs)
        }
    }
    /// `remote_connect_get_storage_pool_capabilities_args`
    package struct ConnectGetStoragePoolCapabilitiesArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_get_storage_pool_capabilities_ret`
    package struct ConnectGetStoragePoolCapabilitiesResult: XDRCodable {
        package var capabilities: String = ""
        package init() {}
        package init(capabilities: String) {
            self.capabilities = capabilities
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&capabilities, atMost: 4194304)
        }
    }
    /// `remote_connect_get_sysinfo_args`
    package struct ConnectGetSysinfoArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_get_sysinfo_ret`
    package struct ConnectGetSysinfoResult: XDRCodable {
        package var sysinfo: String = ""
        package init() {}
        package init(sysinfo: String) {
            self.sysinfo = sysinfo
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&sysinfo, atMost: 4194304)
        }
    }
    /// `remote_connect_get_type_ret`
    package struct ConnectGetTypeResult: XDRCodable {
        package var type: String = ""
        package init() {}
        package init(type: String) {
            self.type = type
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&type, atMost: 4194304)
        }
    }
    /// `remote_connect_get_uri_ret`
    package struct ConnectGetURIResult: XDRCodable {
        package var uri: String = ""
        package init() {}
        package init(uri: String) {
            self.uri = uri
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&uri, atMost: 4194304)
        }
    }
    /// `remote_connect_get_version_ret`
    package struct ConnectGetVersionResult: XDRCodable {
        package var hvVer: UInt64 = 0
        package init() {}
        package init(hvVer: UInt64) {
            self.hvVer = hvVer
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&hvVer)
        }
    }
    /// `remote_connect_is_secure_ret`
    package struct ConnectIsSecureResult: XDRCodable {
        package var secure: Int32 = 0
        package init() {}
        package init(secure: Int32) {
            self.secure = secure
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&secure)
        }
    }
    /// `remote_connect_list_all_domains_args`
    package struct ConnectListAllDomainsArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_domains_ret`
    package struct ConnectListAllDomainsResult: XDRCodable {
        package var domains: [DomainReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(domains: [DomainReference], ret: UInt32) {
            self.domains = domains
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&domains, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_interfaces_args`
    package struct ConnectListAllInterfacesArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_interfaces_ret`
    package struct ConnectListAllInterfacesResult: XDRCodable {
        package var ifaces: [InterfaceReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(ifaces: [InterfaceReference], ret: UInt32) {
            self.ifaces = ifaces
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&ifaces, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_networks_args`
    package struct ConnectListAllNetworksArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_networks_ret`
    package struct ConnectListAllNetworksResult: XDRCodable {
        package var nets: [NetworkReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(nets: [NetworkReference], ret: UInt32) {
            self.nets = nets
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&nets, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_node_devices_args`
    package struct ConnectListAllNodeDevicesArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_node_devices_ret`
    package struct ConnectListAllNodeDevicesResult: XDRCodable {
        package var devices: [NodeDeviceReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(devices: [NodeDeviceReference], ret: UInt32) {
            self.devices = devices
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&devices, atMost: 65536)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_nwfilter_bindings_args`
    package struct ConnectListAllNWFilterBindingsArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_nwfilter_bindings_ret`
    package struct ConnectListAllNWFilterBindingsResult: XDRCodable {
        package var bindings: [NWFilterBindingReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(bindings: [NWFilterBindingReference], ret: UInt32) {
            self.bindings = bindings
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&bindings, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_nwfilters_args`
    package struct ConnectListAllNWFiltersArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_nwfilters_ret`
    package struct ConnectListAllNWFiltersResult: XDRCodable {
        package var filters: [NWFilterReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(filters: [NWFilterReference], ret: UInt32) {
            self.filters = filters
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&filters, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_secrets_args`
    package struct ConnectListAllSecretsArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_secrets_ret`
    package struct ConnectListAllSecretsResult: XDRCodable {
        package var secrets: [SecretReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(secrets: [SecretReference], ret: UInt32) {
            self.secrets = secrets
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&secrets, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_all_storage_pools_args`
    package struct ConnectListAllStoragePoolsArguments: XDRCodable {
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: Int32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_list_all_storage_pools_ret`
    package struct ConnectListAllStoragePoolsResult: XDRCodable {
        package var pools: [StoragePoolReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(pools: [StoragePoolReference], ret: UInt32) {
            self.pools = pools
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&pools, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_connect_list_defined_domains_args`
    package struct ConnectListDefinedDomainsArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_defined_domains_ret`
    package struct ConnectListDefinedDomainsResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_defined_interfaces_args`
    package struct ConnectListDefinedInterfacesArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_defined_interfaces_ret`
    package struct ConnectListDefinedInterfacesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_defined_networks_args`
    package struct ConnectListDefinedNetworksArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_defined_networks_ret`
    package struct ConnectListDefinedNetworksResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_defined_storage_pools_args`
    package struct ConnectListDefinedStoragePoolsArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_defined_storage_pools_ret`
    package struct ConnectListDefinedStoragePoolsResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_domains_args`
    package struct ConnectListDomainsArguments: XDRCodable {
        package var maxids: Int32 = 0
        package init() {}
        package init(maxids: Int32) {
            self.maxids = maxids
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxids)
        }
    }
    /// `remote_connect_list_domains_ret`
    package struct ConnectListDomainsResult: XDRCodable {
        package var ids: [Int32] = []
        package init() {}
        package init(ids: [Int32]) {
            self.ids = ids
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&ids, atMost: 16384)
        }
    }
    /// `remote_connect_list_interfaces_args`
    package struct ConnectListInterfacesArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_interfaces_ret`
    package struct ConnectListInterfacesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_networks_args`
    package struct ConnectListNetworksArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_networks_ret`
    package struct ConnectListNetworksResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_nwfilters_args`
    package struct ConnectListNWFiltersArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_nwfilters_ret`
    package struct ConnectListNWFiltersResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_secrets_args`
    package struct ConnectListSecretsArguments: XDRCodable {
        package var maxuuids: Int32 = 0
        package init() {}
        package init(maxuuids: Int32) {
            self.maxuuids = maxuuids
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxuuids)
        }
    }
    /// `remote_connect_list_secrets_ret`
    package struct ConnectListSecretsResult: XDRCodable {
        package var uuids: [String] = []
        package init() {}
        package init(uuids: [String]) {
            self.uuids = uuids
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&uuids, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_list_storage_pools_args`
    package struct ConnectListStoragePoolsArguments: XDRCodable {
        package var maxnames: Int32 = 0
        package init() {}
        package init(maxnames: Int32) {
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&maxnames)
        }
    }
    /// `remote_connect_list_storage_pools_ret`
    package struct ConnectListStoragePoolsResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_connect_network_event_deregister_any_args`
    package struct ConnectNetworkEventDeregisterAnyArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_network_event_register_any_args`
    package struct ConnectNetworkEventRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package var net: NetworkReference? = nil
        package init() {}
        package init(eventID: Int32, net: NetworkReference?) {
            self.eventID = eventID
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
            try stream.optional(&net)
        }
    }
    /// `remote_connect_network_event_register_any_ret`
    package struct ConnectNetworkEventRegisterAnyResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_node_device_event_deregister_any_args`
    package struct ConnectNodeDeviceEventDeregisterAnyArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_node_device_event_register_any_args`
    package struct ConnectNodeDeviceEventRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package var dev: NodeDeviceReference? = nil
        package init() {}
        package init(eventID: Int32, dev: NodeDeviceReference?) {
            self.eventID = eventID
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
            try stream.optional(&dev)
        }
    }
    /// `remote_connect_node_device_event_register_any_ret`
    package struct ConnectNodeDeviceEventRegisterAnyResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_num_of_defined_domains_ret`
    package struct ConnectNumOfDefinedDomainsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_defined_interfaces_ret`
    package struct ConnectNumOfDefinedInterfacesResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_defined_networks_ret`
    package struct ConnectNumOfDefinedNetworksResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_defined_storage_pools_ret`
    package struct ConnectNumOfDefinedStoragePoolsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_domains_ret`
    package struct ConnectNumOfDomainsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_interfaces_ret`
    package struct ConnectNumOfInterfacesResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_networks_ret`
    package struct ConnectNumOfNetworksResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_nwfilters_ret`
    package struct ConnectNumOfNWFiltersResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_secrets_ret`
    package struct ConnectNumOfSecretsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_num_of_storage_pools_ret`
    package struct ConnectNumOfStoragePoolsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_connect_open_args`
    package struct ConnectOpenArguments: XDRCodable {
        package var name: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String?, flags: UInt32) {
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_secret_event_deregister_any_args`
    package struct ConnectSecretEventDeregisterAnyArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_secret_event_register_any_args`
    package struct ConnectSecretEventRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package var secret: SecretReference? = nil
        package init() {}
        package init(eventID: Int32, secret: SecretReference?) {
            self.eventID = eventID
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
            try stream.optional(&secret)
        }
    }
    /// `remote_connect_secret_event_register_any_ret`
    package struct ConnectSecretEventRegisterAnyResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_set_identity_args`
    package struct ConnectSetIdentityArguments: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], flags: UInt32) {
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 20)
            try stream.integer(&flags)
        }
    }
    /// `remote_connect_storage_pool_event_deregister_any_args`
    package struct ConnectStoragePoolEventDeregisterAnyArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_storage_pool_event_register_any_args`
    package struct ConnectStoragePoolEventRegisterAnyArguments: XDRCodable {
        package var eventID: Int32 = 0
        package var pool: StoragePoolReference? = nil
        package init() {}
        package init(eventID: Int32, pool: StoragePoolReference?) {
            self.eventID = eventID
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&eventID)
            try stream.optional(&pool)
        }
    }
    /// `remote_connect_storage_pool_event_register_any_ret`
    package struct ConnectStoragePoolEventRegisterAnyResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `remote_connect_supports_feature_args`
    package struct ConnectSupportsFeatureArguments: XDRCodable {
        package var feature: Int32 = 0
        package init() {}
        package init(feature: Int32) {
            self.feature = feature
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&feature)
        }
    }
    /// `remote_connect_supports_feature_ret`
    package struct ConnectSupportsFeatureResult: XDRCodable {
        package var supported: Int32 = 0
        package init() {}
        package init(supported: Int32) {
            self.supported = supported
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&supported)
        }
    }
}
