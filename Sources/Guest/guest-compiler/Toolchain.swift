// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The programs of the Swift toolchain that runs the build.
struct Toolchain {
    let directory: String

    /// Finds the toolchain: that of the process that called us, a part of the package manager; else that of `PATH`.
    static func find() throws -> Toolchain {
        var candidates: [String] = []
        if let parent = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(getppid())/exe") {
            candidates.append((parent as NSString).deletingLastPathComponent)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        candidates += path.split(separator: ":").map(String.init)
        for candidate in candidates where FileManager.default.isExecutableFile(atPath: "\(candidate)/swiftc") {
            let swiftc = URL(fileURLWithPath: "\(candidate)/swiftc").resolvingSymlinksInPath()
            let directory = swiftc.deletingLastPathComponent().path
            // A bare `swiftc` elsewhere may be a launcher; a toolchain has its linker beside it.
            for folder in [directory, candidate] where FileManager.default.isExecutableFile(atPath: "\(folder)/ld.lld")
            {
                return Toolchain(directory: folder)
            }
        }
        throw GuestCompiler.Failure(
            "Cannot find a Swift toolchain with 'swiftc', 'clang' and 'ld.lld'. Put its bin directory first in PATH.")
    }

    /// Runs one of its programs; what it prints passes through.
    func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(directory)/\(program)")
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw GuestCompiler.Failure("'\(program)' failed with status \(process.terminationStatus).")
        }
    }
}
