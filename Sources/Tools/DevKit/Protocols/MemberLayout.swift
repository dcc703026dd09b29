// SPDX-License-Identifier: Apache-2.0

/// A member of a structure: its Swift type, its default, and the call that walks it.
struct MemberLayout {
    var name: String
    var type: String
    var initial: String
    /// The call on `stream`, or on the member itself.
    var walk: String

    /// Reads `name: layout`.
    ///
    /// Layouts are `int`, `uint`, `hyper`, `uhyper`, `double`, `char`, `uchar`, `ushort`, `string<MAX>`, `opaque<MAX>`, `opaque[16]`,
    /// `enum NAME`, the name of a structure, and those after `optional`, `list<MAX>` or `array[COUNT]`.
    init(_ text: String, typeName: (String) -> String) throws {
        let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmingSpaces }
        guard parts.count == 2 else { throw DevError("Cannot read the member '\(text)'. Write 'name: layout'.") }
        name = SwiftName.member(parts[0])
        let layout = parts[1]
        if let scalar = Self.scalars[layout] {
            (type, initial, walk) = (scalar.type, "0", "stream.\(scalar.call)(&\(name))")
        } else if let limit = Self.argument(of: layout, "string<", ">") {
            (type, initial, walk) = ("String", "\"\"", "stream.string(&\(name), atMost: \(limit))")
        } else if let limit = Self.argument(of: layout, "optional string<", ">") {
            (type, initial, walk) = ("String?", "nil", "stream.optionalString(&\(name), atMost: \(limit))")
        } else if let limit = Self.argument(of: layout, "opaque<", ">") {
            (type, initial, walk) = ("[UInt8]", "[]", "stream.opaque(&\(name), atMost: \(limit))")
        } else if layout == "opaque[16]" {
            (type, initial, walk) = ("UUIDBytes", "UUIDBytes()", "\(name).xdr(&stream)")
        } else if layout.hasPrefix("enum ") {
            type = typeName(String(layout.dropFirst(5)))
            (initial, walk) = ("\(type).first", "stream.enumeration(&\(name))")
        } else if layout.hasPrefix("optional ") {
            (type, initial, walk) = (
                typeName(String(layout.dropFirst(9))) + "?", "nil", "stream.optional(&\(name))"
            )
        } else if layout.hasPrefix("list<") {
            let words = layout.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, let limit = Self.argument(of: words[0], "list<", ">") else {
                throw DevError("Cannot read the layout '\(layout)'.")
            }
            initial = "[]"
            if let length = Self.argument(of: words[1], "string<", ">") {
                type = "[String]"
                walk = "stream.strings(&\(name), atMost: \(limit), each: \(length))"
            } else if words[1] == "char" {
                (type, walk) = ("[UInt8]", "stream.characters(&\(name), atMost: \(limit))")
            } else if words[1].hasPrefix("enum ") {
                type = "[\(typeName(String(words[1].dropFirst(5))))]"
                walk = "stream.enumerations(&\(name), atMost: \(limit))"
            } else {
                type = "[\(Self.scalars[words[1]]?.type ?? typeName(words[1]))]"
                walk = "stream.list(&\(name), atMost: \(limit))"
            }
        } else if layout.hasPrefix("array["), layout.hasSuffix("] char"),
            let count = Self.argument(of: String(layout.dropLast(5)), "array[", "]")
        {
            (type, initial, walk) = ("[UInt8]", "[]", "stream.characters(&\(name), exactly: \(count))")
        } else if !layout.contains(where: { " <>[]".contains($0) }) {
            type = typeName(layout)
            (initial, walk) = ("\(type)()", "\(name).xdr(&stream)")
        } else {
            throw DevError("Cannot read the layout '\(layout)'.")
        }
    }

    private static let scalars: [String: (type: String, call: String)] = [
        "int": ("Int32", "integer"), "uint": ("UInt32", "integer"), "hyper": ("Int64", "integer"),
        "uhyper": ("UInt64", "integer"), "double": ("Double", "double"), "char": ("UInt8", "character"),
        "uchar": ("UInt8", "unsignedCharacter"), "ushort": ("UInt16", "unsignedShort"),
    ]

    private static func argument(of text: String, _ prefix: String, _ suffix: String) -> Int? {
        guard text.hasPrefix(prefix), text.hasSuffix(suffix) else { return nil }
        return Int(text.dropFirst(prefix.count).dropLast(suffix.count))
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
