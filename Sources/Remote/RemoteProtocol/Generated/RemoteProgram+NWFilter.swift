// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_nonnull_nwfilter`
    package struct NWFilterReference: XDRCodable {
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
    /// `remote_nonnull_nwfilter_binding`
    package struct NWFilterBindingReference: XDRCodable {
        package var portdev: String = ""
        package var filtername: String = ""
        package init() {}
        package init(portdev: String, filtername: String) {
            self.portdev = portdev
            self.filtername = filtername
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&portdev, atMost: 4194304)
            try stream.string(&filtername, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_binding_create_xml_args`
    package struct NWFilterBindingCreateXMLArguments: XDRCodable {
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
    /// `remote_nwfilter_binding_create_xml_ret`
    package struct NWFilterBindingCreateXMLResult: XDRCodable {
        package var nwfilter: NWFilterBindingReference = NWFilterBindingReference()
        package init() {}
        package init(nwfilter: NWFilterBindingReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_binding_delete_args`
    package struct NWFilterBindingDeleteArguments: XDRCodable {
        package var nwfilter: NWFilterBindingReference = NWFilterBindingReference()
        package init() {}
        package init(nwfilter: NWFilterBindingReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_binding_get_xml_desc_args`
    package struct NWFilterBindingGetXMLDescArguments: XDRCodable {
        package var nwfilter: NWFilterBindingReference = NWFilterBindingReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(nwfilter: NWFilterBindingReference, flags: UInt32) {
            self.nwfilter = nwfilter
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_nwfilter_binding_get_xml_desc_ret`
    package struct NWFilterBindingGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_binding_lookup_by_port_dev_args`
    package struct NWFilterBindingLookupByPortDevArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_binding_lookup_by_port_dev_ret`
    package struct NWFilterBindingLookupByPortDevResult: XDRCodable {
        package var nwfilter: NWFilterBindingReference = NWFilterBindingReference()
        package init() {}
        package init(nwfilter: NWFilterBindingReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_define_xml_args`
    package struct NWFilterDefineXMLArguments: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_define_xml_flags_args`
    package struct NWFilterDefineXMLFlagsArguments: XDRCodable {
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
    /// `remote_nwfilter_define_xml_flags_ret`
    package struct NWFilterDefineXMLFlagsResult: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package init() {}
        package init(nwfilter: NWFilterReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_define_xml_ret`
    package struct NWFilterDefineXMLResult: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package init() {}
        package init(nwfilter: NWFilterReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_get_xml_desc_args`
    package struct NWFilterGetXMLDescArguments: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(nwfilter: NWFilterReference, flags: UInt32) {
            self.nwfilter = nwfilter
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_nwfilter_get_xml_desc_ret`
    package struct NWFilterGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_lookup_by_name_args`
    package struct NWFilterLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_nwfilter_lookup_by_name_ret`
    package struct NWFilterLookupByNameResult: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package init() {}
        package init(nwfilter: NWFilterReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_lookup_by_uuid_args`
    package struct NWFilterLookupByUUIDArguments: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(uuid: UUIDBytes) {
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
        }
    }
    /// `remote_nwfilter_lookup_by_uuid_ret`
    package struct NWFilterLookupByUUIDResult: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package init() {}
        package init(nwfilter: NWFilterReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
    /// `remote_nwfilter_undefine_args`
    package struct NWFilterUndefineArguments: XDRCodable {
        package var nwfilter: NWFilterReference = NWFilterReference()
        package init() {}
        package init(nwfilter: NWFilterReference) {
            self.nwfilter = nwfilter
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try nwfilter.xdr(&stream)
        }
    }
}
