// SPDX-License-Identifier: Apache-2.0

/// A feature of an ELF file that needs a library which it opens by itself: an element of the JSON array in an ELF
/// note of the owner "FDO" and type 0x407c0c0a (systemd.io/ELF_DLOPEN_METADATA, UAPI.8).
struct DlopenNote: Hashable {
    enum Priority: String { case required, recommended, suggested }

    /// What the library is for, in the packager's words.
    var feature: String?
    /// The names of libraries of which one is enough, the best first.
    var sonames: [String]
    var priority: Priority

    private static let type: UInt32 = 0x407C_0C0A

    /// The elements of all such notes in a note segment. What is malformed is left out: it is metadata, and the
    /// loader would not look at it.
    static func all(in view: ByteView, alignment: Int) -> [DlopenNote] {
        var found: [DlopenNote] = []
        var offset = 0
        while let nameSize = view.number(UInt32.self, at: offset),
            let size = view.number(UInt32.self, at: offset + 4),
            let type = view.number(UInt32.self, at: offset + 8)
        {
            let name = offset + 12
            let start = align(name + Int(nameSize), alignment)
            if type == Self.type, view.slice(name, Int(nameSize)).map(Array.init) == Array("FDO\0".utf8),
                let json = view.slice(start, Int(size))
            {
                found += parse(json)
            }
            offset = align(start + Int(size), alignment)
        }
        return found
    }

    /// Sizes are at most 2^32 each, so this does not overflow where Int has 64 bits.
    private static func align(_ offset: Int, _ alignment: Int) -> Int {
        (offset + alignment - 1) / alignment * alignment
    }

    private static func parse(_ json: ArraySlice<UInt8>) -> [DlopenNote] {
        let text = json.prefix { $0 != 0 }
        guard case .array(let elements)? = JSONValue(parsing: text) else { return [] }
        return elements.compactMap { element in
            guard case .object(let object) = element, case .array(let names)? = object["soname"] else { return nil }
            let sonames = names.compactMap(\.string)
            guard !sonames.isEmpty else { return nil }
            // Without a priority it is recommended, says the specification.
            let priority = object["priority"]?.string.flatMap(Priority.init) ?? .recommended
            return DlopenNote(feature: object["feature"]?.string, sonames: sonames, priority: priority)
        }
    }
}
