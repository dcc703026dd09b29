// SPDX-License-Identifier: Apache-2.0

extension ManualPage {
    /// A part of a discussion under a heading of its own; the first has none.
    struct Section {
        var title: String
        var lines: [String]
    }

    /// Cuts a discussion where a line begins with a title.
    static func sections(of discussion: String) -> [Section] {
        var sections = [Section(title: "", lines: [])]
        for line in split(discussion) {
            if let (title, rest) = title(of: line) {
                sections.append(Section(title: title, lines: rest.isEmpty ? [] : [rest]))
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        return sections
    }

    /// The title that a line begins with, four capital letters or more, and what follows it after a colon.
    private static func title(of line: String) -> (title: String, rest: String)? {
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        let title = line[..<colon]
        let rest = line[colon...].dropFirst()
        guard title.count > 3, title.first != " ", title.allSatisfy({ $0.isUppercase || $0 == " " }),
            rest.isEmpty || rest.first == " "
        else { return nil }
        return (String(title), String(rest.drop { $0 == " " }))
    }

    /// Lines as man(7) source: paragraphs are filled, indented lines are shown as they are.
    static func rendered(_ lines: [String]) -> [String] {
        var result: [String] = []
        var isExample = false
        var isParagraphPending = false
        for line in lines {
            if line.allSatisfy({ $0 == " " }) {
                isParagraphPending = !result.isEmpty
                continue
            }
            let isIndented = line.hasPrefix("  ")
            if isExample && !isIndented { result += [".fi", ".RE"] }
            if isParagraphPending && (!isExample || !isIndented) { result.append(".PP") }
            if isExample && isIndented && isParagraphPending { result.append("") }
            if isIndented && !isExample { result += [".RS 4", ".nf"] }
            isExample = isIndented
            isParagraphPending = false
            result.append(guarded(escaped(isIndented ? String(line.dropFirst(2)) : line)))
        }
        if isExample { result += [".fi", ".RE"] }
        return result
    }

    static func split(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Text in which nothing means anything to the formatter; see groff_man(7), "Portability": `\-` is a hyphen that can be
    /// copied into a shell.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "`": result += "\\(ga"
            case "'": result += "\\(aq"
            default: result.append(character)
            }
        }
        return result
    }

    /// A line that does not begin as a request would.
    static func guarded(_ line: String) -> String {
        line.hasPrefix(".") ? "\\&\(line)" : line
    }

    static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

    /// An argument of a macro.
    static func quoted(_ text: String) -> String {
        "\"" + escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq") + "\""
    }

    /// What follows the dash of NAME: a phrase, neither capital nor full stop.
    static func lowerFirst(_ text: String) -> String {
        let second = text.dropFirst().first
        let phrase = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard let first = phrase.first, second?.isUppercase != true else { return String(phrase) }
        return first.lowercased() + phrase.dropFirst()
    }
}
