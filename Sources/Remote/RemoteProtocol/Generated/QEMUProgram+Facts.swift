// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/qemu.json: change that, not this.
// swift-format-ignore-file

extension QEMUProgram {
    /// The numbers of the program, and what is known of its procedures.
    package static let facts = ProgramFacts(
        number: 536903815, version: 1,
        procedures: [
            ProcedureFacts(1, "DOMAIN_MONITOR_COMMAND", function: "virDomainQemuMonitorCommand", slot: .hypervisor, readOnly: .denied),
            ProcedureFacts(2, "DOMAIN_ATTACH", function: "virDomainQemuAttach", slot: .hypervisor, readOnly: .denied),
            ProcedureFacts(3, "DOMAIN_AGENT_COMMAND", function: "virDomainQemuAgentCommand", slot: .hypervisor, readOnly: .denied),
            ProcedureFacts(4, "CONNECT_DOMAIN_MONITOR_EVENT_REGISTER", function: "virConnectDomainQemuMonitorEventRegister", slot: .hypervisor, isQuick: true, readOnly: .denied, wish: .made),
            ProcedureFacts(5, "CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER", function: "virConnectDomainQemuMonitorEventDeregister", slot: .hypervisor, isQuick: true, readOnly: .denied, wish: .takenBack),
            ProcedureFacts(7, "DOMAIN_MONITOR_COMMAND_WITH_FILES", function: "virDomainQemuMonitorCommandWithFiles", slot: .hypervisor, readOnly: .denied),
        ],
        eventsOfWishes: [6])
}
