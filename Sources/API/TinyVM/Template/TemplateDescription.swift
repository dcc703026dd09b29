// SPDX-License-Identifier: Apache-2.0

internal import ByteLayout

/// What stands beside the files of a template: what VM it is of, and by what its files are known again.
///
/// A text of lines; the last one proves that nothing is missing:
/// ```
/// tinyvm template
/// title 6.1.0-18-amd64, q35, 256 MiB, 1 CPU, emulated
/// created 1700000000
/// memory 65024:1155075 268435456 1700000000.1 1700000000.1
/// state 65024:1155076 165734 1700000000.2 1700000000.2
/// key format 1
/// key qemu ...
/// end 0123456789abcdef
/// ```
struct TemplateDescription: Sendable, Equatable {
    /// The VM, for people.
    var title: String
    /// In seconds since 1970-01-01 UTC.
    var created: Int
    var memory: FileStamp
    var state: FileStamp
    var key: TemplateKey

    private static let magic = "tinyvm template"

    init(title: String, created: Int, memory: FileStamp, state: FileStamp, key: TemplateKey) {
        (self.title, self.created, self.memory, self.state, self.key) = (title, created, memory, state, key)
    }

    var text: String {
        var lines = [
            Self.magic, "title \(title)", "created \(created)", "memory \(memory.text)", "state \(state.text)",
        ]
        lines += key.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "key \($0)" }
        let body = lines.joined(separator: "\n") + "\n"
        return body + "end \(StableHash(body.utf8).text)\n"
    }

    /// Reads ``text``; nil when it is cut short or was changed.
    init?(parsing text: String) {
        guard let last = text.dropLast().lastIndex(where: \.isNewline) else { return nil }
        let body = text[...last]
        guard text[text.index(after: last)...] == "end \(StableHash(body.utf8).text)\n",
            body.hasPrefix(Self.magic + "\n")
        else { return nil }
        var values: [Substring: Substring] = [:]
        var key = ""
        for line in body.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().dropLast() {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            if parts[0] == "key" { key += parts[1] + "\n" } else { values[parts[0]] = parts[1] }
        }
        guard let title = values["title"], let created = values["created"].flatMap({ Int($0) }),
            let memory = values["memory"], let state = values["state"]
        else { return nil }
        self.init(
            title: String(title), created: created, memory: FileStamp(text: String(memory)),
            state: FileStamp(text: String(state)), key: TemplateKey(text: key))
    }
}
