// SPDX-License-Identifier: Apache-2.0
import SystemPackage
import TinyVM

@main struct RunJobs {
    static func main() async throws {
        let jobs = CommandLine.arguments.dropFirst(2)
        guard !jobs.isEmpty else { return print("usage: run-jobs CACHE COMMAND...") }

        // Booted once, and kept in the cache: the next program with the same machine finds it there.
        var vm = TinyVM()
        vm.accelerator = .tcg
        vm.timeoutInSeconds = 60
        vm.callerEnvironment = ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": CommandLine.arguments[1]]
        let template = try Template.prepare(for: vm)

        // Each job has a VM of its own; all go at once.
        let null = try FileDescriptor.open("/dev/null", .readWrite)
        let streams = StandardStreams(input: null, output: .standardOutput, errors: .standardError)
        let runs = try jobs.map { try template.start(["sh", "-c", $0], streams: streams) }
        for (job, run) in zip(jobs, runs) {
            let result = try await run.result
            print("'\(job)' ended with \(result.exitStatus), \(result.start)")
        }
    }
}
