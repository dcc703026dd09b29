// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_get_block_info_args`
    package struct DomainGetBlockInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_block_info_ret`
    package struct DomainGetBlockInfoResult: XDRCodable {
        package var allocation: UInt64 = 0
        package var capacity: UInt64 = 0
        package var physical: UInt64 = 0
        package init() {}
        package init(allocation: UInt64, capacity: UInt64, physical: UInt64) {
            self.allocation = allocation
            self.capacity = capacity
            self.physical = physical
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&allocation)
            try stream.integer(&capacity)
            try stream.integer(&physical)
        }
    }
    /// `remote_domain_get_block_io_tune_args`
    package struct DomainGetBlockIOTuneArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var disk: String? = nil
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, disk: String?, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.disk = disk
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&disk, atMost: 4194304)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_block_io_tune_ret`
    package struct DomainGetBlockIOTuneResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 32)
            try stream.integer(&nparams)
        }
    }
    /// `remote_domain_get_block_job_info_args`
    package struct DomainGetBlockJobInfoArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_get_block_job_info_ret`
    package struct DomainGetBlockJobInfoResult: XDRCodable {
        package var found: Int32 = 0
        package var type: Int32 = 0
        package var bandwidth: UInt64 = 0
        package var cur: UInt64 = 0
        package var end: UInt64 = 0
        package init() {}
        package init(found: Int32, type: Int32, bandwidth: UInt64, cur: UInt64, end: UInt64) {
            self.found = found
            self.type = type
            self.bandwidth = bandwidth
            self.cur = cur
            self.end = end
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&found)
            try stream.integer(&type)
            try stream.integer(&bandwidth)
            try stream.integer(&cur)
            try stream.integer(&end)
        }
    }
}
