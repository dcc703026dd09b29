// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_checkpoint_create_xml_args`
    package struct DomainCheckpointCreateXMLArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xmlDesc: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, xmlDesc: String, flags: UInt32) {
            self.dom = dom
            self.xmlDesc = xmlDesc
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xmlDesc, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_create_xml_ret`
    package struct DomainCheckpointCreateXMLResult: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package init() {}
        package init(checkpoint: DomainCheckpointReference) {
            self.checkpoint = checkpoint
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
        }
    }
    /// `remote_domain_checkpoint_delete_args`
    package struct DomainCheckpointDeleteArguments: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(checkpoint: DomainCheckpointReference, flags: UInt32) {
            self.checkpoint = checkpoint
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_get_parent_args`
    package struct DomainCheckpointGetParentArguments: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(checkpoint: DomainCheckpointReference, flags: UInt32) {
            self.checkpoint = checkpoint
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_get_parent_ret`
    package struct DomainCheckpointGetParentResult: XDRCodable {
        package var parent: DomainCheckpointReference = DomainCheckpointReference()
        package init() {}
        package init(parent: DomainCheckpointReference) {
            self.parent = parent
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try parent.xdr(&stream)
        }
    }
    /// `remote_domain_checkpoint_get_xml_desc_args`
    package struct DomainCheckpointGetXMLDescArguments: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(checkpoint: DomainCheckpointReference, flags: UInt32) {
            self.checkpoint = checkpoint
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_get_xml_desc_ret`
    package struct DomainCheckpointGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_checkpoint_list_all_children_args`
    package struct DomainCheckpointListAllChildrenArguments: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(checkpoint: DomainCheckpointReference, needResults: Int32, flags: UInt32) {
            self.checkpoint = checkpoint
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_list_all_children_ret`
    package struct DomainCheckpointListAllChildrenResult: XDRCodable {
        package var checkpoints: [DomainCheckpointReference] = []
        package var ret: Int32 = 0
        package init() {}
        package init(checkpoints: [DomainCheckpointReference], ret: Int32) {
            self.checkpoints = checkpoints
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&checkpoints, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_checkpoint_lookup_by_name_args`
    package struct DomainCheckpointLookupByNameArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var name: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, name: String, flags: UInt32) {
            self.dom = dom
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_checkpoint_lookup_by_name_ret`
    package struct DomainCheckpointLookupByNameResult: XDRCodable {
        package var checkpoint: DomainCheckpointReference = DomainCheckpointReference()
        package init() {}
        package init(checkpoint: DomainCheckpointReference) {
            self.checkpoint = checkpoint
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try checkpoint.xdr(&stream)
        }
    }
    /// `remote_nonnull_domain_checkpoint`
    package struct DomainCheckpointReference: XDRCodable {
        package var name: String = ""
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(name: String, dom: DomainReference) {
            self.name = name
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try dom.xdr(&stream)
        }
    }
}
