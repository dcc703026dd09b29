// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Settings of every Swift target. Warnings are errors where the environment says `CI`, as in `.ci/run`.
let swiftSettings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

/// The floors of the house, from the ground up. A target may depend on targets of lower floors, and on those of its
/// own floor only where `Tests/LayeringTests` says so.
enum Floor: String {
    case system = "System"
    case formats = "Formats"
    case model = "Model"
    case drivers = "Drivers"
    case api = "API"
    case tools = "Tools"
}

func library(_ name: String, on floor: Floor, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(floor.rawValue)/\(name)",
        swiftSettings: swiftSettings)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + [argumentParser], path: "Sources/\(Floor.tools.rawValue)/\(name)",
        swiftSettings: swiftSettings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        swiftSettings: swiftSettings)
}

/// A library of the system, found by its plain name: no pkg-config, so that `dev` builds before it is installed.
func systemLibrary(_ name: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(Floor.system.rawValue)/\(name)")
}

let package = Package(
    name: "swift-virt",
    products: [
        .library(name: "Initramfs", targets: ["Initramfs"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        .target(name: "CLinux", path: "Sources/System/CLinux"),
        library("LinuxSystem", on: .system, ["CLinux", systemPackage]),
        tests(of: "LinuxSystem", [systemPackage]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),

        library("Initramfs", on: .formats, ["LinuxSystem", systemPackage]),

        systemLibrary("CLibXML2"),
        library("XMLCoding", on: .formats, ["CLibXML2"]),
        library("VirtModel", on: .model, ["XMLCoding"]),
        library("QEMUDriver", on: .drivers, ["VirtModel", "XMLCoding", "QMP"]),
        library("QMP", on: .formats),
        tests(of: "QMP"),
        tests(of: "XMLCoding"),
        tests(of: "VirtModel", ["XMLCoding"]),
        tests(of: "QEMUDriver", ["QMP", "VirtModel", "XMLCoding", "dev-domain"]),

        tool("dev-domain", ["QEMUDriver", "QMP", "VirtModel", "XMLCoding", systemPackage]),
        tool("dev", ["LinuxSystem", systemPackage]),
        tool("make-tiny-image", ["Initramfs", systemPackage]),
    ],
    swiftLanguageModes: [.v6]
)
