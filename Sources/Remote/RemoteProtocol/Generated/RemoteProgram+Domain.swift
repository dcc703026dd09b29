// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_abort_job_args`
    package struct DomainAbortJobArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_abort_job_flags_args`
    package struct DomainAbortJobFlagsArguments: XDRCodable {
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
    /// `remote_domain_add_iothread_args`
    package struct DomainAddIOThreadArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var iothreadID: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, iothreadID: UInt32, flags: UInt32) {
            self.dom = dom
            self.iothreadID = iothreadID
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&iothreadID)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_agent_set_response_timeout_args`
    package struct DomainAgentSetResponseTimeoutArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var timeout: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, timeout: Int32, flags: UInt32) {
            self.dom = dom
            self.timeout = timeout
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&timeout)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_agent_set_response_timeout_ret`
    package struct DomainAgentSetResponseTimeoutResult: XDRCodable {
        package var result: Int32 = 0
        package init() {}
        package init(result: Int32) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&result)
        }
    }
    /// `remote_domain_attach_device_args`
    package struct DomainAttachDeviceArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xml: String = ""
        package init() {}
        package init(dom: DomainReference, xml: String) {
            self.dom = dom
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_attach_device_flags_args`
    package struct DomainAttachDeviceFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, xml: String, flags: UInt32) {
            self.dom = dom
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_authorized_ssh_keys_get_args`
    package struct DomainAuthorizedSSHKeysGetArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var user: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, user: String, flags: UInt32) {
            self.dom = dom
            self.user = user
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&user, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_authorized_ssh_keys_get_ret`
    package struct DomainAuthorizedSSHKeysGetResult: XDRCodable {
        package var keys: [String] = []
        package init() {}
        package init(keys: [String]) {
            self.keys = keys
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&keys, atMost: 2048, each: 4194304)
        }
    }
    /// `remote_domain_authorized_ssh_keys_set_args`
    package struct DomainAuthorizedSSHKeysSetArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var user: String = ""
        package var keys: [String] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, user: String, keys: [String], flags: UInt32) {
            self.dom = dom
            self.user = user
            self.keys = keys
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&user, atMost: 4194304)
            try stream.strings(&keys, atMost: 2048, each: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_backup_begin_args`
    package struct DomainBackupBeginArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var backupXML: String = ""
        package var checkpointXML: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, backupXML: String, checkpointXML: String?, flags: UInt32) {
            self.dom = dom
            self.backupXML = backupXML
            self.checkpointXML = checkpointXML
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&backupXML, atMost: 4194304)
            try stream.optionalString(&checkpointXML, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_backup_get_xml_desc_args`
    package struct DomainBackupGetXMLDescArguments: XDRCodable {
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
    /// `remote_domain_backup_get_xml_desc_ret`
    package struct DomainBackupGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_core_dump_args`
    package struct DomainCoreDumpArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var to: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, to: String, flags: UInt32) {
            self.dom = dom
            self.to = to
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&to, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_core_dump_with_format_args`
    package struct DomainCoreDumpWithFormatArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var to: String = ""
        package var dumpformat: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, to: String, dumpformat: UInt32, flags: UInt32) {
            self.dom = dom
            self.to = to
            self.dumpformat = dumpformat
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&to, atMost: 4194304)
            try stream.integer(&dumpformat)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_create_args`
    package struct DomainCreateArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_create_with_files_args`
    package struct DomainCreateWithFilesArguments: XDRCodable {
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
    /// `remote_domain_create_with_files_ret`
    package struct DomainCreateWithFilesResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_create_with_flags_args`
    package struct DomainCreateWithFlagsArguments: XDRCodable {
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
    /// `remote_domain_create_with_flags_ret`
    package struct DomainCreateWithFlagsResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_create_xml_args`
    package struct DomainCreateXMLArguments: XDRCodable {
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
    /// `remote_domain_create_xml_ret`
    package struct DomainCreateXMLResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_create_xml_with_files_args`
    package struct DomainCreateXMLWithFilesArguments: XDRCodable {
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
    /// `remote_domain_create_xml_with_files_ret`
    package struct DomainCreateXMLWithFilesResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_define_xml_args`
    package struct DomainDefineXMLArguments: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_define_xml_flags_args`
    package struct DomainDefineXMLFlagsArguments: XDRCodable {
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
    /// `remote_domain_define_xml_flags_ret`
    package struct DomainDefineXMLFlagsResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_define_xml_ret`
    package struct DomainDefineXMLResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_del_iothread_args`
    package struct DomainDelIOThreadArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var iothreadID: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, iothreadID: UInt32, flags: UInt32) {
            self.dom = dom
            self.iothreadID = iothreadID
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&iothreadID)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_destroy_args`
    package struct DomainDestroyArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_destroy_flags_args`
    package struct DomainDestroyFlagsArguments: XDRCodable {
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
    /// `remote_domain_detach_device_alias_args`
    package struct DomainDetachDeviceAliasArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var alias: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, alias: String, flags: UInt32) {
            self.dom = dom
            self.alias = alias
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&alias, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_detach_device_args`
    package struct DomainDetachDeviceArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xml: String = ""
        package init() {}
        package init(dom: DomainReference, xml: String) {
            self.dom = dom
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_detach_device_flags_args`
    package struct DomainDetachDeviceFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, xml: String, flags: UInt32) {
            self.dom = dom
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_disk_error`
    package struct DomainDiskError: XDRCodable {
        package var disk: String = ""
        package var error: Int32 = 0
        package init() {}
        package init(disk: String, error: Int32) {
            self.disk = disk
            self.error = error
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&disk, atMost: 4194304)
            try stream.integer(&error)
        }
    }
    /// `remote_domain_fd_associate_args`
    package struct DomainFDAssociateArguments: XDRCodable {
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
    /// `remote_domain_fsfreeze_args`
    package struct DomainFsfreezeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var mountpoints: [String] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, mountpoints: [String], flags: UInt32) {
            self.dom = dom
            self.mountpoints = mountpoints
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.strings(&mountpoints, atMost: 256, each: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_fsfreeze_ret`
    package struct DomainFsfreezeResult: XDRCodable {
        package var filesystems: Int32 = 0
        package init() {}
        package init(filesystems: Int32) {
            self.filesystems = filesystems
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&filesystems)
        }
    }
    /// `remote_domain_fsinfo`
    package struct DomainFSInfo: XDRCodable {
        package var mountpoint: String = ""
        package var name: String = ""
        package var fstype: String = ""
        package var devAliases: [String] = []
        package init() {}
        package init(mountpoint: String, name: String, fstype: String, devAliases: [String]) {
            self.mountpoint = mountpoint
            self.name = name
            self.fstype = fstype
            self.devAliases = devAliases
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&mountpoint, atMost: 4194304)
            try stream.string(&name, atMost: 4194304)
            try stream.string(&fstype, atMost: 4194304)
            try stream.strings(&devAliases, atMost: 256, each: 4194304)
        }
    }
    /// `remote_domain_fsthaw_args`
    package struct DomainFsthawArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var mountpoints: [String] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, mountpoints: [String], flags: UInt32) {
            self.dom = dom
            self.mountpoints = mountpoints
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.strings(&mountpoints, atMost: 256, each: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_fsthaw_ret`
    package struct DomainFsthawResult: XDRCodable {
        package var filesystems: Int32 = 0
        package init() {}
        package init(filesystems: Int32) {
            self.filesystems = filesystems
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&filesystems)
        }
    }
    /// `remote_domain_fstrim_args`
    package struct DomainFstrimArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var mountPoint: String? = nil
        package var minimum: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, mountPoint: String?, minimum: UInt64, flags: UInt32) {
            self.dom = dom
            self.mountPoint = mountPoint
            self.minimum = minimum
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&mountPoint, atMost: 4194304)
            try stream.integer(&minimum)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_has_current_snapshot_args`
    package struct DomainHasCurrentSnapshotArguments: XDRCodable {
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
    /// `remote_domain_has_current_snapshot_ret`
    package struct DomainHasCurrentSnapshotResult: XDRCodable {
        package var result: Int32 = 0
        package init() {}
        package init(result: Int32) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&result)
        }
    }
    /// `remote_domain_has_managed_save_image_args`
    package struct DomainHasManagedSaveImageArguments: XDRCodable {
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
    /// `remote_domain_has_managed_save_image_ret`
    package struct DomainHasManagedSaveImageResult: XDRCodable {
        package var result: Int32 = 0
        package init() {}
        package init(result: Int32) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&result)
        }
    }
    /// `remote_domain_inject_nmi_args`
    package struct DomainInjectNMIArguments: XDRCodable {
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
    /// `remote_domain_interface`
    package struct DomainInterface: XDRCodable {
        package var name: String = ""
        package var hwaddr: String? = nil
        package var addrs: [DomainIPAddr] = []
        package init() {}
        package init(name: String, hwaddr: String?, addrs: [DomainIPAddr]) {
            self.name = name
            self.hwaddr = hwaddr
            self.addrs = addrs
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.optionalString(&hwaddr, atMost: 4194304)
            try stream.list(&addrs, atMost: 2048)
        }
    }
    /// `remote_domain_interface_addresses_args`
    package struct DomainInterfaceAddressesArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var source: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, source: UInt32, flags: UInt32) {
            self.dom = dom
            self.source = source
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&source)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_interface_addresses_ret`
    package struct DomainInterfaceAddressesResult: XDRCodable {
        package var ifaces: [DomainInterface] = []
        package init() {}
        package init(ifaces: [DomainInterface]) {
            self.ifaces = ifaces
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&ifaces, atMost: 2048)
        }
    }
    /// `remote_domain_interface_stats_args`
    package struct DomainInterfaceStatsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var device: String = ""
        package init() {}
        package init(dom: DomainReference, device: String) {
            self.dom = dom
            self.device = device
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&device, atMost: 4194304)
        }
    }
    /// `remote_domain_interface_stats_ret`
    package struct DomainInterfaceStatsResult: XDRCodable {
        package var rxBytes: Int64 = 0
        package var rxPackets: Int64 = 0
        package var rxErrs: Int64 = 0
        package var rxDrop: Int64 = 0
        package var txBytes: Int64 = 0
        package var txPackets: Int64 = 0
        package var txErrs: Int64 = 0
        package var txDrop: Int64 = 0
        package init() {}
        package init(rxBytes: Int64, rxPackets: Int64, rxErrs: Int64, rxDrop: Int64, txBytes: Int64, txPackets: Int64, txErrs: Int64, txDrop: Int64) {
            self.rxBytes = rxBytes
            self.rxPackets = rxPackets
            self.rxErrs = rxErrs
            self.rxDrop = rxDrop
            self.txBytes = txBytes
            self.txPackets = txPackets
            self.txErrs = txErrs
            self.txDrop = txDrop
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&rxBytes)
            try stream.integer(&rxPackets)
            try stream.integer(&rxErrs)
            try stream.integer(&rxDrop)
            try stream.integer(&txBytes)
            try stream.integer(&txPackets)
            try stream.integer(&txErrs)
            try stream.integer(&txDrop)
        }
    }
    /// `remote_domain_iothread_info`
    package struct DomainIOThreadInfo: XDRCodable {
        package var iothreadID: UInt32 = 0
        package var cpumap: [UInt8] = []
        package init() {}
        package init(iothreadID: UInt32, cpumap: [UInt8]) {
            self.iothreadID = iothreadID
            self.cpumap = cpumap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&iothreadID)
            try stream.opaque(&cpumap, atMost: 2048)
        }
    }
    /// `remote_domain_ip_addr`
    package struct DomainIPAddr: XDRCodable {
        package var type: Int32 = 0
        package var addr: String = ""
        package var prefix: UInt32 = 0
        package init() {}
        package init(type: Int32, addr: String, prefix: UInt32) {
            self.type = type
            self.addr = addr
            self.prefix = prefix
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&type)
            try stream.string(&addr, atMost: 4194304)
            try stream.integer(&prefix)
        }
    }
    /// `remote_domain_is_active_args`
    package struct DomainIsActiveArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_is_active_ret`
    package struct DomainIsActiveResult: XDRCodable {
        package var active: Int32 = 0
        package init() {}
        package init(active: Int32) {
            self.active = active
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&active)
        }
    }
    /// `remote_domain_is_persistent_args`
    package struct DomainIsPersistentArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_is_persistent_ret`
    package struct DomainIsPersistentResult: XDRCodable {
        package var persistent: Int32 = 0
        package init() {}
        package init(persistent: Int32) {
            self.persistent = persistent
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&persistent)
        }
    }
    /// `remote_domain_is_updated_args`
    package struct DomainIsUpdatedArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_is_updated_ret`
    package struct DomainIsUpdatedResult: XDRCodable {
        package var updated: Int32 = 0
        package init() {}
        package init(updated: Int32) {
            self.updated = updated
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&updated)
        }
    }
    /// `remote_domain_list_all_checkpoints_args`
    package struct DomainListAllCheckpointsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, needResults: Int32, flags: UInt32) {
            self.dom = dom
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_list_all_checkpoints_ret`
    package struct DomainListAllCheckpointsResult: XDRCodable {
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
    /// `remote_domain_list_all_snapshots_args`
    package struct DomainListAllSnapshotsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, needResults: Int32, flags: UInt32) {
            self.dom = dom
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_list_all_snapshots_ret`
    package struct DomainListAllSnapshotsResult: XDRCodable {
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
    /// `remote_domain_lookup_by_id_args`
    package struct DomainLookupByIDArguments: XDRCodable {
        package var id: Int32 = 0
        package init() {}
        package init(id: Int32) {
            self.id = id
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&id)
        }
    }
    /// `remote_domain_lookup_by_id_ret`
    package struct DomainLookupByIDResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_lookup_by_name_args`
    package struct DomainLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_domain_lookup_by_name_ret`
    package struct DomainLookupByNameResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_lookup_by_uuid_args`
    package struct DomainLookupByUUIDArguments: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(uuid: UUIDBytes) {
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
        }
    }
    /// `remote_domain_lookup_by_uuid_ret`
    package struct DomainLookupByUUIDResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_managed_save_args`
    package struct DomainManagedSaveArguments: XDRCodable {
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
    /// `remote_domain_managed_save_define_xml_args`
    package struct DomainManagedSaveDefineXMLArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var dxml: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, dxml: String?, flags: UInt32) {
            self.dom = dom
            self.dxml = dxml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&dxml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_managed_save_get_xml_desc_args`
    package struct DomainManagedSaveGetXMLDescArguments: XDRCodable {
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
    /// `remote_domain_managed_save_get_xml_desc_ret`
    package struct DomainManagedSaveGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_managed_save_remove_args`
    package struct DomainManagedSaveRemoveArguments: XDRCodable {
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
    /// `remote_domain_memory_peek_args`
    package struct DomainMemoryPeekArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var offset: UInt64 = 0
        package var size: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, offset: UInt64, size: UInt32, flags: UInt32) {
            self.dom = dom
            self.offset = offset
            self.size = size
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&offset)
            try stream.integer(&size)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_memory_peek_ret`
    package struct DomainMemoryPeekResult: XDRCodable {
        package var buffer: [UInt8] = []
        package init() {}
        package init(buffer: [UInt8]) {
            self.buffer = buffer
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&buffer, atMost: 4194304)
        }
    }
    /// `remote_domain_memory_stat`
    package struct DomainMemoryStat: XDRCodable {
        package var tag: Int32 = 0
        package var val: UInt64 = 0
        package init() {}
        package init(tag: Int32, val: UInt64) {
            self.tag = tag
            self.val = val
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&tag)
            try stream.integer(&val)
        }
    }
    /// `remote_domain_memory_stats_args`
    package struct DomainMemoryStatsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var maxStats: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, maxStats: UInt32, flags: UInt32) {
            self.dom = dom
            self.maxStats = maxStats
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&maxStats)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_memory_stats_ret`
    package struct DomainMemoryStatsResult: XDRCodable {
        package var stats: [DomainMemoryStat] = []
        package init() {}
        package init(stats: [DomainMemoryStat]) {
            self.stats = stats
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&stats, atMost: 1024)
        }
    }
    /// `remote_domain_open_channel_args`
    package struct DomainOpenChannelArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var name: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, name: String?, flags: UInt32) {
            self.dom = dom
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_open_console_args`
    package struct DomainOpenConsoleArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var devName: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, devName: String?, flags: UInt32) {
            self.dom = dom
            self.devName = devName
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&devName, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_open_graphics_args`
    package struct DomainOpenGraphicsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var idx: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, idx: UInt32, flags: UInt32) {
            self.dom = dom
            self.idx = idx
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&idx)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_open_graphics_fd_args`
    package struct DomainOpenGraphicsFDArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var idx: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, idx: UInt32, flags: UInt32) {
            self.dom = dom
            self.idx = idx
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&idx)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_pin_emulator_args`
    package struct DomainPinEmulatorArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cpumap: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, cpumap: [UInt8], flags: UInt32) {
            self.dom = dom
            self.cpumap = cpumap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.opaque(&cpumap, atMost: 2048)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_pin_iothread_args`
    package struct DomainPinIOThreadArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var iothreadsID: UInt32 = 0
        package var cpumap: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, iothreadsID: UInt32, cpumap: [UInt8], flags: UInt32) {
            self.dom = dom
            self.iothreadsID = iothreadsID
            self.cpumap = cpumap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&iothreadsID)
            try stream.opaque(&cpumap, atMost: 2048)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_pin_vcpu_args`
    package struct DomainPinVCPUArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var vcpu: UInt32 = 0
        package var cpumap: [UInt8] = []
        package init() {}
        package init(dom: DomainReference, vcpu: UInt32, cpumap: [UInt8]) {
            self.dom = dom
            self.vcpu = vcpu
            self.cpumap = cpumap
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&vcpu)
            try stream.opaque(&cpumap, atMost: 2048)
        }
    }
    /// `remote_domain_pin_vcpu_flags_args`
    package struct DomainPinVCPUFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var vcpu: UInt32 = 0
        package var cpumap: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, vcpu: UInt32, cpumap: [UInt8], flags: UInt32) {
            self.dom = dom
            self.vcpu = vcpu
            self.cpumap = cpumap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&vcpu)
            try stream.opaque(&cpumap, atMost: 2048)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_pm_suspend_for_duration_args`
    package struct DomainPMSuspendForDurationArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var target: UInt32 = 0
        package var duration: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, target: UInt32, duration: UInt64, flags: UInt32) {
            self.dom = dom
            self.target = target
            self.duration = duration
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&target)
            try stream.integer(&duration)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_pm_wakeup_args`
    package struct DomainPMWakeupArguments: XDRCodable {
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
    /// `remote_domain_reboot_args`
    package struct DomainRebootArguments: XDRCodable {
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
    /// `remote_domain_rename_args`
    package struct DomainRenameArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var newName: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, newName: String?, flags: UInt32) {
            self.dom = dom
            self.newName = newName
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&newName, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_rename_ret`
    package struct DomainRenameResult: XDRCodable {
        package var retcode: Int32 = 0
        package init() {}
        package init(retcode: Int32) {
            self.retcode = retcode
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&retcode)
        }
    }
    /// `remote_domain_reset_args`
    package struct DomainResetArguments: XDRCodable {
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
    /// `remote_domain_restore_args`
    package struct DomainRestoreArguments: XDRCodable {
        package var from: String = ""
        package init() {}
        package init(from: String) {
            self.from = from
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&from, atMost: 4194304)
        }
    }
    /// `remote_domain_restore_flags_args`
    package struct DomainRestoreFlagsArguments: XDRCodable {
        package var from: String = ""
        package var dxml: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(from: String, dxml: String?, flags: UInt32) {
            self.from = from
            self.dxml = dxml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&from, atMost: 4194304)
            try stream.optionalString(&dxml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_restore_params_args`
    package struct DomainRestoreParamsArguments: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], flags: UInt32) {
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_resume_args`
    package struct DomainResumeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_revert_to_snapshot_args`
    package struct DomainRevertToSnapshotArguments: XDRCodable {
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
    /// `remote_domain_save_args`
    package struct DomainSaveArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var to: String = ""
        package init() {}
        package init(dom: DomainReference, to: String) {
            self.dom = dom
            self.to = to
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&to, atMost: 4194304)
        }
    }
    /// `remote_domain_save_flags_args`
    package struct DomainSaveFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var to: String = ""
        package var dxml: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, to: String, dxml: String?, flags: UInt32) {
            self.dom = dom
            self.to = to
            self.dxml = dxml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&to, atMost: 4194304)
            try stream.optionalString(&dxml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_save_image_define_xml_args`
    package struct DomainSaveImageDefineXMLArguments: XDRCodable {
        package var file: String = ""
        package var dxml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(file: String, dxml: String, flags: UInt32) {
            self.file = file
            self.dxml = dxml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&file, atMost: 4194304)
            try stream.string(&dxml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_save_image_get_xml_desc_args`
    package struct DomainSaveImageGetXMLDescArguments: XDRCodable {
        package var file: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(file: String, flags: UInt32) {
            self.file = file
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&file, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_save_image_get_xml_desc_ret`
    package struct DomainSaveImageGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_save_params_args`
    package struct DomainSaveParamsArguments: XDRCodable {
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
    /// `remote_domain_screenshot_args`
    package struct DomainScreenshotArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var screen: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, screen: UInt32, flags: UInt32) {
            self.dom = dom
            self.screen = screen
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&screen)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_screenshot_ret`
    package struct DomainScreenshotResult: XDRCodable {
        package var mime: String? = nil
        package init() {}
        package init(mime: String?) {
            self.mime = mime
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&mime, atMost: 4194304)
        }
    }
    /// `remote_domain_send_key_args`
    package struct DomainSendKeyArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var codeset: UInt32 = 0
        package var holdtime: UInt32 = 0
        package var keycodes: [UInt32] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, codeset: UInt32, holdtime: UInt32, keycodes: [UInt32], flags: UInt32) {
            self.dom = dom
            self.codeset = codeset
            self.holdtime = holdtime
            self.keycodes = keycodes
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&codeset)
            try stream.integer(&holdtime)
            try stream.list(&keycodes, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_send_process_signal_args`
    package struct DomainSendProcessSignalArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var pidValue: Int64 = 0
        package var signum: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, pidValue: Int64, signum: UInt32, flags: UInt32) {
            self.dom = dom
            self.pidValue = pidValue
            self.signum = signum
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&pidValue)
            try stream.integer(&signum)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_shutdown_args`
    package struct DomainShutdownArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_shutdown_flags_args`
    package struct DomainShutdownFlagsArguments: XDRCodable {
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
    /// `remote_domain_start_dirty_rate_calc_args`
    package struct DomainStartDirtyRateCalcArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var seconds: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, seconds: Int32, flags: UInt32) {
            self.dom = dom
            self.seconds = seconds
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&seconds)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_stats_record`
    package struct DomainStatsRecord: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter]) {
            self.dom = dom
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 262144)
        }
    }
    /// `remote_domain_suspend_args`
    package struct DomainSuspendArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_undefine_args`
    package struct DomainUndefineArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_undefine_flags_args`
    package struct DomainUndefineFlagsArguments: XDRCodable {
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
    /// `remote_domain_update_device_flags_args`
    package struct DomainUpdateDeviceFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, xml: String, flags: UInt32) {
            self.dom = dom
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_nonnull_domain`
    package struct DomainReference: XDRCodable {
        package var name: String = ""
        package var uuid: UUIDBytes = UUIDBytes()
        package var id: Int32 = 0
        package init() {}
        package init(name: String, uuid: UUIDBytes, id: Int32) {
            self.name = name
            self.uuid = uuid
            self.id = id
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try uuid.xdr(&stream)
            try stream.integer(&id)
        }
    }
}
