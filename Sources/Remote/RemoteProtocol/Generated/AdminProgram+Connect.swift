// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/admin.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension AdminProgram {
    /// `admin_connect_get_lib_version_ret`
    package struct ConnectGetLibVersionResult: XDRCodable {
        package var libVer: UInt64 = 0
        package init() {}
        package init(libVer: UInt64) {
            self.libVer = libVer
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&libVer)
        }
    }
    /// `admin_connect_get_logging_filters_args`
    package struct ConnectGetLoggingFiltersArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_get_logging_filters_ret`
    package struct ConnectGetLoggingFiltersResult: XDRCodable {
        package var filters: String? = nil
        package var nfilters: UInt32 = 0
        package init() {}
        package init(filters: String?, nfilters: UInt32) {
            self.filters = filters
            self.nfilters = nfilters
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&filters, atMost: 4194304)
            try stream.integer(&nfilters)
        }
    }
    /// `admin_connect_get_logging_outputs_args`
    package struct ConnectGetLoggingOutputsArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_get_logging_outputs_ret`
    package struct ConnectGetLoggingOutputsResult: XDRCodable {
        package var outputs: String = ""
        package var noutputs: UInt32 = 0
        package init() {}
        package init(outputs: String, noutputs: UInt32) {
            self.outputs = outputs
            self.noutputs = noutputs
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&outputs, atMost: 4194304)
            try stream.integer(&noutputs)
        }
    }
    /// `admin_connect_list_servers_args`
    package struct ConnectListServersArguments: XDRCodable {
        package var needResults: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(needResults: UInt32, flags: UInt32) {
            self.needResults = needResults
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&needResults)
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_list_servers_ret`
    package struct ConnectListServersResult: XDRCodable {
        package var servers: [ServerReference] = []
        package var ret: UInt32 = 0
        package init() {}
        package init(servers: [ServerReference], ret: UInt32) {
            self.servers = servers
            self.ret = ret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.list(&servers, atMost: 16384)
            try stream.integer(&ret)
        }
    }
    /// `admin_connect_lookup_server_args`
    package struct ConnectLookupServerArguments: XDRCodable {
        package var name: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(name: String, flags: UInt32) {
            self.name = name
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&name, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_lookup_server_ret`
    package struct ConnectLookupServerResult: XDRCodable {
        package var srv: ServerReference = ServerReference()
        package init() {}
        package init(srv: ServerReference) {
            self.srv = srv
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try srv.xdr(&stream)
        }
    }
    /// `admin_connect_open_args`
    package struct ConnectOpenArguments: XDRCodable {
        package var flags: UInt32 = 0
        package init() {}
        package init(flags: UInt32) {
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_set_daemon_timeout_args`
    package struct ConnectSetDaemonTimeoutArguments: XDRCodable {
        package var timeout: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(timeout: UInt32, flags: UInt32) {
            self.timeout = timeout
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&timeout)
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_set_logging_filters_args`
    package struct ConnectSetLoggingFiltersArguments: XDRCodable {
        package var filters: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(filters: String?, flags: UInt32) {
            self.filters = filters
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&filters, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `admin_connect_set_logging_outputs_args`
    package struct ConnectSetLoggingOutputsArguments: XDRCodable {
        package var outputs: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(outputs: String?, flags: UInt32) {
            self.outputs = outputs
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&outputs, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
}
