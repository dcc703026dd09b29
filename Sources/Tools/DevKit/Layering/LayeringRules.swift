// SPDX-License-Identifier: Apache-2.0

/// Which part of the house may use which: the one home of this knowledge.
public struct LayeringRules: Sendable {
    /// The floors from the ground up; each is a directory of `Sources`. A target may use targets of lower floors.
    public var floors: [String]
    /// The floors within which targets may use each other freely.
    public var openFloors: Set<String>
    /// What else may be used on the same floor: by this target (or by any, `*`), these targets.
    public var sameFloor: [String: Set<String>]
    /// What must not be among all that a target uses, directly or not.
    public var exclusions: [Exclusion]
    /// Modules that come with the toolchain and are free for use in libraries and tools.
    public var toolchainModules: Set<String>

    /// What a target must do without.
    public struct Exclusion: Sendable {
        /// The target.
        public var target: String
        /// Floors that it must not reach, except for `DriverAPI`, which holds protocols only.
        public var floors: Set<String> = []
        /// Packages that it must not link.
        public var packages: Set<String> = []
        /// Whether libraries of the system are forbidden too.
        public var systemLibraries = false
        /// Why, as the end of a sentence.
        public var reason: String
    }
}

extension LayeringRules {
    /// The rules of this package; `CONTRIBUTING.md` explains them.
    public static let house = LayeringRules(
        floors: ["System", "Formats", "Model", "Drivers", "Remote", "API", "Daemons", "Tools"],
        openFloors: ["System"],
        sameFloor: [
            // Formats that carry compressed data.
            "Initramfs": ["Compression"], "DiskImage": ["Compression"],
            // Drivers meet only in the protocols of `DriverAPI`.
            "*": ["DriverAPI"],
            "RemoteServer": ["RemoteProtocol"], "RemoteValues": ["RemoteProtocol"],
            "RemoteDriver": ["RemoteProtocol", "RemoteValues"],
            "RemoteDispatch": ["RemoteProtocol", "RemoteServer", "RemoteValues"],
            "DaemonKit": ["RemoteProtocol", "RemoteServer", "RemoteDriver"],
            "VirtEmbedded": ["Virt"], "VirtRemote": ["Virt"],
            // The tool without its command line, for tests.
            "dev": ["DevKit"],
        ],
        exclusions: [
            Exclusion(
                target: "virtproxyd", floors: ["Drivers"], reason: "the proxy forwards calls and drives nothing itself"),
            Exclusion(target: "byebyebios", packages: network.union(tls), reason: "it only writes to an image"),
            Exclusion(target: "make-tiny-image", packages: network.union(tls), reason: "it only writes an image"),
            Exclusion(target: "tinyvm", packages: tls, reason: "it talks to its own child only"),
            Exclusion(target: "virt-qemu-run", packages: tls, reason: "it talks to its own child only"),
            Exclusion(target: "VirtEmbedded", packages: tls, reason: "it talks to its own children only"),
            Exclusion(
                target: "dev", packages: network.union(tls), systemLibraries: true,
                reason: "it installs the libraries of the system, so it is built before they are there"),
        ],
        toolchainModules: [
            "Swift", "Glibc", "Synchronization", "FoundationEssentials", "Dispatch", "RegexBuilder", "_Concurrency",
        ])

    private static let network: Set<String> = ["swift-nio"]
    private static let tls: Set<String> = ["swift-nio-ssl", "swift-nio-transport-services"]

    /// The position of a floor, counted from the ground; nil for what is no floor.
    func level(of floor: String) -> Int? { floors.firstIndex(of: floor) }

    /// Whether a target may use another one of its own floor.
    func mayUse(_ user: String, _ used: String, on floor: String) -> Bool {
        openFloors.contains(floor) || sameFloor[user]?.contains(used) == true
            || sameFloor["*"]?.contains(used) == true
    }
}
