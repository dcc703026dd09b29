// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/qemu.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension QEMUProgram {
    /// `qemu_domain_agent_command_args`
    package struct DomainAgentCommandArguments: XDRCodable {
        package var dom: RemoteProgram.DomainReference = RemoteProgram.DomainReference()
        package var cmd: String = ""
        package var timeout: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: RemoteProgram.DomainReference, cmd: String, timeout: Int32, flags: UInt32) {
            self.dom = dom
            self.cmd = cmd
            self.timeout = timeout
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&cmd, atMost: 4194304)
            try stream.integer(&timeout)
            try stream.integer(&flags)
        }
    }
    /// `qemu_domain_agent_command_ret`
    package struct DomainAgentCommandResult: XDRCodable {
        package var result: String? = nil
        package init() {}
        package init(result: String?) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optionalString(&result, atMost: 4194304)
        }
    }
    /// `qemu_domain_attach_args`
    package struct DomainAttachArguments: XDRCodable {
        package var pidValue: UInt32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(pidValue: UInt32, flags: UInt32) {
            self.pidValue = pidValue
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&pidValue)
            try stream.integer(&flags)
        }
    }
    /// `qemu_domain_attach_ret`
    package struct DomainAttachResult: XDRCodable {
        package var dom: RemoteProgram.DomainReference = RemoteProgram.DomainReference()
        package init() {}
        package init(dom: RemoteProgram.DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `qemu_domain_monitor_command_args`
    package struct DomainMonitorCommandArguments: XDRCodable {
        package var dom: RemoteProgram.DomainReference = RemoteProgram.DomainReference()
        package var cmd: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: RemoteProgram.DomainReference, cmd: String, flags: UInt32) {
            self.dom = dom
            self.cmd = cmd
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&cmd, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `qemu_domain_monitor_command_ret`
    package struct DomainMonitorCommandResult: XDRCodable {
        package var result: String = ""
        package init() {}
        package init(result: String) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&result, atMost: 4194304)
        }
    }
    /// `qemu_domain_monitor_command_with_files_args`
    package struct DomainMonitorCommandWithFilesArguments: XDRCodable {
        package var dom: RemoteProgram.DomainReference = RemoteProgram.DomainReference()
        package var cmd: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: RemoteProgram.DomainReference, cmd: String, flags: UInt32) {
            self.dom = dom
            self.cmd = cmd
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&cmd, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `qemu_domain_monitor_command_with_files_ret`
    package struct DomainMonitorCommandWithFilesResult: XDRCodable {
        package var result: String = ""
        package init() {}
        package init(result: String) {
            self.result = result
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&result, atMost: 4194304)
        }
    }
    /// `qemu_domain_monitor_event_msg`
    package struct DomainMonitorEventMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: RemoteProgram.DomainReference = RemoteProgram.DomainReference()
        package var event: String = ""
        package var seconds: Int64 = 0
        package var micros: UInt32 = 0
        package var details: String? = nil
        package init() {}
        package init(callbackID: Int32, dom: RemoteProgram.DomainReference, event: String, seconds: Int64, micros: UInt32, details: String?) {
            self.callbackID = callbackID
            self.dom = dom
            self.event = event
            self.seconds = seconds
            self.micros = micros
            self.details = details
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&event, atMost: 4194304)
            try stream.integer(&seconds)
            try stream.integer(&micros)
            try stream.optionalString(&details, atMost: 4194304)
        }
    }
}
