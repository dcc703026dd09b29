// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import TinyVM

/// Templates as another program uses them.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "busybox"))) struct WarmLibraryTests {
    private let directory: TemporaryDirectory
    private let vm: TinyVM

    init() throws {
        directory = try TemporaryDirectory("warm")
        var vm = TinyVM()
        vm.accelerator = .tcg
        vm.callerEnvironment = ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": directory.path]
        self.vm = vm
    }

    @Test("prepared once, started many times at once, each VM has files, output and chance of its own")
    func many() async throws {
        let template = try Template.prepare(for: vm)
        #expect(try Template.prepare(for: vm).name == template.name)
        let catalog = try TemplateCatalog(environment: vm.callerEnvironment)
        #expect(catalog.entries.map(\.name) == [template.name])
        // It serves from its open files.
        #expect(catalog.remove(template.name) && catalog.entries.isEmpty)
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        defer { try? null.close() }
        var runs: [(PipeReader, TemplateRun)] = []
        for index in 0..<4 {
            let output = try PipeReader()
            let file = try directory.write("file\(index)", "file \(index)\n")
            let streams = StandardStreams(
                input: null, output: FileDescriptor(rawValue: output.writingEnd), errors: null)
            let run = try template.start(
                ["sh", "-c", "cat /file /proc/sys/kernel/random/uuid; exit \(index)"], streams: streams
            ) { $0.copies = ["\(file)=/file"] }
            runs.append((output, run))
        }
        var identifiers: Set<String> = []
        for (index, (output, run)) in runs.enumerated() {
            let result = try await run.result
            output.closeWritingEnd()
            _ = output.readToEnd()
            #expect(result.exitStatus == Int32(index) && result.start == .restored(template: template.name))
            let lines = output.text.split(separator: "\n").map(String.init)
            #expect(lines.count == 2 && lines.first == "file \(index)", "\(output.text)")
            identifiers.insert(lines.last ?? "")
        }
        #expect(identifiers.count == 4)
        // Another machine is another template's.
        #expect(throws: TinyVMError.self) { try template.run(["true"]) { $0.memoryInMiB = 300 } }
        #expect(throws: TinyVMError.self) { try template.run(["no-such-command"]) }
    }

    @Test("the program of the article on templates stands there as it is compiled, and runs its jobs")
    func program() throws {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        func text(_ path: String) throws -> String {
            try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
        }
        let program = try text("Tests/Programs/run-jobs/RunJobs.swift")
        let isThere = try text("Sources/API/TinyVM/Documentation.docc/WarmStart.md").contains(
            "```swift\n\(program)```\n")
        #expect(isThere, "The program in WarmStart.md is not that of Tests/Programs/run-jobs.")
        let result = try Program.run(
            [Program.built("run-jobs"), directory.path, "echo $((6 * 7))", "exit 3"], seconds: 120)
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        #expect(result.text.hasPrefix("42\n'echo $((6 * 7))' ended with 0, restored("), "\(result.text)")
        #expect(result.text.contains("\n'exit 3' ended with 3, restored("), "\(result.text)")
    }

    @Test("a template that QEMU refuses is removed with one sentence, and the VM boots, its input unread")
    func refusedState() throws {
        var vm = self.vm
        vm.warmStart = .auto
        vm.command = ["cat"]
        let name = try Template.prepare(for: vm).name
        let store = try #require(TemplateStore(environment: vm.callerEnvironment))
        // As a template would look that an unknown fault of QEMU's had made: whole, and wrong.
        var description = try #require(store.description(of: name))
        let path = store.directory.appending(name)
        try Data(repeating: 0x5a, count: 5000).write(to: URL(fileURLWithPath: path.appending("state").string))
        var status = stat()
        chmod(path.appending("state").string, 0o600)
        stat(path.appending("state").string, &status)
        description.state = FileStamp(status)
        try store.write(description.text, to: path.appending("description"))

        let input = try directory.write("input", "piped in\n")
        let source = try FileDescriptor.open(FilePath(input), .readOnly)
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        let output = try PipeReader()
        let streams = StandardStreams(
            input: source, output: FileDescriptor(rawValue: output.writingEnd), errors: null)
        var notices: [String] = []
        let result = try vm.run(streams: streams) { notices.append($0) }
        output.closeWritingEnd()
        _ = output.readToEnd()
        #expect(output.text == "piped in\n" && result.exitStatus == 0)
        #expect(
            notices.count == 1 && notices[0].hasPrefix("The saved VM cannot be restored, so it is booted: "),
            "\(notices)")
        guard case .booted(let start?) = result.start else {
            Issue.record("\(result.start)")
            return
        }
        #expect(start.wantsTemplate && start.memoryInMiB == 256)
        #expect(result.timings.phases.first?.name == "failure")
        #expect(store.entries.isEmpty)
        for descriptor in [source, null] { try descriptor.close() }
    }

    @Test("prepared and started, good and bad, leaves no descriptor open and no child behind")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            func open() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
            let directory = try TemporaryDirectory("warm-descriptors")
            var vm = TinyVM()
            vm.accelerator = .tcg
            vm.callerEnvironment = ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": directory.path]
            let null = try FileDescriptor.open("/dev/null", .readWrite)
            let streams = StandardStreams(input: null, output: null, errors: null)
            func use() throws {
                let template = try Template.prepare(for: vm)
                guard try template.run(["true"], streams: streams).exitStatus == 0 else { exit(3) }
                _ = try? template.run(["/etc/passwd"], streams: streams)
                _ = try? template.run(["true"], streams: streams) { $0.memoryInMiB = 300 }
            }
            try use()
            let before = open()
            for _ in 0..<(SeededGenerator.isSoaking ? 50 : 2) { try use() }
            let leak = try FileDescriptor.open("/dev/null", .readOnly)
            guard open() == before + 1 else { exit(1) }
            try leak.close()
            var status: Int32 = 0
            guard waitpid(-1, &status, WNOHANG) == -1, errno == ECHILD else { exit(2) }
        }
    }
}
