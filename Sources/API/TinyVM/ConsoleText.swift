// SPDX-License-Identifier: Apache-2.0

/// The last of what the guest's console said.
struct ConsoleText: Sendable {
    static let limit = 32 * 1024
    private var bytes: [UInt8] = []

    mutating func append(_ more: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: more)
        if bytes.count > 2 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
    }

    /// The lines, without their ends.
    var lines: [String] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }

    /// The sentence by which the kernel says that it panicked, without its time; nil when it did not.
    var panic: String? {
        let key = "Kernel panic - not syncing: "
        for line in lines {
            let text = line.utf8
            guard let start = text.indices.first(where: { text[$0...].starts(with: key.utf8) }) else { continue }
            return String(text[text.index(start, offsetBy: key.utf8.count)...])
        }
        return nil
    }
}
