// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The command as just built, on an emulated processor, with the kernels of this machine.
enum Tiny {
    /// Whether guests can be booted here.
    static var canRun: Bool {
        Program.areInstalled("qemu-system-x86_64", "busybox") && cloudKernel != nil && genericKernel != nil
    }

    /// The newest cloud kernel, which has virtiofs and no 9p.
    static var cloudKernel: String? { kernel { $0.hasSuffix("-cloud-amd64") } }
    /// The newest generic kernel, which has 9p.
    static var genericKernel: String? { kernel { $0.hasSuffix("-amd64") && !$0.contains("cloud") } }

    private static func kernel(_ isWanted: (String) -> Bool) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        let found = names.filter { $0.hasPrefix("vmlinuz-") && isWanted($0) }.map { String($0.dropFirst(8)) }.sorted()
        if found.isEmpty { print("SKIPPING tests that need Debian's cloud and generic kernels in /boot") }
        return found.last
    }

    /// How VMs are started; the suites with the trait `coldAndWarm` run with "never" and with "always".
    @TaskLocal static var warm = "never"

    /// The words that start it, with the cloud kernel unless the arguments name another.
    static func command(_ arguments: [String]) -> [String] {
        let kernel = arguments.contains("--kernel") ? [] : cloudKernel.map { ["--kernel", $0] } ?? []
        let warm = arguments.contains("--warm") ? [] : ["--warm", warm]
        return [Program.built("tinyvm"), "--accel", "tcg"] + warm + kernel + arguments
    }

    /// Runs it to its end.
    static func run(
        _ arguments: String..., input: Data? = nil, environment: [String: String] = [:], directory: String? = nil,
        seconds: Double = 100
    ) throws -> ProgramResult {
        try Program.run(
            command(arguments), input: input, environment: environment, directory: directory, seconds: seconds)
    }

    /// Runs a line of shell in which `tinyvm` is the command.
    static func shell(_ line: String, environment: [String: String] = [:], seconds: Double = 100) throws
        -> ProgramResult
    {
        let words = command([]).map { "'\($0)'" }.joined(separator: " ")
        return try Program.run(
            ["sh", "-c", "tinyvm() { \(words) \"$@\"; }; \(line)"], environment: environment, seconds: seconds)
    }
}

/// Runs every test of a suite twice: with VMs that boot, and with VMs that are restored from templates where they can be.
struct ColdAndWarm: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        for warm in ["never", "always"] {
            try await Tiny.$warm.withValue(warm) { try await function() }
        }
    }
}

extension Trait where Self == ColdAndWarm {
    /// See ``ColdAndWarm``.
    static var coldAndWarm: Self { ColdAndWarm() }
}
