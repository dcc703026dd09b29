// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import XMLCoding

@Suite struct XMLParserTests {
    @Test("elements keep their names, attributes, text and lines")
    func tree() throws {
        let root = try XMLParser().parse("<a x='1&amp;2'>\n  <b/>\n  <c>t&lt;</c>\n</a>")
        #expect(root.name == "a")
        #expect(root[attribute: "x"] == "1&2")
        #expect(root.elements.map(\.name) == ["b", "c"])
        #expect(root.elements.map(\.line) == [2, 3])
        #expect(root.elements[1].text == "t<")
    }

    @Test("text is written with its entities, elements with libvirt's indentation")
    func writing() throws {
        let text = "<a x='&lt;&apos;&quot;'>\n  <b>1 &amp; 2</b>\n  <c/>\n</a>\n"
        #expect(try XMLParser().parse(text).formatted() == text)
    }

    @Test(
        "malformed documents are refused",
        arguments: [
            "", "  ", "<a>", "<a></b>", "<a", "a", "<a/><b/>", "<a x=1/>", "<a>&unknown;</a>", "<a x='1' x='2'/>",
        ])
    func malformed(text: String) {
        #expect(throws: XMLError.self) { try XMLParser().parse(text) }
    }

    @Test("an entity bomb is refused before it goes off")
    func entityBomb() {
        var text = "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>"
        for level in 1...12 { text += "<!ENTITY e\(level) '" + String(repeating: "&e\(level - 1);", count: 10) + "'>" }
        text += "]><a>&e12;</a>"
        #expect(throws: XMLError.self) { try XMLParser().parse(text) }
    }

    @Test("an external entity is not fetched")
    func externalEntity() {
        let text = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"
        #expect(throws: XMLError.self) { try XMLParser().parse(text) }
    }

    @Test("depth, size and number of elements have limits")
    func limits() {
        let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(throws: XMLError.self) { try XMLParser().parse(deep) }
        var small = XMLParser()
        small.maximumSizeInBytes = 100
        #expect(throws: XMLError.self) { try small.parse("<a>" + String(repeating: "x", count: 200) + "</a>") }
        var few = XMLParser()
        few.maximumNodes = 10
        #expect(throws: XMLError.self) { try few.parse("<a>" + String(repeating: "<b/>", count: 20) + "</a>") }
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: XMLError.self) {
            try XMLParser().parse([UInt8]("<a>".utf8) + [0xff, 0xfe] + [UInt8]("</a>".utf8))
        }
    }

    @Test("every cut of a document is refused")
    func cuts() {
        let text = Array("<?xml version='1.0'?><domain type='qemu'><name>ä&amp;</name><os/></domain>".utf8)
        for count in 0..<text.count { #expect(throws: XMLError.self) { try XMLParser().parse(Array(text[..<count])) } }
    }
}

/// A value with one of everything.
private struct Sample: XMLRepresentable, Equatable {
    var id: Int = 0
    var state: OnOff?
    var title: String?
    var isReady = false
    var numbers: [Int] = []
    init() {}
    mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("id", &id)
        try x.attribute("state", &state)
        try x.leaf("title", &title)
        try x.presence("ready", &isReady)
        try x.leaves("number", &numbers)
    }
}

@Suite struct XMLVisitorTests {
    @Test("one description reads and writes")
    func bothWays() throws {
        let text =
            "<s id='3' state='on'>\n  <title>T</title>\n  <ready/>\n  <number>1</number>\n  <number>2</number>\n</s>\n"
        let sample = try XMLReader.read(Sample.self, from: XMLParser().parse(text))
        #expect(sample.numbers == [1, 2])
        #expect(try XMLWriter.write(sample, as: "s").formatted() == text)
    }

    @Test(
        "what the description does not name is refused by name, with its line",
        arguments: [
            ("<s id='1' other='2'/>", "other"), ("<s id='1'>\n<extra/></s>", "extra"), ("<s id='1'>words</s>", "text"),
            ("<s/>", "id"), ("<s id='x'/>", "'x'"), ("<s id='1' state='maybe'/>", "maybe"),
        ])
    func unknown(text: String, named: String) throws {
        let error = #expect(throws: XMLError.self) { try XMLReader.read(Sample.self, from: XMLParser().parse(text)) }
        let message = try #require(error?.description)
        #expect(message.contains(named))
        #expect(message.hasPrefix("Line "))
    }
}
