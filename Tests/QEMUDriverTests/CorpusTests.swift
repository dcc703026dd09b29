// SPDX-License-Identifier: Apache-2.0

import Foundation
import QMP
import TestSupport
import Testing
import XMLCoding

/// The acceptance corpus, through the command that people use. The scores may rise and must not fall.
@Suite(.serialized) struct CorpusTests {
    /// The cases that must be right.
    static let wanted = (x86Arguments: 213, refusals: 35, roundTrips: 313)

    @Test("command lines and refusals of the corpus are no fewer than they were")
    func commandLines() throws {
        guard Program.areInstalled("python3"), let corpus = Environment.sharedData("corpus/domain-to-argv"),
            let compare = Environment.sharedData("tools/compare-argv"),
            let environment = Environment.sharedData("corpus/environment.json")
        else { return }
        let folder = try TemporaryDirectory()
        let report = "\(folder.path)/report.json"
        let command =
            "\(Program.built("dev-domain")) domxml-to-argv --replies {replies} --case {case} --environment \(environment) {xml}"
        _ = try Program.run([compare, "--score", command, corpus, "--report", report], seconds: 400)
        let results = try JSONParser.parse(String(contentsOfFile: report, encoding: .utf8)).array ?? []
        try #require(results.count > 200)
        let passed = results.filter { $0["passed"]?.bool == true }
        let x86 = passed.filter { $0["kind"]?.string == "args" && $0["name"]?.string?.contains("x86_64") == true }
        let refused = passed.filter { $0["kind"]?.string != "args" }
        print("corpus: \(x86.count) x86_64 command lines, \(refused.count) refusals")
        #expect(x86.count >= Self.wanted.x86Arguments)
        #expect(refused.count >= Self.wanted.refusals)
    }

    @Test("round trips of the corpus are no fewer than they were")
    func roundTrips() throws {
        guard let corpus = Environment.sharedData("corpus/domain-xml-to-xml"),
            let environment = Environment.sharedData("corpus/environment.json")
        else { return }
        let cases = try JSONParser.parse(String(contentsOfFile: "\(corpus)/cases.json", encoding: .utf8)).array ?? []
        try #require(cases.count > 200)
        let folder = try TemporaryDirectory()
        var passed = 0
        for (number, record) in cases.enumerated() {
            if try roundTrips(record, corpus, environment, "\(folder.path)/\(number).json") { passed += 1 }
        }
        print("corpus: \(passed) of \(cases.count) round trips")
        #expect(passed >= Self.wanted.roundTrips)
    }

    private func roundTrips(_ record: JSONValue, _ corpus: String, _ environment: String, _ file: String) throws -> Bool
    {
        try record.text.write(toFile: file, atomically: true, encoding: .utf8)
        let input = "\(corpus)/\(record["inputs"]?["xml"]?.string ?? "")"
        var options = ["--case", file, "--environment", environment]
        if let replies = record["caps"]?["replies"]?.string { options += ["--replies", "\(corpus)/\(replies)"] }
        for (form, flag) in [("inactive", []), ("active", ["--active"])] {
            guard let expected = record["expected"]?[form]?.string else { continue }
            let result = try Program.run(
                [Program.built("dev-domain"), "domxml-to-xml"] + options + flag + [input], seconds: 60)
            guard result.status == 0 else { return false }
            let wanted = try XMLParser().parse(String(contentsOfFile: "\(corpus)/\(expected)", encoding: .utf8))
            if try XMLParser().parse(result.text).withoutSpace != wanted.withoutSpace { return false }
        }
        return true
    }
}

extension XMLElement {
    /// The element without the white space between elements, which has no meaning.
    var withoutSpace: XMLElement {
        var copy = self
        copy.children = children.compactMap { child in
            switch child {
            case .element(let element): .element(element.withoutSpace)
            case .text(let text): text.trimmedXMLSpace.isEmpty ? nil : child
            case .comment: child
            }
        }
        return copy
    }
}
