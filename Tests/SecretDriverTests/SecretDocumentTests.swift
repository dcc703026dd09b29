// SPDX-License-Identifier: Apache-2.0

import Foundation
import QMP
import TestSupport
import Testing
import VirtModel
import XMLCoding

@Suite struct SecretDocumentTests {
    @Test("the documents of the corpus are written as libvirt writes them")
    func corpus() throws {
        guard let corpus = Environment.sharedData("corpus/secret-xml-to-xml") else { return }
        let cases = try JSONParser.parse(String(contentsOfFile: "\(corpus)/cases.json", encoding: .utf8)).array ?? []
        try #require(cases.count >= 5)
        for record in cases {
            let input = try String(
                contentsOfFile: "\(corpus)/\(record["inputs"]?["xml"]?.string ?? "")", encoding: .utf8)
            let expected = try String(contentsOfFile: "\(corpus)/\(record["expected"]?.string ?? "")", encoding: .utf8)
            #expect(try Secret(xml: input).xmlText() == expected)
        }
    }

    @Test("a secret for nothing in particular and one without a UUID are secrets")
    func sparse() throws {
        #expect(
            try Secret(xml: "<secret><usage type='none'/></secret>").xmlText()
                == "<secret ephemeral='no' private='no'/>\n")
        let iscsi = try Secret(xml: "<secret><usage type='iscsi'><target>t</target></usage></secret>")
        #expect(iscsi.usage == .init(.iscsi, "t"))
    }

    @Test(
        "what is no secret is refused by name",
        arguments: [
            ("<domain/>", "domain"), ("<secret ephemeral='maybe'/>", "ephemeral"),
            ("<secret><uuid>x</uuid></secret>", "uuid"),
            ("<secret><usage type='wifi'><name>n</name></usage></secret>", "wifi"),
            ("<secret><usage type='volume'/></secret>", "volume"),
            ("<secret><usage type='ceph'><target>t</target></usage></secret>", "name"),
            ("<secret><value>123</value></secret>", "value"), ("<secret><usage/></secret>", "type"),
        ])
    func refusals(text: String, named: String) throws {
        let error = #expect(throws: XMLError.self) { try Secret(xml: text) }
        #expect(error?.description.contains(named) == true, "\(error?.description ?? "")")
    }
}
