// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout
internal import Glibc
internal import SystemPackage

/// What the answers of an emulator depend on: while none of it changes, they need not be asked again.
struct CapabilityKey: Sendable, Hashable {
    var path: String
    var accelerator: Accelerator
    /// The file: device, inode, size, times of change.
    var file: [Int64]
    /// The directories of the modules that QEMU loads: what is installed there adds devices.
    var modules: [Int64]
    /// The kernel's release; see uname(2).
    var kernel: String
    /// The processor, its microcode and its features, where guests run on it.
    var processor: UInt64
    /// What we ask and make of it.
    var questions: UInt64

    /// The key of an emulator as it is now.
    init(path: FilePath, accelerator: Accelerator) throws(EmulatorError) {
        self.path = path.string
        self.accelerator = accelerator
        guard let file = Self.stamp(path.string) else {
            throw EmulatorError(
                program: path, reason: "It cannot be looked at: \(Errno(rawValue: errno)).", .unreachable)
        }
        self.file = file
        modules = Self.moduleDirectories.flatMap { Self.stamp($0) ?? [0] }
        var name = utsname()
        uname(&name)
        kernel = withUnsafeBytes(of: &name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        processor = accelerator == .kvm ? Self.processor() : 0
        questions = QEMUCapabilities.questions(for: accelerator)
    }

    /// A key that is about to be read.
    init() {
        (path, accelerator, file, modules, kernel, processor, questions) = ("", .tcg, [], [], "", 0, 0)
    }

    mutating func code(with coder: inout FlatCoder) throws(FlatCoder.Malformed) {
        try coder.code(&path)
        var isKVM = accelerator == .kvm
        try coder.code(&isKVM)
        accelerator = isKVM ? .kvm : .tcg
        try coder.code(&file, empty: 0) { coder, number throws(FlatCoder.Malformed) in try coder.code(&number) }
        try coder.code(&modules, empty: 0) { coder, number throws(FlatCoder.Malformed) in try coder.code(&number) }
        try coder.code(&kernel)
        try coder.code(&processor)
        try coder.code(&questions)
    }

    /// Where distributions put the modules.
    private static let moduleDirectories: [String] = {
        #if arch(x86_64)
            let triplet = "x86_64-linux-gnu"
        #else
            let triplet = "aarch64-linux-gnu"
        #endif
        return ["/usr/lib/\(triplet)/qemu", "/usr/lib64/qemu-kvm", "/usr/lib64/qemu", "/usr/lib/qemu"]
    }()

    private static func stamp(_ path: String) -> [Int64]? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return [
            Int64(truncatingIfNeeded: status.st_dev), Int64(truncatingIfNeeded: status.st_ino), Int64(status.st_size),
            Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec),
            Int64(status.st_ctim.tv_nsec),
        ]
    }

    /// The first processor of /proc/cpuinfo, without what changes from moment to moment.
    private static func processor() -> UInt64 {
        guard let file = try? FileDescriptor.open("/proc/cpuinfo", .readOnly, options: .closeOnExec) else { return 0 }
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = (try? bytes.withUnsafeMutableBytes { try file.read(into: $0) }) ?? 0
        let lines = bytes[..<count].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .prefix { !$0.isEmpty }
        let lasting = lines.filter { !$0.starts(with: "cpu MHz".utf8) && !$0.starts(with: "bogomips".utf8) }
        return StableHash(lasting.joined()).value
    }
}
