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
/// own floor only where `LayeringRules`, which also has the order, says so: `swift run dev check` sees to it.
enum Floor: String {
    case system = "System"
    case formats = "Formats"
    case model = "Model"
    case drivers = "Drivers"
    case remote = "Remote"
    case api = "API"
    case daemons = "Daemons"
    case tools = "Tools"
}

func library(
    _ name: String, on floor: Floor, _ dependencies: [Target.Dependency] = [], excluding: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(floor.rawValue)/\(name)", exclude: excluding,
        swiftSettings: swiftSettings)
}

/// What the static archive of libxml2 needs of others; an archive of which nothing is needed adds nothing.
let libXML2Needs = ["xml2", "icuuc", "icudata", "lzma", "z", "stdc++"]

/// An executable. One that `isSelfContained` links everything when it is built for release, the C library too: it starts
/// a millisecond sooner and runs on any Linux. That needs the static archives of the system's libraries that it uses.
func tool(
    _ name: String, on floor: Floor = .tools, _ dependencies: [Target.Dependency], isSelfContained: Bool = false
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + [argumentParser], path: "Sources/\(floor.rawValue)/\(name)",
        swiftSettings: swiftSettings,
        linkerSettings: isSelfContained
            ? [
                .unsafeFlags(
                    ["-static-executable"] + libXML2Needs.flatMap { ["-Xlinker", "-l\($0)"] },
                    .when(configuration: .release))
            ] : [])
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
        .library(name: "Compression", targets: ["Compression"]),
        .library(name: "BootSector", targets: ["BootSector"]),
        .library(name: "DiskImage", targets: ["DiskImage"]),
        .library(name: "Initramfs", targets: ["Initramfs"]),
        .library(name: "Virt", targets: ["Virt", "VirtEmbedded", "VirtRemote", "TinyVM"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // System
        .target(name: "CLinux", path: "Sources/System/CLinux"),
        library("LinuxSystem", on: .system, ["CLinux", systemPackage]),
        tests(of: "LinuxSystem", [systemPackage]),
        library("ByteLayout", on: .system),
        tests(of: "ByteLayout"),
        systemLibrary("CZlib"),
        systemLibrary("CLZMA"),
        systemLibrary("CZstd"),
        systemLibrary("CLZ4"),
        systemLibrary("CLibXML2"),
        library("Compression", on: .system, ["CZlib", "CLZMA", "CZstd", "CLZ4"]),
        tests(of: "Compression"),

        // Formats
        library("BootSector", on: .formats, ["ByteLayout"]),
        tests(of: "BootSector", ["ByteLayout"]),
        library("DiskImage", on: .formats, ["ByteLayout", "LinuxSystem", "CLinux", "CZlib", "CZstd", systemPackage]),
        tests(of: "DiskImage", ["ByteLayout", systemPackage]),
        library("Initramfs", on: .formats, ["ByteLayout", "CLinux", "Compression", "LinuxSystem", systemPackage]),
        tests(of: "Initramfs", ["Compression", systemPackage, "make-tiny-image"]),
        library("GuestProtocol", on: .formats),
        tests(of: "GuestProtocol"),
        // The guest's init program: Embedded Swift for each architecture, compiled while the package is built.
        .target(
            name: "GuestInit", path: "Sources/Formats/GuestInit", swiftSettings: swiftSettings,
            plugins: ["CompileGuest"]),
        tests(of: "GuestInit"),
        .executableTarget(name: "guest-compiler", path: "Sources/Guest/guest-compiler", swiftSettings: swiftSettings),
        .plugin(name: "CompileGuest", capability: .buildTool(), dependencies: ["guest-compiler"]),
        library("XMLCoding", on: .formats, ["CLibXML2"]),
        library("QMP", on: .formats, ["CLinux", "LinuxSystem", systemPackage]),
        tests(of: "QMP", ["LinuxSystem", systemPackage]),
        library("XDR", on: .formats),
        tests(of: "XDR"),
        tests(of: "XMLCoding"),
        tests(of: "VirtModel", ["XMLCoding"]),
        tests(
            of: "QEMUDriver",
            ["DriverAPI", "LinuxSystem", "QMP", "VirtModel", "XMLCoding", "dev-domain", systemPackage]),
        tests(of: "SecretDriver", ["DriverAPI", "LinuxSystem", "QMP", "VirtModel", "XMLCoding", systemPackage]),

        // Model
        library("VirtModel", on: .model, ["ByteLayout", "XMLCoding"]),

        // Drivers
        library("DriverAPI", on: .drivers, ["ByteLayout"]),
        library("HostDriver", on: .drivers, ["DriverAPI", "LinuxSystem", systemPackage]),
        library(
            "QEMUDriver", on: .drivers,
            [
                "ByteLayout", "CLinux", "DiskImage", "DriverAPI", "LinuxSystem", "QMP", "VirtModel", "XMLCoding",
                systemPackage,
            ]),
        library(
            "SecretDriver", on: .drivers,
            ["ByteLayout", "DriverAPI", "LinuxSystem", "VirtModel", "XMLCoding", systemPackage]),

        // Remote
        library(
            "RemoteProtocol", on: .remote, ["LinuxSystem", "XDR", systemPackage], excluding: ["Facts"]),
        tests(of: "RemoteProtocol", ["XDR"]),
        library("RemoteServer", on: .remote, ["LinuxSystem", "RemoteProtocol", "XDR", systemPackage]),
        tests(of: "RemoteServer", ["LinuxSystem", "RemoteProtocol", "WireTestSupport", "XDR", systemPackage]),
        library("RemoteValues", on: .remote, ["DriverAPI", "RemoteProtocol"]),
        library(
            "RemoteForwarding", on: .remote,
            ["DriverAPI", "LinuxSystem", "RemoteDriver", "RemoteProtocol", "RemoteServer", "XDR", systemPackage]),
        tests(
            of: "RemoteForwarding",
            ["LinuxSystem", "RemoteProtocol", "RemoteServer", "WireTestSupport", "XDR", systemPackage]),
        library(
            "RemoteDispatch", on: .remote,
            [
                "DriverAPI", "LinuxSystem", "RemoteForwarding", "RemoteProtocol", "RemoteServer", "RemoteValues", "XDR",
                systemPackage,
            ]),
        tests(
            of: "RemoteDispatch",
            [
                "DriverAPI", "HostDriver", "LinuxSystem", "RemoteProtocol", "RemoteServer", "WireTestSupport", "XDR",
                systemPackage,
            ]),
        library(
            "RemoteDriver", on: .remote,
            [
                "DriverAPI", "LinuxSystem", "RemoteProtocol", "RemoteValues", "XDR", "XMLCoding", systemPackage,
            ]),
        tests(
            of: "RemoteDriver",
            [
                "DriverAPI", "LinuxSystem", "RemoteDispatch", "RemoteProtocol", "RemoteServer", "WireTestSupport",
                "XDR",
                systemPackage,
            ]),
        library(
            "DaemonKit", on: .remote,
            [
                "CLinux", "LinuxSystem", "RemoteDriver", "RemoteForwarding", "RemoteProtocol", "RemoteServer", "XDR",
                systemPackage, argumentParser,
            ]),
        tests(of: "DaemonKit", ["RemoteProtocol", "RemoteServer", "XDR", systemPackage]),

        // Daemons
        tool(
            "virtqemud", on: .daemons,
            [
                "DaemonKit", "DriverAPI", "HostDriver", "LinuxSystem", "QEMUDriver", "RemoteDispatch", "RemoteDriver",
                "RemoteForwarding", systemPackage,
            ], isSelfContained: true),
        tests(of: "virtqemud", ["LinuxSystem", "RemoteProtocol", "WireTestSupport", "XDR", systemPackage]),
        tool(
            "virtsecretd", on: .daemons,
            [
                "DaemonKit", "DriverAPI", "LinuxSystem", "RemoteDispatch", "RemoteForwarding", "SecretDriver",
                "VirtModel", systemPackage,
            ], isSelfContained: true),
        tests(of: "virtsecretd", ["tinyvm"]),
        tool("virtproxyd", on: .daemons, ["DaemonKit", "RemoteForwarding"], isSelfContained: true),
        tests(
            of: "virtproxyd",
            ["RemoteProtocol", "WireTestSupport", "XDR", systemPackage, "virtqemud", "virtsecretd"]),

        // API
        library(
            "TinyVM", on: .api,
            [
                "ByteLayout", "CLinux", "LinuxSystem", "Compression", "DiskImage", "Initramfs", "GuestInit",
                "GuestProtocol",
                "VirtModel", "QEMUDriver", "QMP", systemPackage,
            ]),
        tests(of: "TinyVM", ["GuestProtocol", "Initramfs", "LinuxSystem", systemPackage, "run-jobs"]),
        // The program of the article on templates.
        .executableTarget(
            name: "run-jobs", dependencies: ["TinyVM", systemPackage], path: "Tests/Programs/run-jobs"),
        library("Virt", on: .api, ["DriverAPI"]),
        library(
            "VirtEmbedded", on: .api, ["LinuxSystem", "QEMUDriver", "SecretDriver", "Virt", systemPackage]),
        library("VirtRemote", on: .api, ["RemoteDriver", "Virt"]),
        tests(
            of: "VirtRemote",
            [
                "DriverAPI", "LinuxSystem", "RemoteDispatch", "RemoteDriver", "RemoteServer", "Virt", "VirtEmbedded",
                systemPackage, "list-machines", "virtqemud",
            ]),
        tests(
            of: "VirtEmbedded",
            [
                "DriverAPI", "Initramfs", "LinuxSystem", "Virt", "VirtRemote", systemPackage, "tinyvm", "virt-qemu-run",
                "virtqemud",
                "embed-a-machine", "many-machines", "start-many",
            ]),
        // The programs in the documentation of VirtEmbedded and VirtRemote, and one that tests measure.
        .executableTarget(
            name: "list-machines", dependencies: ["VirtRemote"], path: "Tests/Programs/list-machines"),
        .executableTarget(
            name: "embed-a-machine", dependencies: ["VirtEmbedded"], path: "Tests/Programs/embed-a-machine"),
        .executableTarget(name: "start-many", dependencies: ["VirtEmbedded"], path: "Tests/Programs/start-many"),
        .executableTarget(
            name: "many-machines", dependencies: ["VirtEmbedded"], path: "Tests/Programs/many-machines",
            swiftSettings: swiftSettings),

        // Tools
        tool("byebyebios", ["BootSector", "DiskImage", "LinuxSystem", systemPackage], isSelfContained: true),
        tests(of: "byebyebios", ["BootSector", "DiskImage", "ByteLayout", systemPackage]),
        library("DevKit", on: .tools, ["CLinux", "LinuxSystem", systemPackage]),
        tests(of: "DevKit", [systemPackage, "virtproxyd", "virtqemud", "virtsecretd"]),
        tool("dev", ["DevKit", "LinuxSystem", systemPackage]),
        tool(
            "dev-domain", ["ByteLayout", "LinuxSystem", "QEMUDriver", "QMP", "VirtModel", "XMLCoding", systemPackage]),
        tool("make-tiny-image", ["Compression", "Initramfs", "LinuxSystem", systemPackage], isSelfContained: true),
        tool("tinyvm", ["TinyVM", "LinuxSystem", systemPackage]),
        tool("virt-qemu-run", ["LinuxSystem", "VirtEmbedded", systemPackage], isSelfContained: true),
        tool(
            "virt-doctor",
            [
                "DaemonKit", "DriverAPI", "LinuxSystem", "QEMUDriver", "RemoteDriver", "VirtModel", "XMLCoding",
                systemPackage,
            ]),
        tests(of: "virt-doctor", ["DaemonKit", "LinuxSystem", systemPackage]),
        tests(of: "tinyvm"),

        .target(
            name: "TestSupport", dependencies: ["ByteLayout"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .target(
            name: "WireTestSupport",
            dependencies: ["LinuxSystem", "RemoteProtocol", "RemoteServer", "TestSupport", "XDR", systemPackage],
            path: "Tests/WireTestSupport", swiftSettings: swiftSettings),
    ],
    swiftLanguageModes: [.v6]
)
