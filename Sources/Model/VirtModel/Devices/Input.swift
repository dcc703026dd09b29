// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// An `<input>`: keyboard, mouse, tablet or an input device of the host.
package struct Input: XMLRepresentable, Sendable, Hashable {
    package var type = "mouse"
    package var bus: String?
    package var model: String?
    package var virtio = VirtioOptions()
    package var eventDevice: String?
    package var grab: String?
    package var repeats: OnOff?
    package var grabToggle: String?
    package var info = DeviceInfo()
    package init() {}
    package init(type: String, bus: String) {
        self.type = type
        self.bus = bus
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &type)
        try x.attribute("bus", &bus)
        try x.attribute("model", &model)
        try x.group("driver") { x in try virtio.attributes(&x) }
        try x.group("source") { x in
            if type == "evdev" {
                try x.attribute("dev", &eventDevice)
                try x.attribute("grab", &grab)
                try x.attribute("grabToggle", &grabToggle)
                try x.attribute("repeat", &repeats)
            } else {
                try x.attribute("evdev", &eventDevice)
            }
        }
        try info.xml(&x)
        if x.isReading { try check(x) }
    }

    private func check(_ x: some XMLVisitor) throws {
        guard ["mouse", "tablet", "keyboard", "passthrough", "evdev"].contains(type) else {
            throw x.failure(.invalid, "Input type '\(type)' is not known.")
        }
        if let bus, !["ps2", "usb", "xen", "parallels", "virtio", "none"].contains(bus) {
            throw x.failure(.invalid, "Input bus '\(bus)' is not known.")
        }
        if let model, !["virtio", "virtio-transitional", "virtio-non-transitional"].contains(model) {
            throw x.failure(.invalid, "Input model '\(model)' is not known.")
        }
        if bus == "ps2", type == "tablet" || type == "passthrough" {
            throw x.failure(.unsupported, "An input of type '\(type)' cannot be on bus 'ps2'.")
        }
        if type == "passthrough", eventDevice == nil {
            throw x.failure(.missing, "An input of type 'passthrough' needs a source with 'evdev'.")
        }
        if type == "evdev", eventDevice == nil {
            throw x.failure(.missing, "An input of type 'evdev' needs a source with 'dev'.")
        }
        if let grab, grab != "all" { throw x.failure(.invalid, "Grab '\(grab)' is not 'all'.") }
        let toggles = ["ctrl-ctrl", "alt-alt", "shift-shift", "meta-meta", "scrolllock", "ctrl-scrolllock"]
        if let grabToggle, !toggles.contains(grabToggle) {
            throw x.failure(.invalid, "Grab toggle '\(grabToggle)' is not known.")
        }
    }
}
