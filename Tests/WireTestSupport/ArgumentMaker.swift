// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import TestSupport

/// The checked-in facts of a program, from which the arguments of any of its procedures can be made, also of those that nobody
/// serves.
package struct ArgumentMaker {
    /// One procedure of the facts.
    package struct Procedure: Decodable, Sendable {
        package var number: Int32
        package var name: String
        package var arguments: String?
        package var readOnly: String?
    }

    private struct Case: Decodable {
        var `case`: Int32
        var type: String
    }

    private struct Facts: Decodable {
        var number: UInt32
        var version: UInt32
        var enums: [String: [String: Int32]]?
        var unions: [String: [Case]]?
        var structs: [String: [String]]
        var procedures: [Procedure]
    }

    /// The number of the program.
    package let program: UInt32
    /// Its version.
    package let version: UInt32
    /// All of its procedures.
    package let procedures: [Procedure]
    private var structures: [String: [String]]
    private var unions: [String: [Case]]
    private var enumerations: [String: [Int32]]
    /// Texts that mean something to a driver.
    package var texts: [String] = []
    /// The UUIDs of objects that there are.
    package var uuids: [[UInt8]] = []

    /// Reads the facts of a program: `remote`, `qemu`, `admin`.
    package init(_ name: String) throws {
        let facts = try Self.read(name)
        // The program `qemu` names structures of `remote`.
        let all = name == "remote" ? [facts] : [try Self.read("remote"), facts]
        program = facts.number
        version = facts.version
        procedures = facts.procedures
        structures = all.reduce(into: [:]) { $0.merge($1.structs) { $1 } }
        unions = all.reduce(into: [:]) { $0.merge($1.unions ?? [:]) { $1 } }
        enumerations = all.reduce(into: [:]) { $0.merge(($1.enums ?? [:]).mapValues { Array($0.values) }) { $1 } }
    }

    private static func read(_ name: String) throws -> Facts {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Remote/RemoteProtocol/Facts/\(name).json")
        return try JSONDecoder().decode(Facts.self, from: Data(contentsOf: file))
    }

    // MARK: - Making

    /// Arguments as they should be, with values that a caller might give.
    package func arguments(of procedure: Procedure, using generator: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        if let name = procedure.arguments { append(type: name, to: &bytes, &generator) }
        return bytes
    }

    /// Arguments that are broken in one of many ways.
    package func brokenArguments(of procedure: Procedure, using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = arguments(of: procedure, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes.removeLast(bytes.isEmpty ? 0 : Int.random(in: 1...bytes.count, using: &generator))
        case 1: bytes += (0..<Int.random(in: 1...64, using: &generator)).map { _ in Self.byte(&generator) }
        case 2: bytes = (0..<Int.random(in: 0...256, using: &generator)).map { _ in Self.byte(&generator) }
        case 3:
            // A word that may count something says that there is far too much of it.
            guard bytes.count >= 4 else { break }
            let place = Int.random(in: 0..<bytes.count / 4, using: &generator) * 4
            let counts: [[UInt8]] = [[255, 255, 255, 255], [127, 255, 255, 255], [0, 64, 0, 0], [0, 0, 64, 1]]
            bytes.replaceSubrange(place..<place + 4, with: counts.randomElement(using: &generator) ?? counts[0])
        case 4:
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = Self.byte(&generator)
            }
        default: bytes = [UInt8](repeating: Self.byte(&generator), count: Int.random(in: 0...4096, using: &generator))
        }
        return bytes
    }

    private static func byte(_ generator: inout SeededGenerator) -> UInt8 {
        UInt8.random(in: .min ... .max, using: &generator)
    }

    private func append(type: String, to bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        if let rest = type.suffix(after: "optional ") {
            let isThere = Bool.random(using: &generator)
            Self.append(isThere ? 1 : 0, to: &bytes)
            if isThere { append(type: rest, to: &bytes, &generator) }
        } else if let rest = type.suffix(after: "list<") {
            let count = UInt32.random(in: 0...3, using: &generator)
            Self.append(count, to: &bytes)
            let element = String(rest.drop { $0 != " " }.dropFirst())
            for _ in 0..<count { append(type: element, to: &bytes, &generator) }
        } else if let rest = type.suffix(after: "array[") {
            let count = Int(rest.prefix { $0 != "]" }) ?? 0
            let element = String(rest.drop { $0 != " " }.dropFirst())
            for _ in 0..<count { append(type: element, to: &bytes, &generator) }
        } else if let rest = type.suffix(after: "enum ") {
            append(type: rest, to: &bytes, &generator)
        } else if type.hasPrefix("string<") {
            let text = texts.randomElement(using: &generator) ?? "text"
            Self.append(Array(text.utf8), to: &bytes)
        } else if type == "opaque[16]" {
            bytes += uuids.randomElement(using: &generator) ?? [UInt8](repeating: 7, count: 16)
        } else if type.hasPrefix("opaque<") {
            let count = Int.random(in: 0...9, using: &generator)
            Self.append((0..<count).map { _ in Self.byte(&generator) }, to: &bytes)
        } else if let members = structures[type] {
            for member in members {
                let parts = member.split(separator: ":", maxSplits: 1)
                append(type: parts[1].trimmingCharacters(in: .whitespaces), to: &bytes, &generator)
            }
        } else if let cases = unions[type], let one = cases.randomElement(using: &generator) {
            Self.append(UInt32(bitPattern: one.case), to: &bytes)
            append(type: one.type, to: &bytes, &generator)
        } else if let values = enumerations[type], let value = values.randomElement(using: &generator) {
            Self.append(UInt32(bitPattern: value), to: &bytes)
        } else {
            let numbers: [UInt32] = [0, 0, 1, 2, 3, 4, 8, 16, 0x7fff_ffff, 0x8000_0000, .max]
            // A long one has two words.
            let words = ["hyper", "uhyper", "double"].contains(type) ? 2 : 1
            for _ in 0..<words { Self.append(numbers.randomElement(using: &generator) ?? 0, to: &bytes) }
        }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    private static func append(_ content: [UInt8], to bytes: inout [UInt8]) {
        append(UInt32(content.count), to: &bytes)
        bytes += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
    }
}

extension String {
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
