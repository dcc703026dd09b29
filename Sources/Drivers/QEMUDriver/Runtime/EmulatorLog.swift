// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// The log of one domain, `NAME.log`: what its QEMU writes to its standard output and error, and how it was started.
struct EmulatorLog: Sendable {
    let path: FilePath
    /// The file, opened for appending.
    let file: OwnedDescriptor
    /// Where the present run begins.
    private let start: Int64

    /// How much of the end is looked at for messages.
    private static let tailInBytes = 16 << 10

    /// Opens the log and notes a start; blocks.
    init(_ path: FilePath, starting invocation: QEMUInvocation) throws(Errno) {
        self.path = path
        do {
            file = OwnedDescriptor(
                try FileDescriptor.open(
                    path, .readWrite, options: [.create, .append, .closeOnExec], permissions: .ownerReadWrite))
            let words = [invocation.program] + invocation.arguments
            _ = try file.descriptor.writeAll("Starting \(ShellWord.line(words))\n".utf8)
            start = try file.descriptor.seek(offset: 0, from: .end)
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// The last lines of this run, joined, to stand in an error; empty when QEMU said nothing. Blocks.
    func lastWords(lines count: Int = 5) -> String {
        guard let end = try? file.descriptor.seek(offset: 0, from: .end), end > start else { return "" }
        let from = max(start, end - Int64(Self.tailInBytes))
        var bytes = [UInt8](repeating: 0, count: Int(end - from))
        let length =
            (try? bytes.withUnsafeMutableBytes { try file.descriptor.read(fromAbsoluteOffset: from, into: $0) }) ?? 0
        let lines = String(decoding: bytes[..<length], as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.suffix(count).map { String(Self.withoutTime($0)) }.joined(separator: " ")
    }

    /// A line without the time that `-msg timestamp=on` puts before it.
    private static func withoutTime(_ line: Substring) -> Substring {
        guard line.first?.isNumber == true, let space = line.firstIndex(of: " "),
            line[..<space].hasSuffix("Z"), line[..<space].contains("T")
        else { return line }
        return line[line.index(after: space)...].drop { $0 == " " }
    }
}
