// SPDX-License-Identifier: Apache-2.0

import QEMUDriver
import TestSupport
import Testing
import VirtModel
import XMLCoding

/// What becomes of network interfaces and of the buses that they are on, as libvirtd 9.0 decided on the same documents.
@Suite struct InterfaceDecisionTests {
    private static func card(_ inside: String, type: String = "user", source: String = "") -> String {
        "<interface type='\(type)'><mac address='52:54:00:00:00:01'/>\(source)\(inside)</interface>"
    }

    private static func bridged(_ inside: String) -> String {
        card(inside, type: "bridge", source: "<source bridge='b'/>")
    }

    private func defined(_ devices: String, machine: String = "q35") throws -> Domain {
        try DecisionTests().defined(devices, machine: machine)
    }

    @Test(
        "an interface that can never be is refused, and the sentence names what is wrong",
        arguments: [
            (card("<backend type='slirp'/>"), "'slirp'"), (card("<ip address='10.0.0.300'/>"), "10.0.0.300"),
            (card("<ip address='10.0.0.1' prefix='28'/>"), "28"),
            (card("<ip family='ipv6' address='fec0::1' prefix='63'/>"), "63"),
            (card("<ip family='ipv4' address='fec0::1'/>"), "ipv4"),
            (card("<rom enabled='no' bar='on'/>"), "ROM"), (card("<acpi index='0'/>"), "ACPI index"),
            (card("<target dev='t' managed='no'/>"), "ethernet"),
            (card("<coalesce><rx><frames max='0'/></rx></coalesce>"), "coalesce"),
            (card("<port isolated='yes'/>"), "isolated"),
            (bridged("<virtualport/>"), "type"), (bridged("<virtualport type='midonet'/>"), "interfaceid"),
            (card("", type: "vhostuser", source: "<source path='/s' mode='client'/>"), "unix"),
            (card("<model type='e1000'/>", type: "vdpa", source: "<source dev='/dev/vhost-vdpa-0'/>"), "virtio"),
        ])
    func refused(devices: String, part: String) throws {
        let error = #expect(throws: (any Error).self) { try defined(devices) }
        #expect("\(try #require(error))".contains(part))
    }

    @Test(
        "what only a start of an interface cannot give is kept in a definition and refused at the start",
        arguments: [
            card("<script path='/s'/>"), card("<vlan><tag id='5'/></vlan>"), card("<backend tap='/dev/net/other'/>"),
            card("<model type='virtio'/><address type='usb' bus='0' port='1'/>"),
        ])
    func refusedAtStart(devices: String) throws {
        #expect(throws: Never.self) { try defined(devices) }
        #expect(throws: (any Error).self) { try CommandLineTests.line(CommandLineTests.document(devices)) }
    }

    @Test(
        "what says nothing, or nothing to this kind of interface, is as if it were not there",
        arguments: [
            card("<script path=''/>"), card("<port isolated='no'/>"),
            card("<source dev='eth0'/>"), card("<filterref/>"), card("<ip address='10.0.0.1' prefix='0'/>"),
        ])
    func forgotten(devices: String) throws {
        let interface = try #require(try defined(devices).devices.interfaces.first)
        #expect(interface.script == nil && interface.source.dev == nil && interface.filterReference == nil)
        #expect(interface.addresses.allSatisfy { $0.prefix == nil })
    }

    @Test("an MTU of 0 is none, and settings of a virtio driver mean nothing to another model")
    func ignored() throws {
        let bridge = try #require(try defined(Self.bridged("<mtu size='0'/>")).devices.interfaces.first)
        #expect(bridge.mtu == nil)
        let other = try defined(Self.card("<model type='e1000'/><driver queues='-1' txmode='x' rx_queue_size='500'/>"))
        #expect(other.devices.interfaces.first?.driver == NetworkInterface.Driver())
    }

    @Test("a virtual port gets the identifier that it lacks, before its profile")
    func identifier() throws {
        let port = "<virtualport type='openvswitch'><parameters profileid='p'/></virtualport>"
        let interface = try #require(try defined(Self.bridged(port)).devices.interfaces.first)
        let parameters = try #require(interface.virtualPort?.elements.first)
        #expect(parameters.attributes.map(\.name) == ["interfaceid", "profileid"])
        #expect(UUIDText(xml: parameters[attribute: "interfaceid"] ?? "") != nil)
        let given =
            "<virtualport type='802.1Qbg'><parameters managerid='1' typeid='2' typeidversion='3'/></virtualport>"
        let other = try #require(try defined(Self.bridged(given)).devices.interfaces.first)
        #expect(other.virtualPort?.elements.first?[attribute: "instanceid"] != nil)
    }

    @Test("a direct interface is a VEPA where nothing is said")
    func direct() throws {
        let domain = try defined(Self.card("", type: "direct", source: "<source dev='e'/>"))
        #expect(domain.devices.interfaces.first?.source.mode == "vepa")
    }

    private func placed(_ model: String, _ address: String) -> String {
        Self.card("<model type='\(model)'/><address type='pci' \(address)/>")
    }

    private func models(_ domain: Domain) -> [String] {
        domain.devices.controllers.filter { $0.kind == .pci && ($0.index ?? 0) > 0 }
            .sorted { ($0.index ?? 0) < ($1.index ?? 0) }.compactMap(\.model)
    }

    @Test("buses up to one that a document names are of the kind that its first device takes")
    func growth() throws {
        let express = try defined(placed("virtio", "bus='3' slot='0'"))
        #expect(models(express).prefix(3) == ["pcie-root-port", "pcie-root-port", "pcie-root-port"])
        let conventional = try defined(placed("e1000", "bus='4' slot='5'"))
        #expect(
            models(conventional).prefix(4) == ["pcie-root-port", "pcie-to-pci-bridge", "pci-bridge", "pci-bridge"])
        #expect(throws: (any Error).self) { try defined(placed("virtio", "bus='2' slot='5'")) }
        #expect(throws: (any Error).self) { try defined(placed("e1000", "bus='2' slot='0'")) }
    }

    @Test("a QEMU without the modern form of virtio has its virtio devices on conventional slots")
    func conventionalVirtio() throws {
        var capabilities = QEMUCapabilities()
        capabilities.types = ["pcie-root-port", "pcie-pci-bridge", "virtio-net-pci"]
        capabilities.machinesByArchitecture = ["x86_64": [.init("q35")]]
        let text = CommandLineTests.document(Self.card("<model type='virtio'/>"))
        let domain = try Domain(xml: text).defined(
            capabilities: capabilities, context: LaunchContext(), form: XMLForm())
        let bus = try #require(domain.devices.interfaces.first?.info.pci?.bus)
        #expect(domain.devices.controllers.first { $0.kind == .pci && $0.index == bus }?.model == "pcie-to-pci-bridge")
    }
}
