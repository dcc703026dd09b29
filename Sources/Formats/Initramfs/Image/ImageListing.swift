// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// What is in an image, and who pulled it in.
public struct ImageListing: Sendable {
    /// One thing in the image.
    public struct Item: Hashable, Sendable {
        /// Where it stands in the image.
        public var path: FilePath
        /// "directory", "file", "link" or "device".
        public var kind: String
        /// The size of its content, in bytes.
        public var size: Int64
        /// The lower 12 bits of its mode.
        public var mode: UInt32
        /// What a link holds.
        public var target: FilePath?
        /// The file of the host that it is a copy of.
        public var source: FilePath?
        /// Why it is there; the first reason is the one that brought it.
        public var reasons: [Reason]
    }

    /// Why something is in the image.
    public struct Reason: Hashable, Sendable {
        /// The path in the image of what pulled it in; nil for the image itself.
        public var by: FilePath?
        /// How.
        public var relation: Relation
    }

    /// All that is in the image, in the order of the archive.
    public var items: [Item]

    /// The size of all contents together, in bytes; several names of one file count as often as they are there.
    public var totalSize: Int64 { items.reduce(0) { $0 + $1.size } }
}

extension ImagePlan {
    /// What is in the image, and why.
    public var listing: ImageListing {
        get throws(ImageError) {
            var plan = self
            try plan.complete()
            return ImageListing(
                items: plan.sortedEntries.map { name, entry in
                    let path = FilePath("/").pushing(FilePath(String(decoding: name, as: UTF8.self)))
                    return ImageListing.Item(path: path, entry)
                })
        }
    }
}

extension ImageListing.Item {
    init(path: FilePath, _ entry: ImageEntry) {
        self.path = path
        size = entry.size
        mode = UInt32(entry.permissions.rawValue)
        reasons = entry.reasons.map { ImageListing.Reason(by: $0.by, relation: $0.relation) }
        switch entry.content {
        case .directory: kind = "directory"
        case .symbolicLink(let target):
            kind = "link"
            mode = 0o777
            self.target = target
        case .device: kind = "device"
        case .data: kind = "file"
        case .file(let file):
            kind = "file"
            source = file.path
        case .module(let module):
            kind = "file"
            source = module.path
        }
    }
}

extension ImageListing {
    /// The listing as a tree: below each thing what it pulled in, with sizes in bytes and the reason.
    ///
    ///     /usr/bin/lspci  98,104  asked for
    ///       /usr/lib/x86_64-linux-gnu/libpci.so.3.9.0  59,584  library
    ///
    /// Directories are left out, and the applets of busybox counted.
    public var tree: String {
        var children: [FilePath?: [Item]] = [:]
        let known = Set(items.map(\.path))
        for item in items where item.kind != "directory" {
            let parent = item.reasons.first?.by.flatMap { known.contains($0) && $0 != item.path ? $0 : nil }
            children[parent, default: []].append(item)
        }
        var lines: [String] = []
        var shown: Set<FilePath> = []
        func show(_ item: Item, _ depth: Int) {
            guard shown.insert(item.path).inserted else { return }
            let indent = String(repeating: "  ", count: depth)
            let name = item.target.map { "\(item.path) -> \($0)" } ?? item.path.string
            let size = item.kind == "file" ? "  \(Self.grouped(item.size))" : ""
            lines.append("\(indent)\(name)\(size)  \(item.reasons.first?.relation.description ?? "")")
            let below = children[item.path] ?? []
            for child in below where child.reasons.first?.relation != .applet { show(child, depth + 1) }
            let applets = below.count { $0.reasons.first?.relation == .applet }
            if applets > 0 { lines.append("\(indent)  (\(applets) applets)") }
        }
        for item in children[nil] ?? [] { show(item, 0) }
        // What pull each other in a circle hang on nothing else.
        for item in items where item.kind != "directory" && item.reasons.first?.relation != .applet { show(item, 0) }
        lines.append("\(Self.grouped(totalSize)) bytes in \(items.count) entries")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The listing as JSON: an object with `kernel` (a string or null), `size` and `entries`, an array of objects with
    /// `path`, `kind`, `size`, `mode` (octal), `target`, `source` and `reasons` (`by` and `relation`); what does not
    /// apply is left out.
    public func json(kernelVersion: String?) -> String {
        let entries = items.map { item in
            var members = [
                "\"path\": \(Self.quoted(item.path.string))", "\"kind\": \(Self.quoted(item.kind))",
                "\"size\": \(item.size)", "\"mode\": \"\(String(item.mode, radix: 8))\"",
            ]
            if let target = item.target { members.append("\"target\": \(Self.quoted(target.string))") }
            if let source = item.source { members.append("\"source\": \(Self.quoted(source.string))") }
            let reasons = item.reasons.map { reason in
                let by = reason.by.map { "\"by\": \(Self.quoted($0.string)), " } ?? ""
                return "{\(by)\"relation\": \(Self.quoted(reason.relation.description))}"
            }
            members.append("\"reasons\": [\(reasons.joined(separator: ", "))]")
            return "    {\(members.joined(separator: ", "))}"
        }
        let kernel = kernelVersion.map(Self.quoted) ?? "null"
        return """
            {
              "kernel": \(kernel),
              "size": \(totalSize),
              "entries": [
            \(entries.joined(separator: ",\n"))
              ]
            }

            """
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func grouped(_ number: Int64) -> String {
        var digits = String(number)
        var end = digits.count - 3
        while end > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
            end -= 3
        }
        return digits
    }
}
