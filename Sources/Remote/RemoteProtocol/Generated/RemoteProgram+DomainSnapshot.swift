// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_snapshot_create_xml_args`
    package struct DomainSnapshotCreateXMLArguments: XDRCodable {
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
    /// `remote_domain_snapshot_create_xml_ret`
    package struct DomainSnapshotCreateXMLResult: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package init() {}
        package init(snap: DomainSnapshotReference) {
            self.snap = snap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
        }
    }
    /// `remote_domain_snapshot_current_args`
    package struct DomainSnapshotCurrentArguments: XDRCodable {
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
    /// `remote_domain_snapshot_current_ret`
    package struct DomainSnapshotCurrentResult: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package init() {}
        package init(snap: DomainSnapshotReference) {
            self.snap = snap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
        }
    }
    /// `remote_domain_snapshot_delete_args`
    package struct DomainSnapshotDeleteArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_get_parent_args`
    package struct DomainSnapshotGetParentArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_get_parent_ret`
    package struct DomainSnapshotGetParentResult: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package init() {}
        package init(snap: DomainSnapshotReference) {
            self.snap = snap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
        }
    }
    /// `remote_domain_snapshot_get_xml_desc_args`
    package struct DomainSnapshotGetXMLDescArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_get_xml_desc_ret`
    package struct DomainSnapshotGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_snapshot_has_metadata_args`
    package struct DomainSnapshotHasMetadataArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_has_metadata_ret`
    package struct DomainSnapshotHasMetadataResult: XDRCodable {
        package var metadata: Int32 = 0
        package init() {}
        package init(metadata: Int32) {
            self.metadata = metadata
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&metadata)
        }
    }
    /// `remote_domain_snapshot_is_current_args`
    package struct DomainSnapshotIsCurrentArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_is_current_ret`
    package struct DomainSnapshotIsCurrentResult: XDRCodable {
        package var current: Int32 = 0
        package init() {}
        package init(current: Int32) {
            self.current = current
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&current)
        }
    }
    /// `remote_domain_snapshot_list_all_children_args`
    package struct DomainSnapshotListAllChildrenArguments: XDRCodable {
        package var snapshot: DomainSnapshotReference = DomainSnapshotReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(snapshot: DomainSnapshotReference, needResults: Int32, flags: UInt32) {
            self.snapshot = snapshot
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snapshot.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_list_all_children_ret`
    package struct DomainSnapshotListAllChildrenResult: XDRCodable {
        package var snapshots: [DomainSnapshotReference] = []
        package var ret: Int32 = 0
        package init() {}
        package init(snapshots: [DomainSnapshotReference], ret: Int32) {
            self.snapshots = snapshots
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&snapshots, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_domain_snapshot_list_children_names_args`
    package struct DomainSnapshotListChildrenNamesArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var maxnames: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, maxnames: Int32, flags: UInt32) {
            self.snap = snap
            self.maxnames = maxnames
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&maxnames)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_list_children_names_ret`
    package struct DomainSnapshotListChildrenNamesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_domain_snapshot_list_names_args`
    package struct DomainSnapshotListNamesArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var maxnames: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, maxnames: Int32, flags: UInt32) {
            self.dom = dom
            self.maxnames = maxnames
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&maxnames)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_list_names_ret`
    package struct DomainSnapshotListNamesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_domain_snapshot_lookup_by_name_args`
    package struct DomainSnapshotLookupByNameArguments: XDRCodable {
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
    /// `remote_domain_snapshot_lookup_by_name_ret`
    package struct DomainSnapshotLookupByNameResult: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package init() {}
        package init(snap: DomainSnapshotReference) {
            self.snap = snap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
        }
    }
    /// `remote_domain_snapshot_num_args`
    package struct DomainSnapshotNumArguments: XDRCodable {
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
    /// `remote_domain_snapshot_num_children_args`
    package struct DomainSnapshotNumChildrenArguments: XDRCodable {
        package var snap: DomainSnapshotReference = DomainSnapshotReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(snap: DomainSnapshotReference, flags: UInt32) {
            self.snap = snap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try snap.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_snapshot_num_children_ret`
    package struct DomainSnapshotNumChildrenResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_domain_snapshot_num_ret`
    package struct DomainSnapshotNumResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_nonnull_domain_snapshot`
    package struct DomainSnapshotReference: XDRCodable {
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
