// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// The document's controllers stand by kind and number, as libvirt keeps them: each behind those of its kind with the
    /// same or lower numbers, and a USB controller before its companions.
    mutating func sortControllers() {
        var sorted: [Controller] = []
        for controller in domain.devices.controllers {
            var place: Int?
            for (position, other) in sorted.enumerated().reversed() where other.kind == controller.kind {
                guard let index = controller.index else {
                    place = position + 1
                    break
                }
                let otherIndex = other.index ?? -1
                func isCompanion(_ one: Controller) -> Bool {
                    one.info.masterStartPort != nil || one.model?.hasPrefix("ich9-uhci") == true
                }
                let isMasterOfOther = otherIndex == index && isCompanion(other) && !isCompanion(controller)
                if otherIndex > index || isMasterOfOther {
                    place = position
                } else if place == nil {
                    place = position + 1
                }
            }
            sorted.insert(controller, at: place ?? sorted.endIndex)
        }
        domain.devices.controllers = sorted
    }

    /// The EHCI controller of the ICH9 with its three companions (ICH9 data sheet, section 5.20).
    mutating func addICH9USB() {
        domain.devices.controllers.append(Controller(.usb, index: 0, model: "ich9-ehci1"))
        for number in 1...3 {
            var companion = Controller(.usb, index: 0, model: "ich9-uhci\(number)")
            companion.info.masterStartPort = 2 * (number - 1)
            domain.devices.controllers.append(companion)
        }
    }

    mutating func controllerIndexes() {
        // A controller gets the next number of its kind, but one of the ICH9's joins the set before it that lacks it.
        for index in domain.devices.controllers.indices where domain.devices.controllers[index].index == nil {
            let controller = domain.devices.controllers[index]
            if controller.kind == .usb, let model = controller.model, model.hasPrefix("ich9-"),
                let before = domain.devices.controllers[..<index].last(where: { $0.kind == .usb }),
                before.model?.hasPrefix("ich9-") == true,
                !domain.devices.controllers.contains(where: {
                    $0.kind == .usb && $0.index == before.index && $0.model == model
                })
            {
                domain.devices.controllers[index].index = before.index
                continue
            }
            domain.devices.controllers[index].index = nextIndex(controller.kind)
        }
    }

    /// The lowest number that no controller of a kind has.
    func nextIndex(_ kind: Controller.Kind) -> Int {
        let used = Set(domain.devices.controllers.filter { $0.kind == kind }.compactMap(\.index))
        var index = 0
        while used.contains(index) { index += 1 }
        return index
    }

    mutating func controllerModel(_ index: Int) {
        let controller = domain.devices.controllers[index]
        switch controller.kind {
        case .usb:
            if controller.model == nil { domain.devices.controllers[index].model = defaultUSBModel(controller) }
            if ["ich9-uhci1", "ich9-uhci2", "ich9-uhci3"].contains(controller.model),
                controller.info.masterStartPort == nil
            {
                let number = controller.model?.last?.wholeNumberValue ?? 1
                let hasMaster = domain.devices.controllers.contains {
                    $0.kind == .usb && $0.model == "ich9-ehci1" && $0.index == controller.index
                }
                if hasMaster { domain.devices.controllers[index].info.masterStartPort = 2 * (number - 1) }
            }
        case .scsi:
            if controller.model == nil || controller.model == "auto" {
                domain.devices.controllers[index].model = defaultSCSIModel
            }
        default: break
        }
    }

    private func defaultUSBModel(_ controller: Controller) -> String? {
        let os = domain.os
        if os.isS390 { return controller.info.address == nil ? "none" : nil }
        if os.isPPC64 || os.architecture == "ppc" {
            if context.updatesABI, os.isPPC64, capabilities.has(type: "qemu-xhci") { return "qemu-xhci" }
            return capabilities.has(type: "pci-ohci") ? "pci-ohci" : nil
        }
        if os.isARMVirt {
            if capabilities.has(type: "qemu-xhci") { return "qemu-xhci" }
            return capabilities.has(type: "nec-usb-xhci") ? "nec-xhci" : nil
        }
        return capabilities.has(type: "piix3-usb-uhci") ? "piix3-uhci" : nil
    }

    var defaultSCSIModel: String? {
        let os = domain.os
        if os.isPSeries { return "ibmvscsi" }
        if os.isS390 { return "virtio-scsi" }
        if capabilities.has(type: "lsi53c895a") { return "lsilogic" }
        if capabilities.has(type: "virtio-scsi-pci") { return "virtio-scsi" }
        return nil
    }
}
