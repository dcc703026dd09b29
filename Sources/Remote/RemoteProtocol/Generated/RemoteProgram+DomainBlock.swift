// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_block_commit_args`
    package struct DomainBlockCommitArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var disk: String = ""
        package var base: String? = nil
        package var top: String? = nil
        package var bandwidth: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, disk: String, base: String?, top: String?, bandwidth: UInt64, flags: UInt32) {
            self.dom = dom
            self.disk = disk
            self.base = base
            self.top = top
            self.bandwidth = bandwidth
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&disk, atMost: 4194304)
            try stream.optionalString(&base, atMost: 4194304)
            try stream.optionalString(&top, atMost: 4194304)
            try stream.integer(&bandwidth)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_copy_args`
    package struct DomainBlockCopyArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var destxml: String = ""
        package var params: [RemoteTypedParameter] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, destxml: String, params: [RemoteTypedParameter], flags: UInt32) {
            self.dom = dom
            self.path = path
            self.destxml = destxml
            self.params = params
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.string(&destxml, atMost: 4194304)
            try stream.list(&params, atMost: 16)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_job_abort_args`
    package struct DomainBlockJobAbortArguments: XDRCodable {
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
    /// `remote_domain_block_job_set_speed_args`
    package struct DomainBlockJobSetSpeedArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var bandwidth: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, bandwidth: UInt64, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.bandwidth = bandwidth
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&bandwidth)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_peek_args`
    package struct DomainBlockPeekArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var offset: UInt64 = 0
        package var size: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, offset: UInt64, size: UInt32, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.offset = offset
            self.size = size
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&offset)
            try stream.integer(&size)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_peek_ret`
    package struct DomainBlockPeekResult: XDRCodable {
        package var buffer: [UInt8] = []
        package init() {}
        package init(buffer: [UInt8]) {
            self.buffer = buffer
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&buffer, atMost: 4194304)
        }
    }
    /// `remote_domain_block_pull_args`
    package struct DomainBlockPullArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var bandwidth: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, bandwidth: UInt64, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.bandwidth = bandwidth
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&bandwidth)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_rebase_args`
    package struct DomainBlockRebaseArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var base: String? = nil
        package var bandwidth: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, base: String?, bandwidth: UInt64, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.base = base
            self.bandwidth = bandwidth
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.optionalString(&base, atMost: 4194304)
            try stream.integer(&bandwidth)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_resize_args`
    package struct DomainBlockResizeArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var disk: String = ""
        package var size: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, disk: String, size: UInt64, flags: UInt32) {
            self.dom = dom
            self.disk = disk
            self.size = size
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&disk, atMost: 4194304)
            try stream.integer(&size)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_stats_args`
    package struct DomainBlockStatsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package init() {}
        package init(dom: DomainReference, path: String) {
            self.dom = dom
            self.path = path
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
        }
    }
    /// `remote_domain_block_stats_flags_args`
    package struct DomainBlockStatsFlagsArguments: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, nparams: Int32, flags: UInt32) {
            self.dom = dom
            self.path = path
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_block_stats_flags_ret`
    package struct DomainBlockStatsFlagsResult: XDRCodable {
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
    /// `remote_domain_block_stats_ret`
    package struct DomainBlockStatsResult: XDRCodable {
        package var rdReq: Int64 = 0
        package var rdBytes: Int64 = 0
        package var wrReq: Int64 = 0
        package var wrBytes: Int64 = 0
        package var errs: Int64 = 0
        package init() {}
        package init(rdReq: Int64, rdBytes: Int64, wrReq: Int64, wrBytes: Int64, errs: Int64) {
            self.rdReq = rdReq
            self.rdBytes = rdBytes
            self.wrReq = wrReq
            self.wrBytes = wrBytes
            self.errs = errs
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&rdReq)
            try stream.integer(&rdBytes)
            try stream.integer(&wrReq)
            try stream.integer(&wrBytes)
            try stream.integer(&errs)
        }
    }
}
