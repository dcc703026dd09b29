// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The tutorials: each one's program stands in the package as a target, so that it is compiled with everything else.
@Suite(.enabled(if: TinyGuest.isPossible), .timeLimit(.minutes(4))) struct TutorialTests {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "the program of a tutorial has at most forty lines, and stands in the tutorial as it is compiled",
        arguments: [
            ("embed-a-machine/EmbedAMachine", "EmbedAMachine"), ("start-many/StartMany", "StartManyFromOne"),
        ])
    func text(path: String, article: String) throws {
        let program = try String(
            contentsOf: Self.repository.appendingPathComponent("Tests/Programs/\(path).swift"), encoding: .utf8)
        #expect(program.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
        let tutorial = try String(
            contentsOf: Self.repository.appendingPathComponent(
                "Sources/API/VirtEmbedded/Documentation.docc/\(article).md"), encoding: .utf8)
        let isThere = tutorial.contains("```swift\n\(program)```\n")
        #expect(isThere, "The program in \(article).md is not that of Tests/Programs/\(path).swift.")
    }

    @Test("the program of the tutorial boots a machine and tells of its end")
    func run() throws {
        let guest = try TinyGuest("echo hello from the guest\n/bin/busybox poweroff -f")
        let console = guest.directory("console")
        let result = try Program.run(
            [
                Program.built("embed-a-machine"), guest.directory("root"), guest.kernel, guest.directory("image"),
                console,
            ], seconds: 120)
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        #expect(result.text.hasPrefix("The machine is running("), "\(result.text)")
        #expect(result.text.hasSuffix("The machine has ended: shutdown.\n"), "\(result.text)")
        let said = try String(contentsOfFile: console, encoding: .utf8)
        #expect(said.contains("hello from the guest"), "\(said)")
        #expect(guest.leftovers().isEmpty && guest.emulators.isEmpty)
    }

    @Test("the program of the second tutorial starts machines from one that has booted, each with its job")
    func many() throws {
        let guest = try TinyGuest(
            "/bin/busybox --install -s /bin\nexport PATH=/bin\necho ready\nwhile read line; do eval \"$line\"; done")
        let result = try Program.run(
            [Program.built("start-many"), guest.directory("root"), guest.kernel, guest.directory("image"), "3"],
            seconds: 120)
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        let lines = result.text.split(separator: "\n").map(String.init).sorted()
        #expect(lines == ["worker-1: [1]", "worker-2: [4]", "worker-3: [9]"])
        #expect(guest.leftovers().isEmpty && guest.emulators.isEmpty, "\(guest.leftovers())")
    }
}
