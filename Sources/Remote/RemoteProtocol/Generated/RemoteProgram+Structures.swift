// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_auth_list_ret`
    package struct AuthListResult: XDRCodable {
        package var types: [AuthType] = []
        package init() {}
        package init(types: [AuthType]) {
            self.types = types
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.enumerations(&types, atMost: 20)
        }
    }
    /// `remote_auth_polkit_ret`
    package struct AuthPolkitResult: XDRCodable {
        package var complete: Int32 = 0
        package init() {}
        package init(complete: Int32) {
            self.complete = complete
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&complete)
        }
    }
    /// `remote_auth_sasl_init_ret`
    package struct AuthSASLInitResult: XDRCodable {
        package var mechlist: String = ""
        package init() {}
        package init(mechlist: String) {
            self.mechlist = mechlist
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&mechlist, atMost: 4194304)
        }
    }
    /// `remote_auth_sasl_start_args`
    package struct AuthSASLStartArguments: XDRCodable {
        package var mech: String = ""
        package var `nil`: Int32 = 0
        package var data: [UInt8] = []
        package init() {}
        package init(mech: String, `nil`: Int32, data: [UInt8]) {
            self.mech = mech
            self.`nil` = `nil`
            self.data = data
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&mech, atMost: 4194304)
            try stream.integer(&`nil`)
            try stream.characters(&data, atMost: 65536)
        }
    }
    /// `remote_auth_sasl_start_ret`
    package struct AuthSASLStartResult: XDRCodable {
        package var complete: Int32 = 0
        package var `nil`: Int32 = 0
        package var data: [UInt8] = []
        package init() {}
        package init(complete: Int32, `nil`: Int32, data: [UInt8]) {
            self.complete = complete
            self.`nil` = `nil`
            self.data = data
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&complete)
            try stream.integer(&`nil`)
            try stream.characters(&data, atMost: 65536)
        }
    }
    /// `remote_auth_sasl_step_args`
    package struct AuthSASLStepArguments: XDRCodable {
        package var `nil`: Int32 = 0
        package var data: [UInt8] = []
        package init() {}
        package init(`nil`: Int32, data: [UInt8]) {
            self.`nil` = `nil`
            self.data = data
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&`nil`)
            try stream.characters(&data, atMost: 65536)
        }
    }
    /// `remote_auth_sasl_step_ret`
    package struct AuthSASLStepResult: XDRCodable {
        package var complete: Int32 = 0
        package var `nil`: Int32 = 0
        package var data: [UInt8] = []
        package init() {}
        package init(complete: Int32, `nil`: Int32, data: [UInt8]) {
            self.complete = complete
            self.`nil` = `nil`
            self.data = data
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&complete)
            try stream.integer(&`nil`)
            try stream.characters(&data, atMost: 65536)
        }
    }
    /// `remote_error`
    package struct Error: XDRCodable {
        package var code: Int32 = 0
        package var domain: Int32 = 0
        package var message: String? = nil
        package var level: Int32 = 0
        package var dom: DomainReference? = nil
        package var str1: String? = nil
        package var str2: String? = nil
        package var str3: String? = nil
        package var int1: Int32 = 0
        package var int2: Int32 = 0
        package var net: NetworkReference? = nil
        package init() {}
        package init(code: Int32, domain: Int32, message: String?, level: Int32, dom: DomainReference?, str1: String?, str2: String?, str3: String?, int1: Int32, int2: Int32, net: NetworkReference?) {
            self.code = code
            self.domain = domain
            self.message = message
            self.level = level
            self.dom = dom
            self.str1 = str1
            self.str2 = str2
            self.str3 = str3
            self.int1 = int1
            self.int2 = int2
            self.net = net
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&code)
            try stream.integer(&domain)
            try stream.optionalString(&message, atMost: 4194304)
            try stream.integer(&level)
            try stream.optional(&dom)
            try stream.optionalString(&str1, atMost: 4194304)
            try stream.optionalString(&str2, atMost: 4194304)
            try stream.optionalString(&str3, atMost: 4194304)
            try stream.integer(&int1)
            try stream.integer(&int2)
            try stream.optional(&net)
        }
    }
    /// `remote_vcpu_info`
    package struct VCPUInfo: XDRCodable {
        package var number: UInt32 = 0
        package var state: Int32 = 0
        package var cpuTime: UInt64 = 0
        package var cpu: Int32 = 0
        package init() {}
        package init(number: UInt32, state: Int32, cpuTime: UInt64, cpu: Int32) {
            self.number = number
            self.state = state
            self.cpuTime = cpuTime
            self.cpu = cpu
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&number)
            try stream.integer(&state)
            try stream.integer(&cpuTime)
            try stream.integer(&cpu)
        }
    }
}
