// SPDX-License-Identifier: Apache-2.0

/// Sees that the links of Markdown files lead somewhere.
public enum LinkCheck {
    /// A link of a Markdown file.
    public struct Link: Sendable, Equatable {
        /// What it points to, as written.
        public var target: String
        /// The line that it stands on, counted from 1.
        public var line: Int
    }

    /// Objects to relative links to files that are not there, to headings that are not there, and to DocC links to
    /// articles (`<doc:Name>`) that their catalog does not have.
    public static func findings(in tree: SourceTree) throws -> [Finding] {
        try tree.files().filter { $0.hasSuffix(".md") }.flatMap { path in
            try links(in: try tree.text(of: path)).compactMap { link in
                try objection(to: link.target, in: path, tree).map { Finding(path, line: link.line, $0) }
            }
        }
    }

    private static func objection(to target: String, in path: String, _ tree: SourceTree) throws -> String? {
        if ["http://", "https://", "mailto:"].contains(where: target.hasPrefix) { return nil }
        let directory = path.split(separator: "/").dropLast().joined(separator: "/")
        if target.hasPrefix("doc:") {
            guard let catalog = path.range(of: ".docc/") else { return "A 'doc:' link works in a DocC catalog only." }
            let name = target.dropFirst(4).split(separator: "/").last.map(String.init) ?? ""
            let article = "/\(name.split(separator: "#").first ?? "").md"
            let known = try tree.files(below: String(path[..<catalog.upperBound].dropLast()))
            return known.contains { $0.hasSuffix(article) }
                ? nil : "The catalog has no article '\(article.dropFirst())'."
        }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var file = path
        if let name = parts.first, !name.isEmpty {
            file = normalized(name.hasPrefix("/") ? String(name.dropFirst()) : "\(directory)/\(name)")
            guard tree.has(file) else { return "The link to '\(target)' leads nowhere." }
        }
        if parts.count == 2, file.hasSuffix(".md"), !anchors(in: try tree.text(of: file)).contains(String(parts[1])) {
            return "'\(file)' has no heading '#\(parts[1])'."
        }
        return nil
    }

    /// A path without `.` and `..`.
    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The lines of a text that are not inside of a fenced code block, with their numbers.
    private static func prose(_ text: String) -> [(number: Int, line: Substring)] {
        var isCode = false
        var lines: [(number: Int, line: Substring)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
            } else if !isCode {
                lines.append((index + 1, line))
            }
        }
        return lines
    }

    /// The inline links `[text](target)` and DocC links `<doc:target>` of a Markdown text; see CommonMark 6.3.
    public static func links(in text: String) -> [Link] {
        prose(text).flatMap { number, line in
            // What stands between backticks is code.
            let plain = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .map { $0.isMultiple(of: 2) ? String($1) : "" }.joined(separator: "`")
            let inline = plain.split(separator: "](", omittingEmptySubsequences: false).dropFirst()
                .compactMap { $0.split(separator: ")", omittingEmptySubsequences: false).first }
                .compactMap { $0.split(separator: " ").first }
            let articles = plain.split(separator: "<doc:", omittingEmptySubsequences: false).dropFirst()
                .compactMap { $0.split(separator: ">", omittingEmptySubsequences: false).first }.map { "doc:\($0)" }
            return (inline.map(String.init) + articles).map { Link(target: $0, line: number) }
        }
    }

    /// The names under which the headings of a Markdown text are linked to: in lower case, spaces made hyphens,
    /// punctuation left out.
    static func anchors(in text: String) -> Set<String> {
        Set(
            prose(text).filter { $0.line.hasPrefix("#") }.map { _, line in
                String(
                    line.drop { $0 == "#" }.drop { $0 == " " }.lowercased().compactMap { letter -> Character? in
                        if letter == " " { return "-" }
                        return letter.isLetter || letter.isNumber || letter == "-" || letter == "_" ? letter : nil
                    })
            })
    }
}

extension String {
    /// Where another string occurs first.
    func range(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
