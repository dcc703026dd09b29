// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import Glibc
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

/// All that a guest could notice of the machine that it runs on, and of what it was booted with, as a text: a template serves
/// a VM when their texts are equal.
struct TemplateKey: Sendable, Equatable {
    /// The text, in lines.
    let text: String

    /// What the template's directory is called.
    var name: String { StableHash(text.utf8).text }

    /// The number changes whenever templates of older versions are of no use any more.
    private static let format = 1

    private static let firmwareDirectories: [FilePath] = ["/usr/share/qemu", "/usr/share/seabios", "/usr/share/AAVMF"]

    init(text: String) { self.text = text }

    /// The key of a VM.
    ///
    /// - Parameters:
    ///   - invocation: How QEMU is started to save the VM's guest. It has the machine, its CPU, memory and devices, and the
    ///     kernel's arguments, but not what is behind a disk or a share.
    init(_ choice: MachineChoice, _ base: BaseImage, _ invocation: MachineInvocation) {
        var lines = ["format \(TemplateKey.format)"]
        lines.append(TemplateKey.line("qemu", choice.qemu))
        // The unpacked kernel is told by its name, and its times change with each use.
        lines.append(TemplateKey.line("kernel", choice.kernel.path))
        // Where the machine brings its own firmware, an update of that changes one of these directories.
        let firmware = choice.firmware.map { [$0] } ?? TemplateKey.firmwareDirectories
        lines += firmware.map { TemplateKey.line("firmware", $0) }
        lines += TemplateKey.host
        lines += invocation.arguments.map { "argument \($0)" }
        text =
            (lines + base.plan.fingerprint.split(separator: "\n").map { "image \($0)" }).joined(separator: "\n") + "\n"
    }

    /// A file and what would change if it were another one.
    private static func line(_ name: String, _ path: FilePath) -> String {
        var status = Glibc.stat()
        guard stat(path.string, &status) == 0 else { return "\(name) \(path) missing" }
        return "\(name) \(path) \(FileStamp(status).text)"
    }

    /// The host's kernel and processor.
    private static var host: [String] {
        var names = utsname()
        uname(&names)
        func text(_ field: some Any) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        // The first processor stands for all; see proc_cpuinfo(5). Lines that change from moment to moment are left out.
        let wanted = ["vendor_id", "cpu family", "model", "model name", "stepping", "microcode", "flags", "Features"]
        let information = (try? FileDescriptor.open("/proc/cpuinfo", .readOnly, options: .closeOnExec)).map { file in
            defer { try? file.close() }
            return [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
                count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
            }
        }
        let first = String(decoding: information ?? [], as: UTF8.self).split(separator: "\n\n").first ?? ""
        let processor = first.split(separator: "\n").compactMap { line -> String? in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmed }
            return parts.count == 2 && wanted.contains(parts[0]) ? "host \(parts[0]) \(parts[1])" : nil
        }
        return ["host kernel \(text(names.release)) \(text(names.version)) \(text(names.machine))"] + processor
    }
}

/// What tells one file, and one content of it, from another.
struct FileStamp: Sendable, Equatable {
    let text: String

    init(text: String) { self.text = text }

    init(_ status: Glibc.stat) {
        text =
            "\(status.st_dev):\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) "
            + "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return String(text)
    }
}
