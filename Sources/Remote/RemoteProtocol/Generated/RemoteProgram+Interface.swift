// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_interface_change_begin_args`
    package struct InterfaceChangeBeginArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_change_commit_args`
    package struct InterfaceChangeCommitArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_change_rollback_args`
    package struct InterfaceChangeRollbackArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_create_args`
    package struct InterfaceCreateArguments: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(iface: InterfaceReference, flags: UInt32) {
            self.iface = iface
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_define_xml_args`
    package struct InterfaceDefineXMLArguments: XDRCodable {
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
    /// `remote_interface_define_xml_ret`
    package struct InterfaceDefineXMLResult: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package init() {}
        package init(iface: InterfaceReference) {
            self.iface = iface
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
        }
    }
    /// `remote_interface_destroy_args`
    package struct InterfaceDestroyArguments: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(iface: InterfaceReference, flags: UInt32) {
            self.iface = iface
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_get_xml_desc_args`
    package struct InterfaceGetXMLDescArguments: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(iface: InterfaceReference, flags: UInt32) {
            self.iface = iface
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_interface_get_xml_desc_ret`
    package struct InterfaceGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_interface_is_active_args`
    package struct InterfaceIsActiveArguments: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package init() {}
        package init(iface: InterfaceReference) {
            self.iface = iface
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
        }
    }
    /// `remote_interface_is_active_ret`
    package struct InterfaceIsActiveResult: XDRCodable {
        package var active: Int32 = 0
        package init() {}
        package init(active: Int32) {
            self.active = active
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&active)
        }
    }
    /// `remote_interface_lookup_by_mac_string_args`
    package struct InterfaceLookupByMACStringArguments: XDRCodable {
        package var mac: String = ""
        package init() {}
        package init(mac: String) {
            self.mac = mac
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&mac, atMost: 4194304)
        }
    }
    /// `remote_interface_lookup_by_mac_string_ret`
    package struct InterfaceLookupByMACStringResult: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package init() {}
        package init(iface: InterfaceReference) {
            self.iface = iface
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
        }
    }
    /// `remote_interface_lookup_by_name_args`
    package struct InterfaceLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_interface_lookup_by_name_ret`
    package struct InterfaceLookupByNameResult: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package init() {}
        package init(iface: InterfaceReference) {
            self.iface = iface
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
        }
    }
    /// `remote_interface_undefine_args`
    package struct InterfaceUndefineArguments: XDRCodable {
        package var iface: InterfaceReference = InterfaceReference()
        package init() {}
        package init(iface: InterfaceReference) {
            self.iface = iface
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try iface.xdr(&stream)
        }
    }
    /// `remote_nonnull_interface`
    package struct InterfaceReference: XDRCodable {
        package var name: String = ""
        package var mac: String = ""
        package init() {}
        package init(name: String, mac: String) {
            self.name = name
            self.mac = mac
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.string(&mac, atMost: 4194304)
        }
    }
}
