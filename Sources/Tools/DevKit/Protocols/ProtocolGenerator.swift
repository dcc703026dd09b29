// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Writes the Swift of the RPC programs from the facts about them.
public struct ProtocolGenerator: Sendable {
    /// Where the facts lie, and where the generated files go.
    private static let directory = "Sources/Remote/RemoteProtocol"

    /// A program: the file of its facts, the Swift namespace, and how its structures' names begin.
    private struct Program: Sendable {
        var facts: String
        var namespace: String
        var prefix: String
    }

    private static let programs = [
        Program(facts: "message", namespace: "NetMessage", prefix: "virNetMessage"),
        Program(facts: "keepalive", namespace: "KeepaliveProgram", prefix: "keepalive_"),
        Program(facts: "remote", namespace: "RemoteProgram", prefix: "remote_"),
        Program(facts: "qemu", namespace: "QEMUProgram", prefix: "qemu_"),
        Program(facts: "admin", namespace: "AdminProgram", prefix: "admin_"),
    ]

    private let tree: SourceTree

    /// A generator for a tree.
    public init(_ tree: SourceTree) { self.tree = tree }

    /// The generated files: their paths in the tree, and their texts.
    ///
    /// - Throws: `DevError` for facts that cannot be read.
    public func files() throws -> [(path: String, text: String)] {
        try Self.programs.flatMap { program in
            let facts = try ProtocolFacts.read("\(Self.directory)/Facts/\(program.facts).json", in: tree)
            return try files(of: facts, program)
        }
    }

    /// Paths of generated files that are not what the facts say, of missing ones, and of ones that nothing generates.
    public func staleFiles() throws -> [String] {
        let files = try files()
        let known = Set(files.map(\.path))
        let outdated = files.filter { !tree.has($0.path) || (try? tree.text(of: $0.path)) != $0.text }.map(\.path)
        return outdated + (try existing().filter { !known.contains($0) })
    }

    /// Writes what has changed, and removes what nothing generates any more.
    ///
    /// - Returns: The paths that were written or removed.
    public func write() throws -> [String] {
        let stale = try staleFiles()
        let texts = Dictionary(uniqueKeysWithValues: try files().map { ($0.path, $0.text) })
        for path in stale {
            if let text = texts[path] {
                try File.write(Array(text.utf8), to: tree.root.appending(path))
            } else {
                unlink(tree.root.appending(path).string)
            }
        }
        return stale
    }

    private func existing() throws -> [String] {
        let directory = "\(Self.directory)/Generated"
        return tree.has(directory) ? try tree.files(below: directory) : []
    }

    private func files(of facts: ProtocolFacts, _ program: Program) throws -> [(path: String, text: String)] {
        var groups: [String: [String]] = [:]
        let own = facts.structs.keys.sorted().filter { Self.givenNames[$0] == nil }
        for name in own { groups[group(of: typeName(name, program)), default: []].append(name) }
        var files: [(path: String, text: String)] = []
        for (group, names) in groups.sorted(by: { $0.key < $1.key }) {
            var lines = ["extension \(program.namespace) {"]
            for name in names { lines += try structure(name, facts.structs[name] ?? [], program) }
            files.append(file("\(program.namespace)+\(group)", program, lines + ["}"]))
        }
        if let enums = facts.enums, !enums.isEmpty {
            var lines = ["extension \(program.namespace) {"]
            for (name, values) in enums.sorted(by: { $0.key < $1.key }) {
                lines += enumeration(name, values, program)
            }
            files.append(file("\(program.namespace)+Enumerations", program, lines + ["}"]))
        }
        if facts.number != nil {
            files.append(file("\(program.namespace)+Procedures", program, procedures(facts, program)))
            files.append(file("\(program.namespace)+Facts", program, table(facts, program)))
        }
        return files
    }

    private func file(_ name: String, _ program: Program, _ lines: [String]) -> (path: String, text: String) {
        let head = [
            "// SPDX-License-Identifier: Apache-2.0",
            "// Written by 'swift run dev generate' from Facts/\(program.facts).json: change that, not this.",
            "// swift-format-ignore-file", "",
        ]
        let needsXDR = lines.contains { $0.contains("XDR") }
        let body = head + (needsXDR ? ["package import XDR", ""] : []) + lines
        return ("\(Self.directory)/Generated/\(name).swift", body.joined(separator: "\n") + "\n")
    }

    // MARK: - Names

    /// Types that are written by hand, because several programs share them, or that Swift needs another name for.
    private static let givenNames = [
        "remote_typed_param": "RemoteTypedParameter", "admin_typed_param": "RemoteTypedParameter",
        "virNetMessageType": "Kind",
    ]

    private func typeName(_ name: String, _ program: Program) -> String {
        if let own = Self.givenNames[name] { return own }
        for other in Self.programs where name.hasPrefix(other.prefix) {
            let own = swiftType(String(name.dropFirst(other.prefix.count)))
            return other.namespace == program.namespace ? own : "\(other.namespace).\(own)"
        }
        return name.hasPrefix("virNet") ? String(name.dropFirst(6)) : swiftType(name)
    }

