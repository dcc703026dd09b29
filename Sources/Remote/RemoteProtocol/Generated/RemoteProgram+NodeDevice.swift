// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_node_device_create_args`
    package struct NodeDeviceCreateArguments: XDRCodable {
        package var name: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String, flags: UInt32) {
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_create_xml_args`
    package struct NodeDeviceCreateXMLArguments: XDRCodable {
        package var xmlDesc: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(xmlDesc: String, flags: UInt32) {
            self.xmlDesc = xmlDesc
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xmlDesc, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_create_xml_ret`
    package struct NodeDeviceCreateXMLResult: XDRCodable {
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package init() {}
        package init(dev: NodeDeviceReference) {
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dev.xdr(&stream)
        }
    }
    /// `remote_node_device_define_xml_args`
    package struct NodeDeviceDefineXMLArguments: XDRCodable {
        package var xmlDesc: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(xmlDesc: String, flags: UInt32) {
            self.xmlDesc = xmlDesc
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xmlDesc, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_define_xml_ret`
    package struct NodeDeviceDefineXMLResult: XDRCodable {
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package init() {}
        package init(dev: NodeDeviceReference) {
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dev.xdr(&stream)
        }
    }
    /// `remote_node_device_destroy_args`
    package struct NodeDeviceDestroyArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_detach_flags_args`
    package struct NodeDeviceDetachFlagsArguments: XDRCodable {
        package var name: String = ""
        package var driverName: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String, driverName: String?, flags: UInt32) {
            self.name = name
            self.driverName = driverName
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.optionalString(&driverName, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_dettach_args`
    package struct NodeDeviceDettachArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_event_lifecycle_msg`
    package struct NodeDeviceEventLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package var event: Int32 = 0
        package var detail: Int32 = 0
        package init() {}
        package init(callbackID: Int32, dev: NodeDeviceReference, event: Int32, detail: Int32) {
            self.callbackID = callbackID
            self.dev = dev
            self.event = event
            self.detail = detail
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dev.xdr(&stream)
            try stream.integer(&event)
            try stream.integer(&detail)
        }
    }
    /// `remote_node_device_event_update_msg`
    package struct NodeDeviceEventUpdateMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package init() {}
        package init(callbackID: Int32, dev: NodeDeviceReference) {
            self.callbackID = callbackID
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dev.xdr(&stream)
        }
    }
    /// `remote_node_device_get_autostart_args`
    package struct NodeDeviceGetAutostartArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_get_autostart_ret`
    package struct NodeDeviceGetAutostartResult: XDRCodable {
        package var autostart: Int32 = 0
        package init() {}
        package init(autostart: Int32) {
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&autostart)
        }
    }
    /// `remote_node_device_get_parent_args`
    package struct NodeDeviceGetParentArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_get_parent_ret`
    package struct NodeDeviceGetParentResult: XDRCodable {
        package var parentName: String? = nil
        package init() {}
        package init(parentName: String?) {
            self.parentName = parentName
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&parentName, atMost: 4194304)
        }
    }
    /// `remote_node_device_get_xml_desc_args`
    package struct NodeDeviceGetXMLDescArguments: XDRCodable {
        package var name: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String, flags: UInt32) {
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_get_xml_desc_ret`
    package struct NodeDeviceGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_node_device_is_active_args`
    package struct NodeDeviceIsActiveArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_is_active_ret`
    package struct NodeDeviceIsActiveResult: XDRCodable {
        package var active: Int32 = 0
        package init() {}
        package init(active: Int32) {
            self.active = active
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&active)
        }
    }
    /// `remote_node_device_is_persistent_args`
    package struct NodeDeviceIsPersistentArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_is_persistent_ret`
    package struct NodeDeviceIsPersistentResult: XDRCodable {
        package var persistent: Int32 = 0
        package init() {}
        package init(persistent: Int32) {
            self.persistent = persistent
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&persistent)
        }
    }
    /// `remote_node_device_list_caps_args`
    package struct NodeDeviceListCapsArguments: XDRCodable {
        package var name: String = ""
        package var maxnames: Int32 = 0
        package init() {}
        package init(name: String, maxnames: Int32) {
            self.name = name
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&maxnames)
        }
    }
    /// `remote_node_device_list_caps_ret`
    package struct NodeDeviceListCapsResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 65536, each: 4194304)
        }
    }
    /// `remote_node_device_lookup_by_name_args`
    package struct NodeDeviceLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_lookup_by_name_ret`
    package struct NodeDeviceLookupByNameResult: XDRCodable {
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package init() {}
        package init(dev: NodeDeviceReference) {
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dev.xdr(&stream)
        }
    }
    /// `remote_node_device_lookup_scsi_host_by_wwn_args`
    package struct NodeDeviceLookupSCSIHostByWWNArguments: XDRCodable {
        package var wwnn: String = ""
        package var wwpn: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(wwnn: String, wwpn: String, flags: UInt32) {
            self.wwnn = wwnn
            self.wwpn = wwpn
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&wwnn, atMost: 4194304)
            try stream.string(&wwpn, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_device_lookup_scsi_host_by_wwn_ret`
    package struct NodeDeviceLookupSCSIHostByWWNResult: XDRCodable {
        package var dev: NodeDeviceReference = NodeDeviceReference()
        package init() {}
        package init(dev: NodeDeviceReference) {
            self.dev = dev
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dev.xdr(&stream)
        }
    }
    /// `remote_node_device_num_of_caps_args`
    package struct NodeDeviceNumOfCapsArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_num_of_caps_ret`
    package struct NodeDeviceNumOfCapsResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_node_device_re_attach_args`
    package struct NodeDeviceReAttachArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_reset_args`
    package struct NodeDeviceResetArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_node_device_set_autostart_args`
    package struct NodeDeviceSetAutostartArguments: XDRCodable {
        package var name: String = ""
        package var autostart: Int32 = 0
        package init() {}
        package init(name: String, autostart: Int32) {
            self.name = name
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&autostart)
        }
    }
    /// `remote_node_device_undefine_args`
    package struct NodeDeviceUndefineArguments: XDRCodable {
        package var name: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String, flags: UInt32) {
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_nonnull_node_device`
    package struct NodeDeviceReference: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
}
