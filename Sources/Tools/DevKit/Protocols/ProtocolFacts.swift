// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// What a file of facts says about one RPC program: names, numbers and layouts.
struct ProtocolFacts: Decodable {
    var number: UInt32?
    var version: UInt32?
    var enums: [String: [String: Int32]]?
    /// Each member as `name: layout`.
    var structs: [String: [String]]
    var procedures: [Procedure]?
    var events: [Procedure]?

    struct Procedure: Decodable {
        var number: Int32
        var name: String
        var arguments: String?
        var result: String?
        /// The structure that an event carries.
        var message: String?
        var priority: String?
        /// The kind of driver that serves it.
        var driver: String?
        /// The public function that a client called.
        var function: String?
        /// `denied` or `conditional` on a read-only socket.
        var readOnly: String?
        /// `read` or `write` when the call opens a stream.
        var stream: String?
    }

    /// The facts of a file.
    static func read(_ path: String, in tree: SourceTree) throws -> ProtocolFacts {
        do {
            return try JSONDecoder().decode(ProtocolFacts.self, from: Data(try tree.text(of: path).utf8))
        } catch let error as DecodingError {
            throw DevError("Cannot read the facts in '\(path)': \(error).")
        }
    }
}
