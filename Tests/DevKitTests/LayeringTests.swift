// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DevKit

@Suite struct LayeringTests {
    @Test("the house is in order")
    func house() throws {
        let tree = try TreeFixture.own()
        let manifest = try Manifest.read(tree)
        #expect(manifest.targetsByName["dev"]?.targets.contains("DevKit") == true)
        let findings = try LayeringCheck(manifest: manifest).findings(in: tree)
        #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
    }

    private static func target(
        _ name: String, on floor: String, using targets: [String] = [], products: [Manifest.Product] = [],
        type: String = "regular"
    ) -> Manifest.Target {
        Manifest.Target(
            name: name, type: type, path: "Sources/\(floor)/\(name)", targets: targets, products: products)
    }

    private static func messages(_ targets: [Manifest.Target]) -> [String] {
        LayeringCheck(manifest: Manifest(targets: targets)).manifestFindings().map(\.message)
    }

    @Test("an arrow that runs up is found in the manifest")
    func upwards() {
        let messages = Self.messages([
            Self.target("DiskImage", on: "Formats", using: ["VirtModel"]), Self.target("VirtModel", on: "Model"),
        ])
        #expect(messages == ["'DiskImage' on floor Formats uses 'VirtModel' on floor Model: that arrow runs up."])
    }

    @Test("an arrow between drivers is found, except to their common protocols")
    func sideways() {
        let messages = Self.messages([
            Self.target("DriverAPI", on: "Drivers"), Self.target("NetworkDriver", on: "Drivers", using: ["DriverAPI"]),
            Self.target("QEMUDriver", on: "Drivers", using: ["DriverAPI", "NetworkDriver"]),
        ])
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix("'QEMUDriver' uses 'NetworkDriver' on the same floor Drivers") == true)
    }

    @Test("arrows that run down, and within the ground floor, are free")
    func downwards() {
        #expect(
            Self.messages([
                Self.target("CLinux", on: "System"), Self.target("LinuxSystem", on: "System", using: ["CLinux"]),
                Self.target("VirtModel", on: "Model", using: ["LinuxSystem"]),
                Self.target("virtqemud", on: "Daemons", using: ["VirtModel"], type: "executable"),
            ]).isEmpty)
    }

    @Test("a target on no floor is found")
    func noFloor() {
        let target = Manifest.Target(name: "Stray", type: "regular", path: "Sources/Stray")
        #expect(Self.messages([target]).count == 1)
    }

    @Test("the proxy that reaches a driver through others is found")
    func proxy() {
        let messages = Self.messages([
            Self.target("QEMUDriver", on: "Drivers"), Self.target("DaemonKit", on: "Remote", using: ["QEMUDriver"]),
            Self.target("virtproxyd", on: "Daemons", using: ["DaemonKit"], type: "executable"),
        ])
        #expect(
            messages == [
                "'virtproxyd' must do without 'QEMUDriver', which it gets through 'QEMUDriver': "
                    + "the proxy forwards calls and drives nothing itself."
            ])
    }

    @Test(
        "tools that link the network or TLS against the rules are found",
        arguments: [
            ("byebyebios", "NIOCore", "swift-nio"), ("make-tiny-image", "NIOSSL", "swift-nio-ssl"),
            ("tinyvm", "NIOSSL", "swift-nio-ssl"), ("virt-qemu-run", "NIOSSL", "swift-nio-ssl"),
            ("dev", "NIOCore", "swift-nio"),
        ])
    func linked(tool: String, product: String, package: String) {
        let messages = Self.messages([
            Self.target("Helper", on: "Remote", products: [.init(name: product, package: package)]),
            Self.target(tool, on: "Tools", using: ["Helper"], type: "executable"),
        ])
        #expect(messages.count == 1)
        #expect(
            messages.first?.hasPrefix("'\(tool)' must do without '\(product)', which it gets through 'Helper'") == true)
    }

    @Test("a library of the system below dev is found")
    func systemLibrary() {
        let messages = Self.messages([
            Self.target("CZlib", on: "System", type: "system"),
            Self.target("LinuxSystem", on: "System", using: ["CZlib"]),
            Self.target("dev", on: "Tools", using: ["LinuxSystem"], type: "executable"),
        ])
        #expect(messages.count == 1)
    }

    @Test(
        "an import that runs up, that the manifest does not list, or that drags Foundation in, is found in its file",
        arguments: [
            ("Sources/Formats/XDR/A.swift", "import VirtModel", "that arrow runs up"),
            ("Sources/Model/VirtModel/A.swift", "internal import XDR", "which Package.swift does not list"),
            ("Sources/Formats/XDR/A.swift", "import Foundation", "Use FoundationEssentials"),
            ("Sources/Formats/XDR/A.swift", "import NIOCore", "which is no dependency of it"),
            ("Sources/Elsewhere/A.swift", "import Glibc", "No target of Package.swift holds this file."),
            ("Sources/Guest/Init/A.swift", "import XDR", "it may import its own C module only"),
        ])
    func imports(path: String, line: String, message: String) throws {
        let manifest = Manifest(targets: [
            Self.target("XDR", on: "Formats"), Self.target("VirtModel", on: "Model"),
        ])
        let fixture = try TreeFixture([path: "// comment\n\(line)\n", "Package.swift": "import PackageDescription"])
        let findings = try LayeringCheck(manifest: manifest).findings(in: fixture.tree)
        #expect(findings.count == 1)
        #expect(findings.first?.path == path)
        #expect(findings.first?.message.contains(message) == true)
    }

    @Test("imports that are listed, of the toolchain, of products, and of tests, are free")
    func freeImports() throws {
        let manifest = Manifest(targets: [
            Self.target("XDR", on: "Formats", products: [.init(name: "SystemPackage", package: "swift-system")]),
            Self.target("VirtModel", on: "Model", using: ["XDR"]),
            Manifest.Target(name: "XDRTests", type: "test", path: "Tests/XDRTests", targets: ["XDR"]),
        ])
        let fixture = try TreeFixture([
            "Sources/Formats/XDR/A.swift": "public import SystemPackage\ninternal import Glibc\n",
            "Sources/Model/VirtModel/A.swift": "import XDR\nimport FoundationEssentials\n",
            "Sources/Guest/Init/A.swift": "import CGuest\n",
            "Sources/Guest/CGuest/module.modulemap": "module CGuest {\n    header \"CGuest.h\"\n    export *\n}\n",
            "Tests/XDRTests/A.swift": "@testable import XDR\nimport Foundation\nimport Testing\n",
        ])
        #expect(try LayeringCheck(manifest: manifest).findings(in: fixture.tree) == [])
    }
}
