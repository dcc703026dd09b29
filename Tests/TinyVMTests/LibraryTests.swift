// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport
import Testing
import TinyVM

/// The library as another program uses it.
@Suite(.enabled(if: Program.areInstalled("qemu-system-x86_64", "busybox"))) struct LibraryTests {
    @Test("the example of the documentation works")
    func example() throws {
        var notices: [String] = []
        var vm = TinyVM(command: ["sh", "-c", "nproc; exit 3"])
        vm.cpus = 2
        vm.timeoutInSeconds = 60
        vm.callerEnvironment = ["PATH": "/usr/bin:/bin"]
        vm.accelerator = .tcg
        let output = try PipeReader()
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        defer { try? null.close() }
        let streams = StandardStreams(input: null, output: FileDescriptor(rawValue: output.writingEnd), errors: null)
        let result = try vm.run(streams: streams) { notices.append($0) }
        output.closeWritingEnd()
        #expect(output.readToEnd() == 2 && output.text == "2\n")
        #expect(result.exitStatus == 3 && !result.hasTimedOut && notices.isEmpty)
        #expect(
            result.timings.phases.map(\.name) == ["image", "spawn", "firmware", "kernel", "init", "command", "exit"])
    }

    @Test("runs, good and bad, leave no descriptor open and no child behind")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            func open() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
            var vm = TinyVM(command: ["true"])
            vm.callerEnvironment = ["PATH": "/usr/bin:/bin"]
            vm.accelerator = .tcg
            let directory = try TemporaryDirectory("disk")
            vm.disks = [TinyVM.Disk(path: FilePath(try directory.write("disk", Data(count: 1 << 20))))]
            let null = try FileDescriptor.open("/dev/null", .readWrite)
            let streams = StandardStreams(input: null, output: null, errors: null)
            _ = try vm.run(streams: streams)
            let before = open()
            for run in 0..<(SeededGenerator.isSoaking ? 100 : 4) {
                vm.command = run % 4 == 3 ? ["/etc/passwd"] : ["true"]
                vm.qemuArguments = run % 4 == 1 ? ["-bogus"] : []
                vm.kernel = run % 4 == 2 ? "no-kernel" : nil
                _ = try? vm.run(streams: streams)
            }
            let leak = try FileDescriptor.open("/dev/null", .readOnly)
            // The count sees a descriptor more, so it sees those that leak.
            guard open() == before + 1 else { exit(1) }
            try leak.close()
            var status: Int32 = 0
            guard waitpid(-1, &status, WNOHANG) == -1, errno == ECHILD else { exit(2) }
        }
    }
}
