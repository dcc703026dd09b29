// SPDX-License-Identifier: Apache-2.0

internal import BootSector
internal import SystemPackage

/// Where results and complaints go.
enum Output {
    /// Writes text and a line end to standard output.
    static func print(_ text: String) {
        _ = try? FileDescriptor.standardOutput.writeAll(Array("\(text)\n".utf8))
    }

    /// Writes text and a line end to standard error.
    static func complain(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(Array("\(text)\n".utf8))
    }

    /// Bytes as lines of sixteen: the offset, the values, the characters that a PC's screen shows.
    static func dump(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            let values = row.enumerated().map { ($0 == 8 ? " " : "") + hex($1, 2) }.joined(separator: " ")
            let text = row.map { (0x20...0x7E).contains($0) || $0 >= 0x80 ? CodePage437.scalar(for: $0) : "." }
            return "\(hex(start, 4))  \(values)  |\(String(String.UnicodeScalarView(text)))|"
        }.joined(separator: "\n")
    }

    private static func hex(_ value: some BinaryInteger, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
