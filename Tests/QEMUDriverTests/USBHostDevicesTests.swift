// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import SystemPackage
import TestSupport
import Testing
import VirtModel

@testable import QEMUDriver

@Suite("USB devices of the host") struct USBHostDevicesTests {
    private let place: TemporaryDirectory
    private let devices: USBHostDevices

    /// Two sticks of one kind, a keyboard, and an interface of that, which has no numbers.
    init() throws {
        place = try TemporaryDirectory("usb")
        devices = USBHostDevices(directory: FilePath(place.path))
        for (name, facts) in [
            ("1-1", ["idVendor": "abcd", "idProduct": "0012", "busnum": "1", "devnum": "4"]),
            ("2-1", ["idVendor": "abcd", "idProduct": "0012", "busnum": "2", "devnum": "9"]),
            ("2-2", ["idVendor": "046d", "idProduct": "c31c", "busnum": "2", "devnum": "10"]),
            ("2-2:1.0", ["bInterfaceClass": "03"]),
        ] {
            for (fact, value) in facts { _ = try place.write("\(name)/\(fact)", "\(value)\n") }
        }
    }

    private func require(_ source: String, policy: String = "mandatory") throws {
        let xml = """
            <domain type='qemu'><name>u</name><memory>1</memory><os><type>hvm</type></os><devices>
            <hostdev mode='subsystem' type='usb'><source startupPolicy='\(policy)'>\(source)</source></hostdev>
            </devices></domain>
            """
        for device in try Domain(xml: xml).devices.hostDevices { try devices.require(device) }
    }

    @Test("one that is there is found, by its kind and by its address")
    func there() throws {
        try require("<vendor id='0x046d'/><product id='0xc31c'/>")
        try require("<address bus='2' device='9'/>")
    }

    @Test(
        "one that is not there, or that may be one of two, is refused by its name",
        arguments: [
            ("<vendor id='0x046d'/><product id='0x0012'/>", "no USB device 046d:0012"),
            ("<address bus='1' device='9'/>", "no device 9 of USB bus 1"),
            ("<vendor id='0xabcd'/><product id='0x12'/>", "2 of USB device abcd:0012"),
        ])
    func refused(source: String, words: String) throws {
        let error = #expect(throws: VirtError.self) { try require(source) }
        #expect(error?.message.contains(words) == true, "\(error as Any)")
        // QEMU has one that is optional when it comes.
        try require(source, policy: "optional")
    }
}
