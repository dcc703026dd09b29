// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_nonnull_storage_pool`
    package struct StoragePoolReference: XDRCodable {
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
    /// `remote_nonnull_storage_vol`
    package struct StorageVolReference: XDRCodable {
        package var pool: String = ""
        package var name: String = ""
        package var key: String = ""
        package init() {}
        package init(pool: String, name: String, key: String) {
            self.pool = pool
            self.name = name
            self.key = key
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&pool, atMost: 4194304)
            try stream.string(&name, atMost: 4194304)
            try stream.string(&key, atMost: 4194304)
        }
    }
    /// `remote_storage_pool_build_args`
    package struct StoragePoolBuildArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, flags: UInt32) {
            self.pool = pool
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_create_args`
    package struct StoragePoolCreateArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, flags: UInt32) {
            self.pool = pool
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_create_xml_args`
    package struct StoragePoolCreateXMLArguments: XDRCodable {
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
    /// `remote_storage_pool_create_xml_ret`
    package struct StoragePoolCreateXMLResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_define_xml_args`
    package struct StoragePoolDefineXMLArguments: XDRCodable {
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
    /// `remote_storage_pool_define_xml_ret`
    package struct StoragePoolDefineXMLResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_delete_args`
    package struct StoragePoolDeleteArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, flags: UInt32) {
            self.pool = pool
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_destroy_args`
    package struct StoragePoolDestroyArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_event_lifecycle_msg`
    package struct StoragePoolEventLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var pool: StoragePoolReference = StoragePoolReference()
        package var event: Int32 = 0
        package var detail: Int32 = 0
        package init() {}
        package init(callbackID: Int32, pool: StoragePoolReference, event: Int32, detail: Int32) {
            self.callbackID = callbackID
            self.pool = pool
            self.event = event
            self.detail = detail
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try pool.xdr(&stream)
            try stream.integer(&event)
            try stream.integer(&detail)
        }
    }
    /// `remote_storage_pool_event_refresh_msg`
    package struct StoragePoolEventRefreshMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(callbackID: Int32, pool: StoragePoolReference) {
            self.callbackID = callbackID
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_get_autostart_args`
    package struct StoragePoolGetAutostartArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_get_autostart_ret`
    package struct StoragePoolGetAutostartResult: XDRCodable {
        package var autostart: Int32 = 0
        package init() {}
        package init(autostart: Int32) {
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&autostart)
        }
    }
    /// `remote_storage_pool_get_info_args`
    package struct StoragePoolGetInfoArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_get_info_ret`
    package struct StoragePoolGetInfoResult: XDRCodable {
        package var state: UInt8 = 0
        package var capacity: UInt64 = 0
        package var allocation: UInt64 = 0
        package var available: UInt64 = 0
        package init() {}
        package init(state: UInt8, capacity: UInt64, allocation: UInt64, available: UInt64) {
            self.state = state
            self.capacity = capacity
            self.allocation = allocation
            self.available = available
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.unsignedCharacter(&state)
            try stream.integer(&capacity)
            try stream.integer(&allocation)
            try stream.integer(&available)
        }
    }
    /// `remote_storage_pool_get_xml_desc_args`
    package struct StoragePoolGetXMLDescArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, flags: UInt32) {
            self.pool = pool
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_get_xml_desc_ret`
    package struct StoragePoolGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_storage_pool_is_active_args`
    package struct StoragePoolIsActiveArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_is_active_ret`
    package struct StoragePoolIsActiveResult: XDRCodable {
        package var active: Int32 = 0
        package init() {}
        package init(active: Int32) {
            self.active = active
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&active)
        }
    }
    /// `remote_storage_pool_is_persistent_args`
    package struct StoragePoolIsPersistentArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_is_persistent_ret`
    package struct StoragePoolIsPersistentResult: XDRCodable {
        package var persistent: Int32 = 0
        package init() {}
        package init(persistent: Int32) {
            self.persistent = persistent
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&persistent)
        }
    }
    /// `remote_storage_pool_list_all_volumes_args`
    package struct StoragePoolListAllVolumesArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var needResults: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, needResults: Int32, flags: UInt32) {
            self.pool = pool
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_list_all_volumes_ret`
    package struct StoragePoolListAllVolumesResult: XDRCodable {
        package var vols: [StorageVolReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(vols: [StorageVolReference], ret: UInt32) {
            self.vols = vols
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&vols, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `remote_storage_pool_list_volumes_args`
    package struct StoragePoolListVolumesArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var maxnames: Int32 = 0
        package init() {}
        package init(pool: StoragePoolReference, maxnames: Int32) {
            self.pool = pool
            self.maxnames = maxnames
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&maxnames)
        }
    }
    /// `remote_storage_pool_list_volumes_ret`
    package struct StoragePoolListVolumesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 16384, each: 4194304)
        }
    }
    /// `remote_storage_pool_lookup_by_name_args`
    package struct StoragePoolLookupByNameArguments: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_storage_pool_lookup_by_name_ret`
    package struct StoragePoolLookupByNameResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_lookup_by_target_path_args`
    package struct StoragePoolLookupByTargetPathArguments: XDRCodable {
        package var path: String = ""
        package init() {}
        package init(path: String) {
            self.path = path
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&path, atMost: 4194304)
        }
    }
    /// `remote_storage_pool_lookup_by_target_path_ret`
    package struct StoragePoolLookupByTargetPathResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_lookup_by_uuid_args`
    package struct StoragePoolLookupByUUIDArguments: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(uuid: UUIDBytes) {
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
        }
    }
    /// `remote_storage_pool_lookup_by_uuid_ret`
    package struct StoragePoolLookupByUUIDResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_lookup_by_volume_args`
    package struct StoragePoolLookupByVolumeArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_pool_lookup_by_volume_ret`
    package struct StoragePoolLookupByVolumeResult: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_num_of_volumes_args`
    package struct StoragePoolNumOfVolumesArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_pool_num_of_volumes_ret`
    package struct StoragePoolNumOfVolumesResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_storage_pool_refresh_args`
    package struct StoragePoolRefreshArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, flags: UInt32) {
            self.pool = pool
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_pool_set_autostart_args`
    package struct StoragePoolSetAutostartArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var autostart: Int32 = 0
        package init() {}
        package init(pool: StoragePoolReference, autostart: Int32) {
            self.pool = pool
            self.autostart = autostart
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.integer(&autostart)
        }
    }
    /// `remote_storage_pool_undefine_args`
    package struct StoragePoolUndefineArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package init() {}
        package init(pool: StoragePoolReference) {
            self.pool = pool
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
        }
    }
    /// `remote_storage_vol_create_xml_args`
    package struct StorageVolCreateXMLArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, xml: String, flags: UInt32) {
            self.pool = pool
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_create_xml_from_args`
    package struct StorageVolCreateXMLFromArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var xml: String = ""
        package var clonevol: StorageVolReference = StorageVolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(pool: StoragePoolReference, xml: String, clonevol: StorageVolReference, flags: UInt32) {
            self.pool = pool
            self.xml = xml
            self.clonevol = clonevol
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.string(&xml, atMost: 4194304)
            try clonevol.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_create_xml_from_ret`
    package struct StorageVolCreateXMLFromResult: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_create_xml_ret`
    package struct StorageVolCreateXMLResult: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_delete_args`
    package struct StorageVolDeleteArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, flags: UInt32) {
            self.vol = vol
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_download_args`
    package struct StorageVolDownloadArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var offset: UInt64 = 0
        package var length: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, offset: UInt64, length: UInt64, flags: UInt32) {
            self.vol = vol
            self.offset = offset
            self.length = length
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&offset)
            try stream.integer(&length)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_get_info_args`
    package struct StorageVolGetInfoArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_get_info_flags_args`
    package struct StorageVolGetInfoFlagsArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, flags: UInt32) {
            self.vol = vol
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_get_info_flags_ret`
    package struct StorageVolGetInfoFlagsResult: XDRCodable {
        package var type: UInt8 = 0
        package var capacity: UInt64 = 0
        package var allocation: UInt64 = 0
        package init() {}
        package init(type: UInt8, capacity: UInt64, allocation: UInt64) {
            self.type = type
            self.capacity = capacity
            self.allocation = allocation
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.character(&type)
            try stream.integer(&capacity)
            try stream.integer(&allocation)
        }
    }
    /// `remote_storage_vol_get_info_ret`
    package struct StorageVolGetInfoResult: XDRCodable {
        package var type: UInt8 = 0
        package var capacity: UInt64 = 0
        package var allocation: UInt64 = 0
        package init() {}
        package init(type: UInt8, capacity: UInt64, allocation: UInt64) {
            self.type = type
            self.capacity = capacity
            self.allocation = allocation
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.character(&type)
            try stream.integer(&capacity)
            try stream.integer(&allocation)
        }
    }
    /// `remote_storage_vol_get_path_args`
    package struct StorageVolGetPathArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_get_path_ret`
    package struct StorageVolGetPathResult: XDRCodable {
        package var name: String = ""
        package init() {}
        package init(name: String) {
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_storage_vol_get_xml_desc_args`
    package struct StorageVolGetXMLDescArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, flags: UInt32) {
            self.vol = vol
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_get_xml_desc_ret`
    package struct StorageVolGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_storage_vol_lookup_by_key_args`
    package struct StorageVolLookupByKeyArguments: XDRCodable {
        package var key: String = ""
        package init() {}
        package init(key: String) {
            self.key = key
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&key, atMost: 4194304)
        }
    }
    /// `remote_storage_vol_lookup_by_key_ret`
    package struct StorageVolLookupByKeyResult: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_lookup_by_name_args`
    package struct StorageVolLookupByNameArguments: XDRCodable {
        package var pool: StoragePoolReference = StoragePoolReference()
        package var name: String = ""
        package init() {}
        package init(pool: StoragePoolReference, name: String) {
            self.pool = pool
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try pool.xdr(&stream)
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_storage_vol_lookup_by_name_ret`
    package struct StorageVolLookupByNameResult: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_lookup_by_path_args`
    package struct StorageVolLookupByPathArguments: XDRCodable {
        package var path: String = ""
        package init() {}
        package init(path: String) {
            self.path = path
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&path, atMost: 4194304)
        }
    }
    /// `remote_storage_vol_lookup_by_path_ret`
    package struct StorageVolLookupByPathResult: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package init() {}
        package init(vol: StorageVolReference) {
            self.vol = vol
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
        }
    }
    /// `remote_storage_vol_resize_args`
    package struct StorageVolResizeArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var capacity: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, capacity: UInt64, flags: UInt32) {
            self.vol = vol
            self.capacity = capacity
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&capacity)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_upload_args`
    package struct StorageVolUploadArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var offset: UInt64 = 0
        package var length: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, offset: UInt64, length: UInt64, flags: UInt32) {
            self.vol = vol
            self.offset = offset
            self.length = length
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&offset)
            try stream.integer(&length)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_wipe_args`
    package struct StorageVolWipeArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, flags: UInt32) {
            self.vol = vol
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_storage_vol_wipe_pattern_args`
    package struct StorageVolWipePatternArguments: XDRCodable {
        package var vol: StorageVolReference = StorageVolReference()
        package var algorithm: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(vol: StorageVolReference, algorithm: UInt32, flags: UInt32) {
            self.vol = vol
            self.algorithm = algorithm
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try vol.xdr(&stream)
            try stream.integer(&algorithm)
            try stream.integer(&flags)
        }
    }
}
