// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

/// A document as others than this host read it.
extension Domain {
    /// Names the model and the features that a CPU comes to here, where the document says it by the host's CPU.
    mutating func spellOutProcessor(_ capabilities: QEMUCapabilities, _ context: LaunchContext) throws {
        guard let mode = cpu?.mode, mode == "host-model" || mode == "custom" else { return }
        var completion = DomainCompletion(self, capabilities, context)
        try completion.expandProcessor()
        var spelledOut = completion.domain.cpu
        if mode == "host-model" {
            if spelledOut?.fallback == nil { spelledOut?.fallback = "allow" }
            if spelledOut?.vendor == nil { spelledOut?.vendor = completion.hostVendor }
        }
        cpu = spelledOut
    }

    /// The document for another host (`VIR_DOMAIN_XML_MIGRATABLE`): without what was chosen for a run on this one, and without the
    /// devices that are there unnamed, which an older libvirt does not know.
    func portable(_ configuration: DriverConfiguration) throws -> Domain {
        var domain = try Domain(xml: xmlText(form: XMLForm(includesSecrets: true)))
        domain.id = nil
        for index in domain.devices.channels.indices {
            domain.devices.channels[index].forgetGeneratedPath(below: configuration.channelTargetDirectory)
        }
        domain.leaveOutWhatIsImplied()
        return domain
    }

    private mutating func leaveOutWhatIsImplied() {
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
