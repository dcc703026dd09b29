// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_migrate_begin3_args`
    package struct DomainMigrateBegin3Arguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xmlin: String? = nil
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, xmlin: String?, flags: UInt64, dname: String?, resource: UInt64) {
            self.dom = dom
            self.xmlin = xmlin
            self.flags = flags
            self.dname = dname
            self.resource = resource
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&xmlin, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
        }
    }
    /// `remote_domain_migrate_begin3_params_args`
    package struct DomainMigrateBegin3ParamsArguments: XDRCodable {
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
    /// `remote_domain_migrate_begin3_params_ret`
    package struct DomainMigrateBegin3ParamsResult: XDRCodable {
        package var cookieOut: [UInt8] = []
        package var xml: String = ""
        package init() {}
        package init(cookieOut: [UInt8], xml: String) {
            self.cookieOut = cookieOut
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_begin3_ret`
    package struct DomainMigrateBegin3Result: XDRCodable {
        package var cookieOut: [UInt8] = []
        package var xml: String = ""
        package init() {}
        package init(cookieOut: [UInt8], xml: String) {
            self.cookieOut = cookieOut
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_confirm3_args`
    package struct DomainMigrateConfirm3Arguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cookieIn: [UInt8] = []
        package var flags: UInt64 = 0
        package var cancelled: Int32 = 0
        package init() {}
        package init(dom: DomainReference, cookieIn: [UInt8], flags: UInt64, cancelled: Int32) {
            self.dom = dom
            self.cookieIn = cookieIn
            self.flags = flags
            self.cancelled = cancelled
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.integer(&cancelled)
        }
    }
    /// `remote_domain_migrate_confirm3_params_args`
    package struct DomainMigrateConfirm3ParamsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package var cookieIn: [UInt8] = []
        package var flags: UInt32 = 0
        package var cancelled: Int32 = 0
        package init() {}
        package init(dom: DomainReference, params: [RemoteTypedParameter], cookieIn: [UInt8], flags: UInt32, cancelled: Int32) {
            self.dom = dom
            self.params = params
            self.cookieIn = cookieIn
            self.flags = flags
            self.cancelled = cancelled
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 64)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.integer(&cancelled)
        }
    }
    /// `remote_domain_migrate_finish2_args`
    package struct DomainMigrateFinish2Arguments: XDRCodable {
        package var dname: String = ""
        package var cookie: [UInt8] = []
        package var uri: String = ""
        package var flags: UInt64 = 0
        package var retcode: Int32 = 0
        package init() {}
        package init(dname: String, cookie: [UInt8], uri: String, flags: UInt64, retcode: Int32) {
            self.dname = dname
            self.cookie = cookie
            self.uri = uri
            self.flags = flags
            self.retcode = retcode
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&dname, atMost: 4194304)
            try stream.opaque(&cookie, atMost: 4194304)
            try stream.string(&uri, atMost: 4194304)
            try stream.integer(&flags)
            try stream.integer(&retcode)
        }
    }
    /// `remote_domain_migrate_finish2_ret`
    package struct DomainMigrateFinish2Result: XDRCodable {
        package var ddom: DomainReference = DomainReference()
        package init() {}
        package init(ddom: DomainReference) {
            self.ddom = ddom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try ddom.xdr(&stream)
        }
    }
    /// `remote_domain_migrate_finish3_args`
    package struct DomainMigrateFinish3Arguments: XDRCodable {
        package var dname: String = ""
        package var cookieIn: [UInt8] = []
        package var dconnuri: String? = nil
        package var uri: String? = nil
        package var flags: UInt64 = 0
        package var cancelled: Int32 = 0
        package init() {}
        package init(dname: String, cookieIn: [UInt8], dconnuri: String?, uri: String?, flags: UInt64, cancelled: Int32) {
            self.dname = dname
            self.cookieIn = cookieIn
            self.dconnuri = dconnuri
            self.uri = uri
            self.flags = flags
            self.cancelled = cancelled
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&dname, atMost: 4194304)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.optionalString(&dconnuri, atMost: 4194304)
            try stream.optionalString(&uri, atMost: 4194304)
            try stream.integer(&flags)
            try stream.integer(&cancelled)
        }
    }
    /// `remote_domain_migrate_finish3_params_args`
    package struct DomainMigrateFinish3ParamsArguments: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var cookieIn: [UInt8] = []
        package var flags: UInt32 = 0
        package var cancelled: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], cookieIn: [UInt8], flags: UInt32, cancelled: Int32) {
            self.params = params
            self.cookieIn = cookieIn
            self.flags = flags
            self.cancelled = cancelled
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.integer(&cancelled)
        }
    }
    /// `remote_domain_migrate_finish3_params_ret`
    package struct DomainMigrateFinish3ParamsResult: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(dom: DomainReference, cookieOut: [UInt8]) {
            self.dom = dom
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_finish3_ret`
    package struct DomainMigrateFinish3Result: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(dom: DomainReference, cookieOut: [UInt8]) {
            self.dom = dom
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_finish_args`
    package struct DomainMigrateFinishArguments: XDRCodable {
        package var dname: String = ""
        package var cookie: [UInt8] = []
        package var uri: String = ""
        package var flags: UInt64 = 0
        package init() {}
        package init(dname: String, cookie: [UInt8], uri: String, flags: UInt64) {
            self.dname = dname
            self.cookie = cookie
            self.uri = uri
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&dname, atMost: 4194304)
            try stream.opaque(&cookie, atMost: 4194304)
            try stream.string(&uri, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_finish_ret`
    package struct DomainMigrateFinishResult: XDRCodable {
        package var ddom: DomainReference = DomainReference()
        package init() {}
        package init(ddom: DomainReference) {
            self.ddom = ddom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try ddom.xdr(&stream)
        }
    }
    /// `remote_domain_migrate_get_compression_cache_args`
    package struct DomainMigrateGetCompressionCacheArguments: XDRCodable {
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
    /// `remote_domain_migrate_get_compression_cache_ret`
    package struct DomainMigrateGetCompressionCacheResult: XDRCodable {
        package var cacheSize: UInt64 = 0
        package init() {}
        package init(cacheSize: UInt64) {
            self.cacheSize = cacheSize
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&cacheSize)
        }
    }
    /// `remote_domain_migrate_get_max_downtime_args`
    package struct DomainMigrateGetMaxDowntimeArguments: XDRCodable {
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
    /// `remote_domain_migrate_get_max_downtime_ret`
    package struct DomainMigrateGetMaxDowntimeResult: XDRCodable {
        package var downtime: UInt64 = 0
        package init() {}
        package init(downtime: UInt64) {
            self.downtime = downtime
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&downtime)
        }
    }
    /// `remote_domain_migrate_get_max_speed_args`
    package struct DomainMigrateGetMaxSpeedArguments: XDRCodable {
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
    /// `remote_domain_migrate_get_max_speed_ret`
    package struct DomainMigrateGetMaxSpeedResult: XDRCodable {
        package var bandwidth: UInt64 = 0
        package init() {}
        package init(bandwidth: UInt64) {
            self.bandwidth = bandwidth
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&bandwidth)
        }
    }
    /// `remote_domain_migrate_perform3_args`
    package struct DomainMigratePerform3Arguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var xmlin: String? = nil
        package var cookieIn: [UInt8] = []
        package var dconnuri: String? = nil
        package var uri: String? = nil
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, xmlin: String?, cookieIn: [UInt8], dconnuri: String?, uri: String?, flags: UInt64, dname: String?, resource: UInt64) {
            self.dom = dom
            self.xmlin = xmlin
            self.cookieIn = cookieIn
            self.dconnuri = dconnuri
            self.uri = uri
            self.flags = flags
            self.dname = dname
            self.resource = resource
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&xmlin, atMost: 4194304)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.optionalString(&dconnuri, atMost: 4194304)
            try stream.optionalString(&uri, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
        }
    }
    /// `remote_domain_migrate_perform3_params_args`
    package struct DomainMigratePerform3ParamsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var dconnuri: String? = nil
        package var params: [RemoteTypedParameter] = []
        package var cookieIn: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, dconnuri: String?, params: [RemoteTypedParameter], cookieIn: [UInt8], flags: UInt32) {
            self.dom = dom
            self.dconnuri = dconnuri
            self.params = params
            self.cookieIn = cookieIn
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&dconnuri, atMost: 4194304)
            try stream.list(&params, atMost: 64)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_perform3_params_ret`
    package struct DomainMigratePerform3ParamsResult: XDRCodable {
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(cookieOut: [UInt8]) {
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_perform3_ret`
    package struct DomainMigratePerform3Result: XDRCodable {
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(cookieOut: [UInt8]) {
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_perform_args`
    package struct DomainMigratePerformArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cookie: [UInt8] = []
        package var uri: String = ""
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, cookie: [UInt8], uri: String, flags: UInt64, dname: String?, resource: UInt64) {
            self.dom = dom
            self.cookie = cookie
            self.uri = uri
            self.flags = flags
            self.dname = dname
            self.resource = resource
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.opaque(&cookie, atMost: 4194304)
            try stream.string(&uri, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
        }
    }
    /// `remote_domain_migrate_prepare2_args`
    package struct DomainMigratePrepare2Arguments: XDRCodable {
        package var uriIn: String? = nil
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package var domXML: String = ""
        package init() {}
        package init(uriIn: String?, flags: UInt64, dname: String?, resource: UInt64, domXML: String) {
            self.uriIn = uriIn
            self.flags = flags
            self.dname = dname
            self.resource = resource
            self.domXML = domXML
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&uriIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
            try stream.string(&domXML, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare2_ret`
    package struct DomainMigratePrepare2Result: XDRCodable {
        package var cookie: [UInt8] = []
        package var uriOut: String? = nil
        package init() {}
        package init(cookie: [UInt8], uriOut: String?) {
            self.cookie = cookie
            self.uriOut = uriOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookie, atMost: 4194304)
            try stream.optionalString(&uriOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare3_args`
    package struct DomainMigratePrepare3Arguments: XDRCodable {
        package var cookieIn: [UInt8] = []
        package var uriIn: String? = nil
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package var domXML: String = ""
        package init() {}
        package init(cookieIn: [UInt8], uriIn: String?, flags: UInt64, dname: String?, resource: UInt64, domXML: String) {
            self.cookieIn = cookieIn
            self.uriIn = uriIn
            self.flags = flags
            self.dname = dname
            self.resource = resource
            self.domXML = domXML
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.optionalString(&uriIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
            try stream.string(&domXML, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare3_params_args`
    package struct DomainMigratePrepare3ParamsArguments: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var cookieIn: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], cookieIn: [UInt8], flags: UInt32) {
            self.params = params
            self.cookieIn = cookieIn
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_prepare3_params_ret`
    package struct DomainMigratePrepare3ParamsResult: XDRCodable {
        package var cookieOut: [UInt8] = []
        package var uriOut: String? = nil
        package init() {}
        package init(cookieOut: [UInt8], uriOut: String?) {
            self.cookieOut = cookieOut
            self.uriOut = uriOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
            try stream.optionalString(&uriOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare3_ret`
    package struct DomainMigratePrepare3Result: XDRCodable {
        package var cookieOut: [UInt8] = []
        package var uriOut: String? = nil
        package init() {}
        package init(cookieOut: [UInt8], uriOut: String?) {
            self.cookieOut = cookieOut
            self.uriOut = uriOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
            try stream.optionalString(&uriOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare_args`
    package struct DomainMigratePrepareArguments: XDRCodable {
        package var uriIn: String? = nil
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package init() {}
        package init(uriIn: String?, flags: UInt64, dname: String?, resource: UInt64) {
            self.uriIn = uriIn
            self.flags = flags
            self.dname = dname
            self.resource = resource
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&uriIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
        }
    }
    /// `remote_domain_migrate_prepare_ret`
    package struct DomainMigratePrepareResult: XDRCodable {
        package var cookie: [UInt8] = []
        package var uriOut: String? = nil
        package init() {}
        package init(cookie: [UInt8], uriOut: String?) {
            self.cookie = cookie
            self.uriOut = uriOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookie, atMost: 4194304)
            try stream.optionalString(&uriOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare_tunnel3_args`
    package struct DomainMigratePrepareTunnel3Arguments: XDRCodable {
        package var cookieIn: [UInt8] = []
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package var domXML: String = ""
        package init() {}
        package init(cookieIn: [UInt8], flags: UInt64, dname: String?, resource: UInt64, domXML: String) {
            self.cookieIn = cookieIn
            self.flags = flags
            self.dname = dname
            self.resource = resource
            self.domXML = domXML
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
            try stream.string(&domXML, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare_tunnel3_params_args`
    package struct DomainMigratePrepareTunnel3ParamsArguments: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var cookieIn: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], cookieIn: [UInt8], flags: UInt32) {
            self.params = params
            self.cookieIn = cookieIn
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.opaque(&cookieIn, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_prepare_tunnel3_params_ret`
    package struct DomainMigratePrepareTunnel3ParamsResult: XDRCodable {
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(cookieOut: [UInt8]) {
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare_tunnel3_ret`
    package struct DomainMigratePrepareTunnel3Result: XDRCodable {
        package var cookieOut: [UInt8] = []
        package init() {}
        package init(cookieOut: [UInt8]) {
            self.cookieOut = cookieOut
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cookieOut, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_prepare_tunnel_args`
    package struct DomainMigratePrepareTunnelArguments: XDRCodable {
        package var flags: UInt64 = 0
        package var dname: String? = nil
        package var resource: UInt64 = 0
        package var domXML: String = ""
        package init() {}
        package init(flags: UInt64, dname: String?, resource: UInt64, domXML: String) {
            self.flags = flags
            self.dname = dname
            self.resource = resource
            self.domXML = domXML
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
            try stream.optionalString(&dname, atMost: 4194304)
            try stream.integer(&resource)
            try stream.string(&domXML, atMost: 4194304)
        }
    }
    /// `remote_domain_migrate_set_compression_cache_args`
    package struct DomainMigrateSetCompressionCacheArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var cacheSize: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, cacheSize: UInt64, flags: UInt32) {
            self.dom = dom
            self.cacheSize = cacheSize
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&cacheSize)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_set_max_downtime_args`
    package struct DomainMigrateSetMaxDowntimeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var downtime: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, downtime: UInt64, flags: UInt32) {
            self.dom = dom
            self.downtime = downtime
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&downtime)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_set_max_speed_args`
    package struct DomainMigrateSetMaxSpeedArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var bandwidth: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, bandwidth: UInt64, flags: UInt32) {
            self.dom = dom
            self.bandwidth = bandwidth
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&bandwidth)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_migrate_start_post_copy_args`
    package struct DomainMigrateStartPostCopyArguments: XDRCodable {
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
}
