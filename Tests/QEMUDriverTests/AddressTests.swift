// SPDX-License-Identifier: Apache-2.0

import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// Where devices are put when the document does not say.
@Suite struct AddressTests {
    private func defined(_ devices: String, machine: String) throws -> Domain {
        let text = CommandLineTests.document(devices, machine: machine)
        return try Domain(xml: text).defined(capabilities: .assumed, context: LaunchContext(), form: XMLForm())
    }

    private func disks(_ count: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return (0..<count).map { index in
            let name = index < 26 ? "vd\(letters[index])" : "vd\(letters[index / 26 - 1])\(letters[index % 26])"
            return "<disk type='file'><source file='/d\(index)'/><target dev='\(name)'/></disk>"
        }.joined()
    }

    @Test("an i440FX machine fills the slots of its only bus from 2 on")
    func i440FX() throws {
        let domain = try defined(disks(3), machine: "pc")
        #expect(domain.devices.disks.map { $0.info.pci?.slot } == [2, 3, 4])
        #expect(domain.devices.disks.allSatisfy { $0.info.pci?.bus == 0 })
    }

    @Test("a full bus gets a bridge")
    func bridge() throws {
        let domain = try defined(disks(40), machine: "pc")
        #expect(domain.devices.controllers.contains { $0.model == "pci-bridge" && $0.index == 1 })
        let places = domain.devices.disks.compactMap { $0.info.pci }
        #expect(places.count == 40)
        #expect(Set(places).count == 40)
    }

    @Test("on Q35 each virtio device has a root port of its own, and one is left for later")
    func rootPorts() throws {
        let domain = try defined(disks(3), machine: "q35")
        let ports = domain.devices.controllers.filter { $0.model == "pcie-root-port" }
        #expect(ports.count == 4)
        #expect(domain.devices.disks.map { $0.info.pci?.bus } == [1, 2, 3])
        #expect(ports.map { $0.info.pci?.function } == [0, 1, 2, 3])
        #expect(ports[0].info.pci?.multifunction == .on)
        #expect(ports.map { $0.target.chassis } == [1, 2, 3, 4])
    }

    @Test("a conventional device on Q35 sits behind a bridge")
    func conventional() throws {
        let domain = try defined("<interface type='user'><model type='rtl8139'/></interface>", machine: "q35")
        let bridge = try #require(domain.devices.controllers.first { $0.model == "pcie-to-pci-bridge" })
        #expect(domain.devices.interfaces[0].info.pci?.bus == bridge.index)
    }

    @Test("places that a document names stay, and no other device gets them")
    func given() throws {
        let fixed =
            "<disk type='file'><source file='/x'/><target dev='vdz'/><address type='pci' bus='0' slot='2'/></disk>"
        let domain = try defined(fixed + disks(2), machine: "pc")
        #expect(domain.devices.disks.map { $0.info.pci?.slot } == [3, 4, 2])
    }

    @Test("a defined document has the same addresses when it is defined again")
    func stable() throws {
        for machine in ["pc", "q35"] {
            let once = try defined(
                disks(5) + "<interface type='user'/><rng model='virtio'><backend model='random'/></rng>",
                machine: machine)
            let text = try once.xmlText()
            let again = try Domain(xml: text).defined(capabilities: .assumed, context: LaunchContext(), form: XMLForm())
            #expect(try again.xmlText() == text)
        }
    }

    @Test("two devices at one place are refused")
    func conflict() {
        let same = "<address type='pci' bus='0' slot='5'/>"
        let two = ["vda", "vdb"].map { "<disk type='file'><source file='/x'/><target dev='\($0)'/>\(same)</disk>" }
            .joined()
        #expect(throws: QEMUDriverError.self) { try defined(two, machine: "pc") }
    }

    @Test("more devices than any machine holds are refused in the end")
    func tooMany() {
        #expect(throws: (any Error).self) {
            try defined(disks(26) + String(repeating: "<interface type='user'/>", count: 8200), machine: "pc")
        }
    }
}
