// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_network_create_args`
    package struct NetworkCreateArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_create_xml_args`
    package struct NetworkCreateXMLArguments: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_network_create_xml_flags_args`
    package struct NetworkCreateXMLFlagsArguments: XDRCodable {
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
    /// `remote_network_create_xml_flags_ret`
    package struct NetworkCreateXMLFlagsResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_create_xml_ret`
    package struct NetworkCreateXMLResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_define_xml_args`
    package struct NetworkDefineXMLArguments: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_network_define_xml_flags_args`
    package struct NetworkDefineXMLFlagsArguments: XDRCodable {
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
    /// `remote_network_define_xml_flags_ret`
    package struct NetworkDefineXMLFlagsResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_define_xml_ret`
    package struct NetworkDefineXMLResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_destroy_args`
    package struct NetworkDestroyArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_dhcp_lease`
    package struct NetworkDHCPLease: XDRCodable {
        package var iface: String = ""
        package var expirytime: Int64 = 0
        package var type: Int32 = 0
        package var mac: String? = nil
        package var iaid: String? = nil
        package var ipaddr: String = ""
        package var prefix: UInt32 = 0
        package var hostname: String? = nil
        package var clientid: String? = nil
        package init() {}
        package init(iface: String, expirytime: Int64, type: Int32, mac: String?, iaid: String?, ipaddr: String, prefix: UInt32, hostname: String?, clientid: String?) {
            self.iface = iface
            self.expirytime = expirytime
            self.type = type
            self.mac = mac
            self.iaid = iaid
            self.ipaddr = ipaddr
            self.prefix = prefix
            self.hostname = hostname
            self.clientid = clientid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&iface, atMost: 4194304)
            try stream.integer(&expirytime)
            try stream.integer(&type)
            try stream.optionalString(&mac, atMost: 4194304)
            try stream.optionalString(&iaid, atMost: 4194304)
            try stream.string(&ipaddr, atMost: 4194304)
            try stream.integer(&prefix)
            try stream.optionalString(&hostname, atMost: 4194304)
            try stream.optionalString(&clientid, atMost: 4194304)
        }
    }
    /// `remote_network_event_lifecycle_msg`
    package struct NetworkEventLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var net: NetworkReference = NetworkReference()
        package var event: Int32 = 0
        package var detail: Int32 = 0
        package init() {}
        package init(callbackID: Int32, net: NetworkReference, event: Int32, detail: Int32) {
            self.callbackID = callbackID
            self.net = net
            self.event = event
            self.detail = detail
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try net.xdr(&stream)
            try stream.integer(&event)
            try stream.integer(&detail)
        }
    }
    /// `remote_network_get_autostart_args`
    package struct NetworkGetAutostartArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_get_autostart_ret`
    package struct NetworkGetAutostartResult: XDRCodable {
        package var autostart: Int32 = 0
        package init() {}
        package init(autostart: Int32) {
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&autostart)
        }
    }
    /// `remote_network_get_bridge_name_args`
    package struct NetworkGetBridgeNameArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_get_bridge_name_ret`
    package struct NetworkGetBridgeNameResult: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_network_get_dhcp_leases_args`
    package struct NetworkGetDHCPLeasesArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package var mac: String? = nil
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(net: NetworkReference, mac: String?, needResults: Int32, flags: UInt32) {
            self.net = net
            self.mac = mac
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
            try stream.optionalString(&mac, atMost: 4194304)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_get_dhcp_leases_ret`
    package struct NetworkGetDHCPLeasesResult: XDRCodable {
        package var leases: [NetworkDHCPLease] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(leases: [NetworkDHCPLease], ret: UInt32) {
            self.leases = leases
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&leases, atMost: 65536)
            try stream.integer(&ret)
        }
    }
    /// `remote_network_get_xml_desc_args`
    package struct NetworkGetXMLDescArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(net: NetworkReference, flags: UInt32) {
            self.net = net
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_get_xml_desc_ret`
    package struct NetworkGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_network_is_active_args`
    package struct NetworkIsActiveArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_is_active_ret`
    package struct NetworkIsActiveResult: XDRCodable {
        package var active: Int32 = 0
        package init() {}
        package init(active: Int32) {
            self.active = active
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&active)
        }
    }
    /// `remote_network_is_persistent_args`
    package struct NetworkIsPersistentArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_is_persistent_ret`
    package struct NetworkIsPersistentResult: XDRCodable {
        package var persistent: Int32 = 0
        package init() {}
        package init(persistent: Int32) {
            self.persistent = persistent
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&persistent)
        }
    }
    /// `remote_network_list_all_ports_args`
    package struct NetworkListAllPortsArguments: XDRCodable {
        package var network: NetworkReference = NetworkReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(network: NetworkReference, needResults: Int32, flags: UInt32) {
            self.network = network
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try network.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_list_all_ports_ret`
    package struct NetworkListAllPortsResult: XDRCodable {
        package var ports: [NetworkPortReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(ports: [NetworkPortReference], ret: UInt32) {
            self.ports = ports
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&ports, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_network_lookup_by_name_args`
    package struct NetworkLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_network_lookup_by_name_ret`
    package struct NetworkLookupByNameResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_lookup_by_uuid_args`
    package struct NetworkLookupByUUIDArguments: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(uuid: UUIDBytes) {
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
        }
    }
    /// `remote_network_lookup_by_uuid_ret`
    package struct NetworkLookupByUUIDResult: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_port_create_xml_args`
    package struct NetworkPortCreateXMLArguments: XDRCodable {
        package var network: NetworkReference = NetworkReference()
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(network: NetworkReference, xml: String, flags: UInt32) {
            self.network = network
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try network.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_port_create_xml_ret`
    package struct NetworkPortCreateXMLResult: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package init() {}
        package init(port: NetworkPortReference) {
            self.port = port
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
        }
    }
    /// `remote_network_port_delete_args`
    package struct NetworkPortDeleteArguments: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(port: NetworkPortReference, flags: UInt32) {
            self.port = port
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_port_get_parameters_args`
    package struct NetworkPortGetParametersArguments: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(port: NetworkPortReference, nparams: Int32, flags: UInt32) {
            self.port = port
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_port_get_parameters_ret`
    package struct NetworkPortGetParametersResult: XDRCodable {
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
    /// `remote_network_port_get_xml_desc_args`
    package struct NetworkPortGetXMLDescArguments: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(port: NetworkPortReference, flags: UInt32) {
            self.port = port
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_port_get_xml_desc_ret`
    package struct NetworkPortGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_network_port_lookup_by_uuid_args`
    package struct NetworkPortLookupByUUIDArguments: XDRCodable {
        package var network: NetworkReference = NetworkReference()
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(network: NetworkReference, uuid: UUIDBytes) {
            self.network = network
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try network.xdr(&stream)
            try uuid.xdr(&stream)
        }
    }
    /// `remote_network_port_lookup_by_uuid_ret`
    package struct NetworkPortLookupByUUIDResult: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package init() {}
        package init(port: NetworkPortReference) {
            self.port = port
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
        }
    }
    /// `remote_network_port_set_parameters_args`
    package struct NetworkPortSetParametersArguments: XDRCodable {
        package var port: NetworkPortReference = NetworkPortReference()
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(port: NetworkPortReference, params: [RemoteTypedParameter], flags: UInt32) {
            self.port = port
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try port.xdr(&stream)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_network_set_autostart_args`
    package struct NetworkSetAutostartArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package var autostart: Int32 = 0
        package init() {}
        package init(net: NetworkReference, autostart: Int32) {
            self.net = net
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
            try stream.integer(&autostart)
        }
    }
    /// `remote_network_undefine_args`
    package struct NetworkUndefineArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package init() {}
        package init(net: NetworkReference) {
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
        }
    }
    /// `remote_network_update_args`
    package struct NetworkUpdateArguments: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package var command: UInt32 = 0
        package var section: UInt32 = 0
        package var parentIndex: Int32 = 0
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(net: NetworkReference, command: UInt32, section: UInt32, parentIndex: Int32, xml: String, flags: UInt32) {
            self.net = net
            self.command = command
            self.section = section
            self.parentIndex = parentIndex
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
            try stream.integer(&command)
            try stream.integer(&section)
            try stream.integer(&parentIndex)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_nonnull_network`
    package struct NetworkReference: XDRCodable {
        package var name: String = ""
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(name: String, uuid: UUIDBytes) {
            self.name = name
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try uuid.xdr(&stream)
        }
    }
    /// `remote_nonnull_network_port`
    package struct NetworkPortReference: XDRCodable {
        package var net: NetworkReference = NetworkReference()
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(net: NetworkReference, uuid: UUIDBytes) {
            self.net = net
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try net.xdr(&stream)
            try uuid.xdr(&stream)
        }
    }
}
