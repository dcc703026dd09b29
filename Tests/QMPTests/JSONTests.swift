// SPDX-License-Identifier: Apache-2.0

import QMP
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test(
        "a value is written as it was read",
        arguments: [
            "null", "true", "[]", "{}", #"{"b":1,"a":[1,-2,18446744073709551615,"x"]}"#, #""\"\\\n\t\u0001ö""#, "1.5",
        ])
    func roundTrip(text: String) throws {
        #expect(try JSONParser.parse(text).text == text)
    }

    @Test(
        "what is no JSON is refused, and says where",
        arguments: [
            "", "{", "[1,]", "{\"a\":}", "nul", "\"a", "\"\\x\"", "\"\\ud800\"", "1 2", "{1:2}", "+1", "\u{1}", "--1",
            "1e999",
        ])
    func malformed(text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    }

    @Test("escapes make characters, also of two halves")
    func escapes() throws {
        #expect(try JSONParser.parse(#""\ud83d\ude00\u00e4\/""#) == .string("😀ä/"))
    }

    @Test("nesting has a limit, and no input crashes")
    func depth() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONParser.parse(deep) }
    }

    @Test("values that follow each other are read one by one, until the one that is cut off")
    func sequence() throws {
        var parser = JSONParser("{\"a\":1}\n\n[2] tru".utf8)
        #expect(try parser.next()?["a"]?.integer == 1)
        #expect(try parser.next()?.array == [.integer(2)])
        #expect(throws: JSONError.self) { try parser.next() }
    }

    @Test("every cut of a value is refused and not misread")
    func cuts() {
        let text = Array(#"{"a":[true,{"b":"cö\u00e4"}],"d":-12}"#.utf8)
        for count in 1..<text.count {
            var parser = JSONParser(text[..<count])
            #expect(throws: JSONError.self) { try parser.next() }
        }
    }
}
