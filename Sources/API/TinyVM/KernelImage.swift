// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import Glibc
internal import LinuxSystem
public import SystemPackage

/// A Linux kernel as distributions install it, and what can be read from its file.
public struct KernelImage: Sendable, Equatable {
    /// A kind of machine.
    public enum Architecture: String, Sendable, CaseIterable {
        /// 64-bit x86.
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case x86_64
        /// 64-bit Arm.
        case aarch64

        /// What Debian calls it in the names of packages.
        var debianName: String {
            switch self {
            case .x86_64: "amd64"
            case .aarch64: "arm64"
            }
        }

        /// That of the running program.
        public static var host: Architecture {
            #if arch(arm64)
                .aarch64
            #else
                .x86_64
            #endif
        }
    }

    /// Its file.
    public var path: FilePath
    /// The machine it runs on.
    public var architecture: Architecture
    /// Its release, by which its modules are found, for instance "6.1.0-18-amd64"; nil when neither the file nor its name
    /// says it.
    public var release: String?
    /// Where the compressed kernel proper is in the file, in bytes; only in a bzImage of version 2.08 or newer.
    public var payload: Range<Int>?

    /// Reads what kernel a file holds.
    ///
    /// - Throws: A ``TinyVMError`` that names the file when it cannot be read or is no kernel.
    public init(path: FilePath) throws(TinyVMError) {
        self.path = path
        let file: FileDescriptor
        do {
            // A pipe without a writer must not keep us waiting.
            file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        } catch {
            throw TinyVMError(
                .kernel,
                "Cannot read the kernel '\(path)': \(error). "
                    + "Name a readable one with --kernel, or make this one readable.")
        }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = (try? bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }) ?? 0
        let head = Head(bytes: Array(bytes[..<count]))
        let size = (try? file.seek(offset: 0, from: .end)).map(Int.init) ?? 0
        let nameRelease = KernelImage.release(inName: path.lastComponent?.string ?? "")
        if head.isBzImage {
            guard head.isBootableIn64BitMode else {
                throw TinyVMError(.kernel, "The kernel '\(path)' is for 32-bit x86. Name a 64-bit one with --kernel.")
            }
            architecture = .x86_64
            release = head.release ?? nameRelease
            payload = head.payload(fileSize: size)
        } else if head.isArm64Image {
            architecture = .aarch64
            release = nameRelease
        } else if head.isELF {
            switch head.bytes.integer(UInt16.self, at: 18) {
            case 62: architecture = .x86_64
            case 183: architecture = .aarch64
            default:
                throw TinyVMError(.kernel, "The kernel '\(path)' is for a machine that is not supported.")
            }
            release = nameRelease
        } else {
            throw TinyVMError(
                .kernel,
                "The file '\(path)' is no Linux kernel: it is neither a bzImage, an arm64 Image nor an ELF file.")
        }
    }

    /// The release in a name as distributions give it: "vmlinuz-RELEASE".
    static func release(inName name: String) -> String? {
        for prefix in ["vmlinuz-", "vmlinux-", "kernel-", "Image-"] where name.hasPrefix(prefix) {
            return String(name.dropFirst(prefix.count))
        }
        return nil
    }
}

/// The first bytes of a kernel's file.
private struct Head {
    let bytes: [UInt8]

    /// A little-endian number; 0 beyond the end.
    func number(_ type: (some FixedWidthInteger).Type, at offset: Int) -> Int {
        bytes.integer(type, at: offset).map { Int(clamping: $0) } ?? 0
    }

    var isELF: Bool { bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) }

    /// "ARM\x64" at 56 (Documentation/arm64/booting.rst).
    var isArm64Image: Bool { number(UInt32.self, at: 56) == 0x644d_5241 }

    // The setup header of x86: Documentation/x86/boot.rst, "The Real-Mode Kernel Header".

    /// "HdrS" at 0x202.
    var isBzImage: Bool { number(UInt32.self, at: 0x202) == 0x5372_6448 }

    /// xloadflags, XLF_KERNEL_64; protocol 2.12.
    var isBootableIn64BitMode: Bool {
        number(UInt16.self, at: 0x206) >= 0x20c && number(UInt16.self, at: 0x236) & 1 == 1
    }

    /// kernel_version points to a text "RELEASE (builder) ..." less 0x200.
    var release: String? {
        let pointer = number(UInt16.self, at: 0x20e)
        guard pointer > 0, pointer + 0x200 < bytes.count else { return nil }
        let text = bytes[(pointer + 0x200)...].prefix { $0 > 0x20 && $0 < 0x7f }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// payload_offset and payload_length, from the first byte behind the setup sectors.
    func payload(fileSize: Int) -> Range<Int>? {
        guard number(UInt16.self, at: 0x206) >= 0x208 else { return nil }
        let sectors = number(UInt8.self, at: 0x1f1)
        let start = ((sectors == 0 ? 4 : sectors) + 1) * 512 + number(UInt32.self, at: 0x248)
        let end = start + number(UInt32.self, at: 0x24c)
        return start < end && end <= fileSize ? start..<end : nil
    }
}
