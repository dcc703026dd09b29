// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import TestSupport
import Testing

/// The table of keys.
@Suite struct KeyNamesTests {
    /// The keys of libvirt's manual page of a code set, virkeycode-linux(7) and its sisters, which name keys as Linux does; nil where
    /// the page is not installed.
    private static func page(_ set: String) throws -> [(code: UInt32, names: [String])]? {
        let path = "/usr/share/man/man7/virkeycode-\(set).7.gz"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try Program.run(["gzip", "-dc", path]).text
        return text.matches(of: /\n(\d+) \(0x[0-9A-Fa-f]+\)\n\.sp\nKey name (.*)/).compactMap { match in
            UInt32(match.1).map { ($0, match.2.split(separator: /[, ]+/).map(String.init)) }
        }
    }

    @Test(
        "a number means the key that libvirt's manual says, or the first of those that share it",
        arguments: [
            (KeyCodeSet.linux, "linux"), (.atSet1, "atset1"), (.xt, "atset1"), (.atSet2, "atset2"),
            (.atSet3, "atset3"), (.xtKeyboard, "xtkbd"), (.usb, "usb"), (.qemuNumber, "qnum"),
        ])
    func manual(set: KeyCodeSet, name: String) throws {
        guard let linux = try Self.page("linux"), let page = try Self.page(name) else {
            return print("SKIPPING a comparison with libvirt's manual page of \(name), which is not installed")
        }
        var codes: [String: UInt32] = [:]
        for (code, names) in linux { for name in names { codes[name] = code } }
        // Set 3 has the same number for keys of the keypad and the main block.
        let shared: [UInt32] = set == .atSet3 ? [0x4a, 0x4e] : []
        var compared = 0
        for (code, names) in page where !shared.contains(code) {
            let expected = names.compactMap { codes[$0] }.filter { KeyNames.name(of: $0, in: .linux) != nil }
            guard !expected.isEmpty else { continue }
            let linuxCode = KeyNames.name(of: code, in: set).flatMap { KeyNames.linuxCode(of: $0) }
            #expect(linuxCode.map { expected.contains($0) } == true, "\(code) \(names)")
            compared += 1
        }
        #expect(compared > 120)
    }

    @Test(
        "every code set has the keys that any keyboard has",
        arguments: [
            (KeyCodeSet.linux, [30, 29, 111] as [UInt32]), (.xt, [0x1e, 0x1d, 0xe053]),
            (.atSet1, [0x1e, 0x1d, 0xe053]),
            (.atSet2, [0x1c, 0x14, 0xe071]), (.atSet3, [0x1c, 0x11, 0x64]), (.macOS, [0, 0x3b, 0x75]),
            (.xtKeyboard, [0x1e, 0x1d, 0x153]), (.usb, [4, 224, 76]), (.windows, [0x41, 0x11, 0x2e]),
            (.qemuNumber, [0x1e, 0x1d, 0xd3]),
        ])
    func everyday(set: KeyCodeSet, codes: [UInt32]) {
        #expect(codes.map { KeyNames.name(of: $0, in: set) } == ["a", "ctrl", "delete"])
        #expect(KeyNames.name(of: 0xffff, in: set) == nil)
    }

    @Test("names that QEMU has twice have the same number of Linux'")
    func twins() {
        #expect(KeyNames.linuxCode(of: "print") == KeyNames.linuxCode(of: "sysrq"))
        #expect(KeyNames.linuxCode(of: "asterisk") == KeyNames.linuxCode(of: "kp_multiply"))
        #expect(KeyNames.linuxCode(of: "nosuch") == nil)
    }
}
