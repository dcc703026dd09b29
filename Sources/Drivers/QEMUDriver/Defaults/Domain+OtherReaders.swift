// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// A document as others than this host read it.
extension Domain {
    /// Names the model and the features that a CPU comes to here, where the document says it by the host's CPU.
    mutating func spellOutProcessor(_ capabilities: QEMUCapabilities, _ context: LaunchContext) throws {
        guard let mode = cpu?.mode, mode == "host-model" || mode == "custom" else { return }
        var completion = DomainCompletion(self, capabilities, context)
        try completion.expandProcessor()
        var spelledOut = completion.domain.cpu
        if mode == "host-model", spelledOut?.fallback == nil { spelledOut?.fallback = "allow" }
        cpu = spelledOut
    }

    /// Leaves out the devices of each i440FX or x86 machine that are there without being named, as a host with an older libvirt does
    /// not know them (`VIR_DOMAIN_XML_MIGRATABLE`).
    mutating func leaveOutWhatIsImplied() {
        if os.isI440FX {
            devices.controllers.removeAll { $0.kind == .pci && $0.model == "pci-root" && ($0.index ?? 0) == 0 }
            let hubs = devices.controllers.filter { $0.kind == .usb }
            if hubs.count == 1, hubs[0].model == "piix3-uhci", (hubs[0].index ?? 0) == 0 {
                devices.controllers.removeAll { $0.kind == .usb }
            }
        }
        if os.isX86 { devices.inputs.removeAll { $0.type == "keyboard" && $0.bus == "ps2" } }
        devices.audios.removeAll { $0.type == "none" }
    }
}
