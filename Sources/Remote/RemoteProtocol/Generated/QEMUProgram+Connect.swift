// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/qemu.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension QEMUProgram {
    /// `qemu_connect_domain_monitor_event_deregister_args`
    package struct ConnectDomainMonitorEventDeregisterArguments: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
    /// `qemu_connect_domain_monitor_event_register_args`
    package struct ConnectDomainMonitorEventRegisterArguments: XDRCodable {
        package var dom: RemoteProgram.DomainReference? = nil
        package var event: String? = nil
        package var flags: UInt32 = 0
        package init() {}
        package init(dom: RemoteProgram.DomainReference?, event: String?, flags: UInt32) {
            self.dom = dom
            self.event = event
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.optional(&dom)
            try stream.optionalString(&event, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `qemu_connect_domain_monitor_event_register_ret`
    package struct ConnectDomainMonitorEventRegisterResult: XDRCodable {
        package var callbackID: Int32 = 0
        package init() {}
        package init(callbackID: Int32) {
            self.callbackID = callbackID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
        }
    }
}
