// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/qemu.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension QEMUProgram {
    /// Procedure 1, `DOMAIN_MONITOR_COMMAND`.
    package static var domainMonitorCommand: Procedure<DomainMonitorCommandArguments, DomainMonitorCommandResult> { Procedure(1) }
    /// Procedure 2, `DOMAIN_ATTACH`.
    package static var domainAttach: Procedure<DomainAttachArguments, DomainAttachResult> { Procedure(2) }
    /// Procedure 3, `DOMAIN_AGENT_COMMAND`.
    package static var domainAgentCommand: Procedure<DomainAgentCommandArguments, DomainAgentCommandResult> { Procedure(3) }
    /// Procedure 4, `CONNECT_DOMAIN_MONITOR_EVENT_REGISTER`.
    package static var connectDomainMonitorEventRegister: Procedure<ConnectDomainMonitorEventRegisterArguments, ConnectDomainMonitorEventRegisterResult> { Procedure(4) }
    /// Procedure 5, `CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER`.
    package static var connectDomainMonitorEventDeregister: Procedure<ConnectDomainMonitorEventDeregisterArguments, XDRVoid> { Procedure(5) }
    /// Procedure 7, `DOMAIN_MONITOR_COMMAND_WITH_FILES`.
    package static var domainMonitorCommandWithFiles: Procedure<DomainMonitorCommandWithFilesArguments, DomainMonitorCommandWithFilesResult> { Procedure(7) }
    /// Event 6, `DOMAIN_MONITOR_EVENT`.
    package static var domainMonitorEvent: Event<DomainMonitorEventMessage> { Event(6) }
}
