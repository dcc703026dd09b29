// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import SystemPackage

/// Finds emulators by architecture, in directories, without running any.
package struct EmulatorSearch: Sendable, Hashable {
    /// Where to look, in this order.
    package var directories: [FilePath]

    package init(directories: [FilePath]) { self.directories = directories }

    /// The directories of a `PATH`, and those where distributions put emulators.
    package init(path: String?) {
        var directories: [FilePath] = []
        let usual = ["/usr/bin", "/usr/local/bin", "/usr/libexec"]
        for directory in (path ?? "").split(separator: ":").map(String.init) + usual where directory.hasPrefix("/") {
            if !directories.contains(FilePath(directory)) { directories.append(FilePath(directory)) }
        }
        self.directories = directories
    }

    /// The architectures that domains may name and QEMU emulates, in the order in which documents list them.
    package static let architectures = [
        "alpha", "armv6l", "armv7l", "aarch64", "cris", "hppa", "i686", "loongarch64", "m68k", "microblaze",
        "microblazeel", "mips", "mipsel", "mips64", "mips64el", "ppc", "ppc64", "ppc64le", "riscv32", "riscv64",
        "s390x", "sh4", "sh4eb", "sparc", "sparc64", "x86_64", "xtensa", "xtensaeb",
    ]

    /// What QEMU calls an architecture of a domain.
    package static func name(of architecture: String) -> String {
        switch architecture {
        case "i686": "i386"
        case "armv6l", "armv7l": "arm"
        case "ppc64le": "ppc64"
        default: architecture
        }
    }

    /// The architecture of this machine.
    package static var host: String {
        var name = utsname()
        uname(&name)
        return withUnsafeBytes(of: &name.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// Whether the processor of a host runs guests of an architecture, once KVM serves.
    package static func isNative(_ architecture: String, host: String = host) -> Bool {
        if architecture == host { return true }
        return switch host {
        case "x86_64": architecture == "i686"
        case "aarch64": architecture == "armv7l"
        case "ppc64", "ppc64le": architecture == "ppc64" || architecture == "ppc64le"
        default: false
        }
    }

    /// The emulator of an architecture: `qemu-system-ARCH`, or for the host's own also `qemu-kvm`, as some distributions
    /// call it; nil when there is none.
    package func emulator(for architecture: String, host: String = host) -> FilePath? {
        var names = ["qemu-system-\(Self.name(of: architecture))"]
        // The 64-bit emulator runs 32-bit guests too.
        if architecture == "i686" { names.append("qemu-system-x86_64") }
        if Self.isNative(architecture, host: host) { names.append("qemu-kvm") }
        for name in names {
            for directory in directories {
                let path = directory.appending(name)
                if access(path.string, X_OK) == 0 { return path }
            }
        }
        return nil
    }

    /// All architectures that have an emulator.
    package func emulators(host: String = host) -> [(architecture: String, emulator: FilePath)] {
        Self.architectures.compactMap { architecture in
            emulator(for: architecture, host: host).map { (architecture, $0) }
        }
    }
}
