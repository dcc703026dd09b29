// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import DevKit

@Suite struct ManualTests {
    private static let json = """
        {"serializationVersion": 0, "command": {"commandName": "some-tool", "abstract": "Does a thing.",
         "discussion": "It's done -- well.\\n\\n.Dots are text.\\n\\nEXAMPLES:\\n  some-tool --fast a\\\\b\\n\\n  other\\nDone.\\nFILES\\n/etc/x\\nEXIT STATUS:\\n0 or 1.",
         "shouldDisplay": true,
         "arguments": [
          {"kind": "positional", "shouldDisplay": true, "isOptional": false, "isRepeating": true, "valueName": "file",
           "abstract": "What to do it to."},
          {"kind": "option", "shouldDisplay": true, "isOptional": true, "isRepeating": false, "valueName": "level",
           "names": [{"kind": "long", "name": "level"}, {"kind": "short", "name": "l"}],
           "preferredName": {"kind": "long", "name": "level"}, "defaultValue": "3", "abstract": "How much."},
          {"kind": "flag", "shouldDisplay": false, "isOptional": true, "isRepeating": false,
           "names": [{"kind": "long", "name": "secret"}], "preferredName": {"kind": "long", "name": "secret"}}]}}
        """

    @Test("a page has what a page has")
    func page() throws {
        let text = ManualPage(of: try ToolInfo(json: Self.json), version: "1.2").text
        #expect(
            text == """
                .\\" SPDX-License-Identifier: Apache-2.0
                .TH "SOME\\-TOOL" 1 "" "swift\\-virt 1.2" "swift-virt"
                .nh
                .ad l
                .SH NAME
                some\\-tool \\- does a thing
                .SH SYNOPSIS
                \\fBsome\\-tool\\fR \\fIfile\\fR... [\\fB\\-\\-level\\fR \\fIlevel\\fR]
                .SH DESCRIPTION
                It\\(aqs done \\-\\- well.
                .PP
                \\&.Dots are text.
                .SH "ARGUMENTS"
                .TP
                \\fIfile\\fR
                What to do it to.
                .SH "OPTIONS"
                .TP
                \\fB\\-l\\fR, \\fB\\-\\-level\\fR \\fIlevel\\fR
                How much. (default: 3)
                .SH "EXAMPLES"
                .RS 4
                .nf
                some\\-tool \\-\\-fast a\\eb

                other
                .fi
                .RE
                Done.
                .SH "FILES"
                /etc/x
                .SH "EXIT STATUS"
                0 or 1.

                """)
    }

    @Test("what is not a tool's description is refused", arguments: ["", "{}", "{\"serializationVersion\": 1}"])
    func refusals(json: String) {
        #expect(throws: DevError.self) { try ToolInfo(json: json) }
    }

    @Test("a version that we do not know is refused by its number")
    func version() {
        #expect(throws: DevError.self) {
            try ToolInfo(json: #"{"serializationVersion": 7, "command": {"commandName": "x"}}"#)
        }
    }

    @Test("the page of a real tool has no error, and shows its options", .enabled(if: Program.areInstalled("groff")))
    func formatted() throws {
        let tree = try TreeFixture.own()
        let build = Build(
            tree: tree, scratch: FilePath(Program.built("")).removingLastComponent().removingLastComponent(),
            configuration: (Program.built("") as NSString).lastPathComponent)
        let page = try Documentation(of: build) { _ in }.manual(of: "dev")
        let result = try Program.run(["groff", "-man", "-Tascii", "-ww", "-P-cbou"], input: Data(page.utf8))
        #expect(result.status == 0)
        #expect(result.errorText == "")
        for text in ["NAME", "SYNOPSIS", "dev bench", "--rival", "EXIT STATUS"] { #expect(result.text.contains(text)) }
    }
}
