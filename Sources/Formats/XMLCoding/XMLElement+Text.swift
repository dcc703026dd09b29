// SPDX-License-Identifier: Apache-2.0

extension XMLElement {
    /// The element as text in libvirt's style: two spaces for each level, single quotes, a newline at the end.
    ///
    /// An element with character data is written on one line, so that no white space is added to the data.
    public func formatted() -> String {
        var out = ""
        write(to: &out, indent: 0)
        return out
    }

    private func write(to out: inout String, indent: Int) {
        out.append(String(repeating: " ", count: indent))
        writeStartTag(to: &out)
        if children.isEmpty {
            out.append("/>\n")
            return
        }
        out.append(">")
        let isMixed = children.contains {
            if case .text(let text) = $0 { !text.isXMLSpace } else { false }
        }
        if isMixed || (elements.isEmpty && !text.isEmpty) {
            for child in children { child.writeInline(to: &out) }
        } else {
            out.append("\n")
            for child in children {
                switch child {
                case .element(let element): element.write(to: &out, indent: indent + 2)
                case .comment(let text): out.append("\(String(repeating: " ", count: indent + 2))<!--\(text)-->\n")
                case .text: break
                }
            }
            out.append(String(repeating: " ", count: indent))
        }
        out.append("</\(name)>\n")
    }

    fileprivate func writeStartTag(to out: inout String) {
        out.append("<\(name)")
        for attribute in attributes {
            out.append(" \(attribute.name)='\(attribute.value.escapedForXML)'")
        }
    }
}

extension XMLElement.Node {
    fileprivate func writeInline(to out: inout String) {
        switch self {
        case .text(let text): out.append(text.escapedForXML)
        case .comment(let text): out.append("<!--\(text)-->")
        case .element(let element):
            element.writeStartTag(to: &out)
            if element.children.isEmpty {
                out.append("/>")
            } else {
                out.append(">")
                for child in element.children { child.writeInline(to: &out) }
                out.append("</\(element.name)>")
            }
        }
    }
}

extension String {
    /// The text with the five predefined entities in place of what XML 1.0 (section 4.6) reserves, and without the
    /// control characters that no document may hold (section 2.2).
    var escapedForXML: String {
        if utf8.allSatisfy({ $0 >= 0x20 && !Self.reserved.contains($0) }) { return self }
        var out = ""
        out.reserveCapacity(utf8.count)
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out.append("&amp;")
            case "<": out.append("&lt;")
            case ">": out.append("&gt;")
            case "'": out.append("&apos;")
            case "\"": out.append("&quot;")
            case "\t", "\n", "\r": out.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20: break
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static let reserved = "&<>'\"".utf8
}
