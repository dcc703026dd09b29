// SPDX-License-Identifier: Apache-2.0

/// A manual page of section 1, written from a tool's own description of its command line.
///
/// The language is that of the man(7) macros, which every viewer knows. The tool's `discussion` becomes the description:
/// its paragraphs stay paragraphs; capitals alone on a line (`EXAMPLES`), or before a colon at the start of a line (`EXIT
/// STATUS: 0 when ...`) begin a section; lines that are indented by two spaces are shown as they are, as examples.
public struct ManualPage {
    private let tool: ToolInfo
    private let version: String

    /// The page of a tool.
    ///
    /// - Parameter version: What stands at the foot of the page.
    public init(of tool: ToolInfo, version: String) {
        self.tool = tool
        self.version = version
    }

    /// The page's source.
    public var text: String {
        let command = tool.command
        let name = command.commandName
        var lines = [
            ".\\\" SPDX-License-Identifier: Apache-2.0",
            ".TH \(Self.quoted(name.uppercased())) 1 \"\" \(Self.quoted("swift-virt \(version)")) \"swift-virt\"",
            ".nh", ".ad l", ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(Self.lowerFirst(command.abstract ?? "")))",
            ".SH SYNOPSIS",
        ]
        lines += synopses(of: command)
        let body = Self.sections(of: command.discussion ?? "")
        if let description = body.first?.lines, !description.allSatisfy(\.isEmpty) {
            lines += [".SH DESCRIPTION"] + Self.rendered(description)
        }
        lines += options(of: command, heading: ".SH")
        let subcommands = Self.visible(command.subcommands)
        if !subcommands.isEmpty { lines.append(".SH COMMANDS") }
        for subcommand in subcommands {
            lines.append(".SS \(Self.quoted("\(name) \(subcommand.commandName)"))")
            let parts = Self.sections(of: subcommand.discussion ?? "")
            lines += Self.rendered((subcommand.abstract.map { [$0, ""] } ?? []) + (parts.first?.lines ?? []))
            lines += options(of: subcommand, heading: nil)
            for section in parts.dropFirst() {
                lines += [".PP", Self.bold(section.title), ".br"] + Self.rendered(section.lines)
            }
        }
        for section in body.dropFirst() {
            lines += [".SH \(Self.quoted(section.title))"] + Self.rendered(section.lines)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: Synopsis

    private func synopses(of command: CommandInfo) -> [String] {
        let subcommands = Self.visible(command.subcommands)
        if subcommands.isEmpty { return [synopsis(command.commandName, command)] }
        return subcommands.enumerated().flatMap { index, subcommand in
            (index == 0 ? [] : [".br"]) + [synopsis("\(command.commandName) \(subcommand.commandName)", subcommand)]
        }
    }

    private func synopsis(_ name: String, _ command: CommandInfo) -> String {
        var words = ["\\fB\(Self.escaped(name))\\fR"]
        for argument in Self.visible(command.arguments) where argument.preferredName?.name != "help" {
            var word: String
            switch argument.kind {
            case .positional: word = Self.placeholder(argument)
            case .flag: word = Self.bold(argument.preferredName?.text ?? "")
            case .option: word = "\(Self.bold(argument.preferredName?.text ?? "")) \(Self.placeholder(argument))"
            }
            if argument.isOptional { word = "[\(word)]" }
            if argument.isRepeating { word += "..." }
            words.append(word)
        }
        return words.joined(separator: " ")
    }

    // MARK: Options

    private func options(of command: CommandInfo, heading: String?) -> [String] {
        var lines: [String] = []
        var lastTitle: String?
        let arguments = Self.visible(command.arguments)
        for argument in arguments.filter({ $0.kind == .positional }) + arguments.filter({ $0.kind != .positional }) {
            let title = argument.sectionTitle ?? (argument.kind == .positional ? "Arguments" : "Options")
            if let heading, title != lastTitle { lines.append("\(heading) \(Self.quoted(title.uppercased()))") }
            lastTitle = title
            lines += [".TP", Self.tag(argument)]
            var text = argument.abstract ?? ""
            if let value = argument.defaultValue, !value.isEmpty { text += " (default: \(value))" }
            if let values = argument.allValues, !values.isEmpty {
                text += " (values: \(values.joined(separator: ", ")))"
            }
            lines.append(Self.guarded(Self.escaped(text.isEmpty ? "No description." : text)))
            for paragraph in Self.split(argument.discussion ?? "") where !paragraph.isEmpty {
                lines += [".IP", Self.guarded(Self.escaped(paragraph))]
            }
        }
        return lines
    }

    private static func tag(_ argument: ArgumentInfo) -> String {
        guard argument.kind != .positional else { return placeholder(argument) }
        // Short names first, as users of man expect.
        let names = (argument.names ?? []).sorted { $0.text.utf8.count < $1.text.utf8.count }
        let list = names.map { bold($0.text) }.joined(separator: ", ")
        return argument.kind == .flag ? list : "\(list) \(placeholder(argument))"
    }

    private static func placeholder(_ argument: ArgumentInfo) -> String {
        "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    }

    private static func visible(_ commands: [CommandInfo]?) -> [CommandInfo] {
        (commands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }

    private static func visible(_ arguments: [ArgumentInfo]?) -> [ArgumentInfo] {
        (arguments ?? []).filter(\.shouldDisplay)
    }
}
