// SPDX-License-Identifier: Apache-2.0

/// The machine that an ELF file is for: three fields of its header (elf(5)).
public struct ELFMachine: Hashable, Sendable, CustomStringConvertible {
    /// `e_machine`: EM_X86_64 is 62, EM_AARCH64 183.
    public var number: UInt16
    /// Whether words have 64 bits: ELFCLASS64.
    public var is64: Bool
    /// Whether the most significant byte comes first: ELFDATA2MSB.
    public var isBigEndian: Bool

    /// What the C libraries call a machine.
    struct Names {
        /// What the kernel gives as AT_PLATFORM, for `$PLATFORM`; also in the names of musl's loader.
        var platform: String
        /// Debian's multiarch triplet, the name of its library directories.
        var triplet: String?
    }

    var names: Names {
        // Numbers: linux/elf-em.h. Triplets: wiki.debian.org/Multiarch/Tuples.
        switch (number, is64, isBigEndian) {
        case (62, true, _): Names(platform: "x86_64", triplet: "x86_64-linux-gnu")
        case (62, false, _): Names(platform: "x86_64", triplet: "x86_64-linux-gnux32")
        case (3, _, _): Names(platform: "i686", triplet: "i386-linux-gnu")
        case (183, true, false): Names(platform: "aarch64", triplet: "aarch64-linux-gnu")
        case (40, _, false): Names(platform: "v7l", triplet: "arm-linux-gnueabihf")
        case (243, true, _): Names(platform: "riscv64", triplet: "riscv64-linux-gnu")
        case (21, _, false): Names(platform: "powerpc64le", triplet: "powerpc64le-linux-gnu")
        case (21, _, true): Names(platform: "powerpc64", triplet: "powerpc64-linux-gnu")
        case (20, _, _): Names(platform: "powerpc", triplet: "powerpc-linux-gnu")
        case (22, true, _): Names(platform: "s390x", triplet: "s390x-linux-gnu")
        case (258, true, _): Names(platform: "loongarch64", triplet: "loongarch64-linux-gnu")
        case (8, true, false): Names(platform: "mips64el", triplet: "mips64el-linux-gnuabi64")
        case (8, false, false): Names(platform: "mipsel", triplet: "mipsel-linux-gnu")
        default: Names(platform: "unknown", triplet: nil)
        }
    }

    /// The directories that a glibc of this machine searches when nothing else is said: those of Debian's multiarch
    /// and of the `lib64` layout, the most specific first.
    var defaultDirectories: [String] {
        let multiarch = names.triplet.map { ["/lib/\($0)", "/usr/lib/\($0)"] } ?? []
        let wide =
            switch (number, is64) {
            case (62, false): ["/libx32", "/usr/libx32"]
            case (3, _): ["/lib32", "/usr/lib32"]
            case (_, true): ["/lib64", "/usr/lib64"]
            default: [String]()
            }
        return multiarch + wide + ["/lib", "/usr/lib"]
    }

    /// What `$LIB` may stand for (ld.so(8)); which one is built into the loader, so each is tried.
    var libraryTokens: [String] {
        defaultDirectories.filter { $0.hasPrefix("/lib") }.map { String($0.dropFirst()) }
    }

    /// Whether a kernel that runs binaries of this machine can load modules of the other.
    func isServed(byModulesOf other: ELFMachine) -> Bool {
        if self == other { return true }
        let pairs: [Set<UInt16>] = [[3, 62], [40, 183]]
        return isBigEndian == other.isBigEndian && pairs.contains([number, other.number])
    }

    /// For instance `x86_64`, or `machine 1234`.
    public var description: String {
        let name = names.platform
        return name == "unknown" ? "machine \(number)" : name == "v7l" ? "arm" : name
    }
}
