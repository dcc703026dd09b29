// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_node_alloc_pages_args`
    package struct NodeAllocPagesArguments: XDRCodable {
        package var pageSizes: [UInt32] = []
        package var pageCounts: [UInt64] = []
        package var startCell: Int32 = 0
        package var cellCount: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(pageSizes: [UInt32], pageCounts: [UInt64], startCell: Int32, cellCount: UInt32, flags: UInt32) {
            self.pageSizes = pageSizes
            self.pageCounts = pageCounts
            self.startCell = startCell
            self.cellCount = cellCount
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&pageSizes, atMost: 1024)
            try stream.list(&pageCounts, atMost: 1024)
            try stream.integer(&startCell)
            try stream.integer(&cellCount)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_alloc_pages_ret`
    package struct NodeAllocPagesResult: XDRCodable {
        package var ret: Int32 = 0
        package init() {}
        package init(ret: Int32) {
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&ret)
        }
    }
    /// `remote_node_get_cells_free_memory_args`
    package struct NodeGetCellsFreeMemoryArguments: XDRCodable {
        package var startCell: Int32 = 0
        package var maxcells: Int32 = 0
        package init() {}
        package init(startCell: Int32, maxcells: Int32) {
            self.startCell = startCell
            self.maxcells = maxcells
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&startCell)
            try stream.integer(&maxcells)
        }
    }
    /// `remote_node_get_cells_free_memory_ret`
    package struct NodeGetCellsFreeMemoryResult: XDRCodable {
        package var cells: [UInt64] = []
        package init() {}
        package init(cells: [UInt64]) {
            self.cells = cells
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&cells, atMost: 1024)
        }
    }
    /// `remote_node_get_cpu_map_args`
    package struct NodeGetCPUMapArguments: XDRCodable {
        package var needMap: Int32 = 0
        package var needOnline: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needMap: Int32, needOnline: Int32, flags: UInt32) {
            self.needMap = needMap
            self.needOnline = needOnline
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needMap)
            try stream.integer(&needOnline)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_cpu_map_ret`
    package struct NodeGetCPUMapResult: XDRCodable {
        package var cpumap: [UInt8] = []
        package var online: UInt32 = 0
        package var ret: Int32 = 0
        package init() {}
        package init(cpumap: [UInt8], online: UInt32, ret: Int32) {
            self.cpumap = cpumap
            self.online = online
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&cpumap, atMost: 2048)
            try stream.integer(&online)
            try stream.integer(&ret)
        }
    }
    /// `remote_node_get_cpu_stats`
    package struct NodeGetCPUStats: XDRCodable {
        package var field: String = ""
        package var value: UInt64 = 0
        package init() {}
        package init(field: String, value: UInt64) {
            self.field = field
            self.value = value
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&field, atMost: 4194304)
            try stream.integer(&value)
        }
    }
    /// `remote_node_get_cpu_stats_args`
    package struct NodeGetCPUStatsArguments: XDRCodable {
        package var cpuNum: Int32 = 0
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(cpuNum: Int32, nparams: Int32, flags: UInt32) {
            self.cpuNum = cpuNum
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&cpuNum)
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_cpu_stats_ret`
    package struct NodeGetCPUStatsResult: XDRCodable {
        package var params: [NodeGetCPUStats] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [NodeGetCPUStats], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_node_get_free_memory_ret`
    package struct NodeGetFreeMemoryResult: XDRCodable {
        package var freeMem: UInt64 = 0
        package init() {}
        package init(freeMem: UInt64) {
            self.freeMem = freeMem
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&freeMem)
        }
    }
    /// `remote_node_get_free_pages_args`
    package struct NodeGetFreePagesArguments: XDRCodable {
        package var pages: [UInt32] = []
        package var startCell: Int32 = 0
        package var cellCount: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(pages: [UInt32], startCell: Int32, cellCount: UInt32, flags: UInt32) {
            self.pages = pages
            self.startCell = startCell
            self.cellCount = cellCount
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&pages, atMost: 1024)
            try stream.integer(&startCell)
            try stream.integer(&cellCount)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_free_pages_ret`
    package struct NodeGetFreePagesResult: XDRCodable {
        package var counts: [UInt64] = []
        package init() {}
        package init(counts: [UInt64]) {
            self.counts = counts
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&counts, atMost: 1024)
        }
    }
    /// `remote_node_get_info_ret`
    package struct NodeGetInfoResult: XDRCodable {
        package var model: [UInt8] = []
        package var memory: UInt64 = 0
        package var cpus: Int32 = 0
        package var mhz: Int32 = 0
        package var nodes: Int32 = 0
        package var sockets: Int32 = 0
        package var cores: Int32 = 0
        package var threads: Int32 = 0
        package init() {}
        package init(model: [UInt8], memory: UInt64, cpus: Int32, mhz: Int32, nodes: Int32, sockets: Int32, cores: Int32, threads: Int32) {
            self.model = model
            self.memory = memory
            self.cpus = cpus
            self.mhz = mhz
            self.nodes = nodes
            self.sockets = sockets
            self.cores = cores
            self.threads = threads
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.characters(&model, exactly: 32)
            try stream.integer(&memory)
            try stream.integer(&cpus)
            try stream.integer(&mhz)
            try stream.integer(&nodes)
            try stream.integer(&sockets)
            try stream.integer(&cores)
            try stream.integer(&threads)
        }
    }
    /// `remote_node_get_memory_parameters_args`
    package struct NodeGetMemoryParametersArguments: XDRCodable {
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(nparams: Int32, flags: UInt32) {
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_memory_parameters_ret`
    package struct NodeGetMemoryParametersResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.integer(&nparams)
        }
    }
    /// `remote_node_get_memory_stats`
    package struct NodeGetMemoryStats: XDRCodable {
        package var field: String = ""
        package var value: UInt64 = 0
        package init() {}
        package init(field: String, value: UInt64) {
            self.field = field
            self.value = value
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&field, atMost: 4194304)
            try stream.integer(&value)
        }
    }
    /// `remote_node_get_memory_stats_args`
    package struct NodeGetMemoryStatsArguments: XDRCodable {
        package var nparams: Int32 = 0
        package var cellNum: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(nparams: Int32, cellNum: Int32, flags: UInt32) {
            self.nparams = nparams
            self.cellNum = cellNum
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&nparams)
            try stream.integer(&cellNum)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_memory_stats_ret`
    package struct NodeGetMemoryStatsResult: XDRCodable {
        package var params: [NodeGetMemoryStats] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [NodeGetMemoryStats], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 16)
            try stream.integer(&nparams)
        }
    }
    /// `remote_node_get_security_model_ret`
    package struct NodeGetSecurityModelResult: XDRCodable {
        package var model: [UInt8] = []
        package var doi: [UInt8] = []
        package init() {}
        package init(model: [UInt8], doi: [UInt8]) {
            self.model = model
            self.doi = doi
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.characters(&model, atMost: 257)
            try stream.characters(&doi, atMost: 257)
        }
    }
    /// `remote_node_get_sev_info_args`
    package struct NodeGetSEVInfoArguments: XDRCodable {
        package var nparams: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(nparams: Int32, flags: UInt32) {
            self.nparams = nparams
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&nparams)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_get_sev_info_ret`
    package struct NodeGetSEVInfoResult: XDRCodable {
        package var params: [RemoteTypedParameter] = []
        package var nparams: Int32 = 0
        package init() {}
        package init(params: [RemoteTypedParameter], nparams: Int32) {
            self.params = params
            self.nparams = nparams
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&params, atMost: 64)
            try stream.integer(&nparams)
        }
    }
    /// `remote_node_list_devices_args`
    package struct NodeListDevicesArguments: XDRCodable {
        package var cap: String? = nil
        package var maxnames: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(cap: String?, maxnames: Int32, flags: UInt32) {
            self.cap = cap
            self.maxnames = maxnames
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&cap, atMost: 4194304)
            try stream.integer(&maxnames)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_list_devices_ret`
    package struct NodeListDevicesResult: XDRCodable {
        package var names: [String] = []
        package init() {}
        package init(names: [String]) {
            self.names = names
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.strings(&names, atMost: 65536, each: 4194304)
        }
    }
    /// `remote_node_num_of_devices_args`
    package struct NodeNumOfDevicesArguments: XDRCodable {
        package var cap: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(cap: String?, flags: UInt32) {
            self.cap = cap
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&cap, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_node_num_of_devices_ret`
    package struct NodeNumOfDevicesResult: XDRCodable {
        package var num: Int32 = 0
        package init() {}
        package init(num: Int32) {
            self.num = num
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&num)
        }
    }
    /// `remote_node_set_memory_parameters_args`
    package struct NodeSetMemoryParametersArguments: XDRCodable {
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
    /// `remote_node_suspend_for_duration_args`
    package struct NodeSuspendForDurationArguments: XDRCodable {
        package var target: UInt32 = 0
        package var duration: UInt64 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(target: UInt32, duration: UInt64, flags: UInt32) {
            self.target = target
            self.duration = duration
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&target)
            try stream.integer(&duration)
            try stream.integer(&flags)
        }
    }
}