    private func swiftType(_ name: String) -> String {
        guard name.contains("_") || name.first?.isLowercase == true else { return name }
        var words = name
        var suffix = ""
        for (ending, meaning) in [("_args", "Arguments"), ("_ret", "Result"), ("_msg", "Message")]
        where words.hasSuffix(ending) {
            words.removeLast(ending.count)
            suffix = meaning
        }
        if words.hasPrefix("nonnull_") {
            words.removeFirst(8)
            suffix = "Reference"
        }
        return SwiftName.type(words) + suffix
    }

    /// Structures are laid out by the first word of their names, and those of domains by the second, too.
    private func group(of type: String) -> String {
        let rest = type.hasPrefix("Domain") ? String(type.dropFirst(6)) : ""
        for verb in ["Event", "GetBlock", "Get", "Migrate", "Block", "Snapshot", "Checkpoint", "Set"]
        where rest.hasPrefix(verb) {
            return "Domain" + verb
        }
        for first in [
            "Domain", "Connect", "Network", "Storage", "NodeDevice", "Node", "NWFilter", "Interface", "Secret",
        ]
        where type.hasPrefix(first) {
            return first
        }
        return "Structures"
    }
}

extension ProtocolGenerator {
    // MARK: - Swift

    private func structure(_ name: String, _ members: [String], _ program: Program) throws -> [String] {
        let members = try members.map { text in
            try MemberLayout(text) { typeName($0, program) }
        }
        var lines = ["    /// `\(name)`", "    package struct \(typeName(name, program)): XDRCodable {"]
        lines += members.map { "        package var \($0.name): \($0.type) = \($0.initial)" }
        lines.append("        package init() {}")
        if !members.isEmpty {
            let parameters = members.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
            lines.append("        package init(\(parameters)) {")
            lines += members.map { "            self.\($0.name) = \($0.name)" }
            lines.append("        }")
        }
        lines.append("        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {")
        lines += members.map { "            try \($0.walk)" }
        return lines + ["        }", "    }"]
    }

    private func enumeration(_ name: String, _ values: [String: Int32], _ program: Program) -> [String] {
        let sorted = values.sorted { $0.value < $1.value }
        // The words that all names begin with say what the enumeration is; they are left out.
        let words = sorted.map { $0.key.split(separator: "_").map(String.init) }
        var common = 0
        while words.count > 1, words.allSatisfy({ $0.count > common + 1 && $0[common] == words[0][common] }) {
            common += 1
        }
        var lines = ["    /// `\(name)`", "    package enum \(typeName(name, program)): Int32, Sendable {"]
        for (index, value) in sorted.enumerated() {
            let own = SwiftName.member(words[index].dropFirst(common).joined(separator: "_"))
            lines.append("        /// `\(value.key)`")
            lines.append("        case \(own) = \(value.value)")
            if index == 0 { lines.append("        package static let first = Self.\(own)") }
        }
        return lines + ["    }"]
    }

    private func procedures(_ facts: ProtocolFacts, _ program: Program) -> [String] {
        var lines = ["extension \(program.namespace) {"]
        for procedure in facts.procedures ?? [] {
            let arguments = procedure.arguments.map { typeName($0, program) } ?? "XDRVoid"
            let result = procedure.result.map { typeName($0, program) } ?? "XDRVoid"
            lines.append("    /// Procedure \(procedure.number), `\(procedure.name)`.")
            lines.append(
                "    package static var \(SwiftName.member(procedure.name)): Procedure<\(arguments), \(result)> { Procedure(\(procedure.number)) }"
            )
        }
        for event in facts.events ?? [] {
            let message = event.message.map { typeName($0, program) } ?? "XDRVoid"
            lines.append("    /// Event \(event.number), `\(event.name)`.")
            lines.append(
                "    package static var \(SwiftName.member(event.name)): Event<\(message)> { Event(\(event.number)) }")
        }
        return lines + ["}"]
    }

    private func table(_ facts: ProtocolFacts, _ program: Program) -> [String] {
        var lines = [
            "extension \(program.namespace) {",
            "    /// The numbers of the program, and what is known of its procedures.",
            "    package static let facts = ProgramFacts(",
            "        number: \(facts.number ?? 0), version: \(facts.version ?? 1),", "        procedures: [",
        ]
        for procedure in facts.procedures ?? [] {
            var words = ["\(procedure.number)", "\"\(procedure.name)\""]
            if let function = procedure.function { words.append("function: \"\(function)\"") }
            if let driver = procedure.driver { words.append("slot: .\(driver)") }
            if procedure.priority == "high" { words.append("isQuick: true") }
            if let readOnly = procedure.readOnly { words.append("readOnly: .\(readOnly)") }
            if let stream = procedure.stream { words.append("stream: .\(stream)") }
            if beginsWithID(procedure.result, facts) { words.append("wish: .made") }
            if beginsWithID(procedure.arguments, facts) { words.append("wish: .takenBack") }
            lines.append("            ProcedureFacts(\(words.joined(separator: ", "))),")
        }
        let events = (facts.events ?? []).filter { beginsWithID($0.message, facts) }.map { String($0.number) }
        if events.isEmpty { return lines + ["        ])", "}"] }
        return lines + ["        ],", "        eventsOfWishes: [\(events.joined(separator: ", "))])", "}"]
    }

    /// Whether a structure begins with the id of a wish for events.
    private func beginsWithID(_ structure: String?, _ facts: ProtocolFacts) -> Bool {
        guard let structure, let first = facts.structs[structure]?.first else { return false }
        return first.hasPrefix("callbackID:")
    }
}
