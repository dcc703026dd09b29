// SPDX-License-Identifier: Apache-2.0

internal import CLibXML2

/// Turns text into a tree of elements, within limits.
///
/// libxml2 does the reading. Nothing is fetched, no entity but the predefined ones is expanded, and a document type
/// declaration is refused: no document that describes a machine needs one, and it is where entity bombs live.
public struct XMLParser: Sendable {
    /// The largest document that is read, in bytes. libvirt's own protocol carries no string above 4 MiB.
    public var maximumSizeInBytes = 16 << 20
    /// How deep elements may nest.
    public var maximumDepth = 128
    /// How many elements and attributes a document may have.
    public var maximumNodes = 500_000

    /// Makes a parser with the default limits.
    public init() {}

    /// Reads a document.
    ///
    /// - Returns: the root element.
    /// - Throws: ``XMLError``, which names the line.
    public func parse(_ text: String) throws -> XMLElement {
        var text = text
        return try text.withUTF8 { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { try parse($0) }
        }
    }

    /// Reads a document from its bytes, whose encoding it names itself (UTF-8 when it does not).
    public func parse(_ bytes: [UInt8]) throws -> XMLElement {
        try bytes.withUnsafeBytes { raw in
            try raw.withMemoryRebound(to: CChar.self) { try parse($0) }
        }
    }

    private func parse(_ bytes: UnsafeBufferPointer<CChar>) throws -> XMLElement {
        guard bytes.count <= maximumSizeInBytes else {
            throw XMLError(
                .limit, "The document has \(bytes.count) bytes; at most \(maximumSizeInBytes) are accepted.")
        }
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            throw XMLError(.malformed, "The document is empty.")
        }
        guard let reader = xmlReaderForMemory(start, CInt(bytes.count), nil, nil, Self.options) else {
            throw XMLError(.limit, "There is not enough memory to read the document.")
        }
        defer { xmlFreeTextReader(reader) }
        let problem = Problem()
        return try withExtendedLifetime(problem) {
            xmlTextReaderSetErrorHandler(
                reader,
                { argument, message, severity, locator in
                    guard let argument, let message, severity == 2 || severity == 4 else { return }
                    let problem = Unmanaged<Problem>.fromOpaque(argument).takeUnretainedValue()
                    guard problem.message.isEmpty else { return }
                    problem.message = String(cString: message)
                    problem.line = locator.map { Int(xmlTextReaderLocatorLineNumber($0)) } ?? 0
                }, Unmanaged.passUnretained(problem).toOpaque())
            return try readTree(reader, problem)
        }
    }

    /// XML_PARSE_NONET and XML_PARSE_NOCDATA (libxml/parser.h); XML_PARSE_HUGE is off, so libxml2's own limits hold.
    private static let options: CInt = 1 << 11 | 1 << 14

    /// The first error that libxml2 reported.
    private final class Problem {
        var message = ""
        var line = 0
    }

    private func readTree(_ reader: OpaquePointer, _ problem: Problem) throws -> XMLElement {
        var open: [XMLElement] = []
        var root: XMLElement?
        var nodes = 0

        func close(_ element: XMLElement) {
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(.element(element)) }
        }

        while true {
            let status = xmlTextReaderRead(reader)
            if status == 0 { break }
            guard status == 1 else { throw malformed(problem) }
            switch xmlTextReaderNodeType(reader) {
            case 1:  // XML_READER_TYPE_ELEMENT
                var element = XMLElement(
                    string(xmlTextReaderConstName(reader)), line: xmlGetLineNo(xmlTextReaderCurrentNode(reader)))
                let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
                while xmlTextReaderNextAttribute(reader, isFirst: element.attributes.isEmpty) {
                    element.attributes.append(
                        .init(
                            name: string(xmlTextReaderConstName(reader)), value: string(xmlTextReaderConstValue(reader))
                        ))
                }
                nodes += 1 + element.attributes.count
                guard nodes <= maximumNodes else {
                    throw XMLError(
                        .limit, "The document has more than \(maximumNodes) elements and attributes.",
                        line: element.line)
                }
                if isEmpty {
                    close(element)
                } else {
                    guard open.count < maximumDepth else {
                        throw XMLError(
                            .limit, "Element '\(element.name)' is nested more than \(maximumDepth) levels deep.",
                            line: element.line)
                    }
                    open.append(element)
                }
            case 15:  // XML_READER_TYPE_END_ELEMENT
                if let element = open.popLast() { close(element) }
            case 3, 4, 13, 14:  // text, CDATA, white space (significant or not)
                if !open.isEmpty {
                    open[open.count - 1].children.append(.text(string(xmlTextReaderConstValue(reader))))
                }
            case 8:  // XML_READER_TYPE_COMMENT
                if !open.isEmpty {
                    open[open.count - 1].children.append(.comment(string(xmlTextReaderConstValue(reader))))
                }
            case 5:  // XML_READER_TYPE_ENTITY_REFERENCE
                throw XMLError(
                    .unsupported,
                    "Entity '\(string(xmlTextReaderConstName(reader)))' is not one of the predefined ones.",
                    line: problem.line)
            case 10:  // XML_READER_TYPE_DOCUMENT_TYPE
                throw XMLError(.unsupported, "A document type declaration is not accepted.", line: 1)
            default: break
            }
        }
        guard problem.message.isEmpty, let root else { throw malformed(problem) }
        return root
    }

    private func malformed(_ problem: Problem) -> XMLError {
        var reason = problem.message[...]
        while reason.last?.isWhitespace == true || reason.last == "." { reason.removeLast() }
        let firstLine = reason.split(separator: "\n").first.map(String.init) ?? "it ends too early"
        return XMLError(.malformed, "The document is not well-formed XML: \(firstLine).", line: problem.line)
    }

    private func string(_ text: UnsafePointer<UInt8>?) -> String {
        text.map { String(cString: $0) } ?? ""
    }
}

/// Moves to an attribute of the current element; false when there is no further one, back on the element.
private func xmlTextReaderNextAttribute(_ reader: OpaquePointer, isFirst: Bool) -> Bool {
    let moved = isFirst ? xmlTextReaderMoveToFirstAttribute(reader) : xmlTextReaderMoveToNextAttribute(reader)
    if moved == 1 { return true }
    _ = xmlTextReaderMoveToElement(reader)
    return false
}
