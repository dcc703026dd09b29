// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// What a tool of ours says about its own command line: the JSON that swift-argument-parser prints for the hidden option
/// `--experimental-dump-help` (its `ToolInfoV0`, serialization version 0).
public struct ToolInfo: Decodable, Sendable {
    /// The tool itself.
    public var command: CommandInfo

    private var serializationVersion: Int

    /// Reads the JSON.
    ///
    /// - Throws: `DevError` when it is not that, or of another version.
    public init(json: String) throws {
        do {
            self = try JSONDecoder().decode(ToolInfo.self, from: Data(json.utf8))
        } catch {
            throw DevError("Cannot understand what '--experimental-dump-help' printed: \(error).")
        }
        guard serializationVersion == 0 else {
            throw DevError(
                "Cannot understand version \(serializationVersion) of '--experimental-dump-help'. "
                    + "Teach 'dev docs' what changed in swift-argument-parser.")
        }
    }
}

/// A command or subcommand.
public struct CommandInfo: Decodable, Sendable {
    /// The name it is called by.
    public var commandName: String
    /// The commands that it is a subcommand of, outermost first.
    public var superCommands: [String]?
    /// What it does, in a phrase.
    public var abstract: String?
    /// What it does, at length.
    public var discussion: String?
    /// Whether it is shown to users.
    public var shouldDisplay: Bool?
    /// Its subcommands.
    public var subcommands: [CommandInfo]?
    /// Its arguments, options and flags.
    public var arguments: [ArgumentInfo]?
}

/// An argument, option or flag.
public struct ArgumentInfo: Decodable, Sendable {
    /// How it is written.
    public enum Kind: String, Decodable, Sendable {
        /// A bare value.
        case positional
        /// A name followed by a value.
        case option
        /// A name alone.
        case flag
    }

    /// One of its names.
    public struct Name: Decodable, Sendable {
        /// How many hyphens stand before the name.
        public enum Kind: String, Decodable, Sendable {
            /// Two.
            case long
            /// One, before a letter.
            case short
            /// One, before a word.
            case longWithSingleDash
        }

        /// How it is written.
        public var kind: Kind
        /// The name without hyphens.
        public var name: String

        /// The name as typed.
        public var text: String { (kind == .long ? "--" : "-") + name }
    }

    /// How it is written.
    public var kind: Kind
    /// Whether it is shown to users.
    public var shouldDisplay: Bool
    /// The heading that it is listed under, if not the usual one.
    public var sectionTitle: String?
    /// Whether it may be left out.
    public var isOptional: Bool
    /// Whether it may be given more than once.
    public var isRepeating: Bool
    /// How the values are found, as `postTerminator`.
    public var parsingStrategy: String?
    /// Its names; none for bare values.
    public var names: [Name]?
    /// The name to speak of it by.
    public var preferredName: Name?
    /// What its value is called.
    public var valueName: String?
    /// Its value when it is left out.
    public var defaultValue: String?
    /// All values that it may have, when they are few.
    public var allValues: [String]?
    /// What it does, in a phrase.
    public var abstract: String?
    /// What it does, at length.
    public var discussion: String?
}
