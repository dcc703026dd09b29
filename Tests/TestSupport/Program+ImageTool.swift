// SPDX-License-Identifier: Apache-2.0

extension Program {
    /// Runs qemu-img to its end.
    ///
    /// For an encrypted image it measures how fast it derives a key, and gives up where the clock of the processor did not
    /// move meanwhile; it is asked again then.
    ///
    /// - Parameter run: Runs a command.
    public static func imageTool(
        _ arguments: [String], by run: ([String]) throws -> ProgramResult
    ) throws -> ProgramResult {
        var result = try run(["qemu-img"] + arguments)
        for _ in 0..<20 where result.errorText.contains("Unable to get accurate CPU usage") {
            result = try run(["qemu-img"] + arguments)
        }
        return result
    }

    /// Runs qemu-img to its end, as we run.
    public static func imageTool(_ arguments: [String], directory: String? = nil) throws -> ProgramResult {
        try imageTool(arguments) { try run($0, directory: directory) }
    }

    /// Makes an encrypted disk of 1 MiB, whose key is derived from a text in as little time as may be.
    ///
    /// - Parameter run: Runs a command; as we run when it is left out.
    public static func makeEncryptedDisk(
        _ path: String, key: String, by run: ([String]) throws -> ProgramResult = { try Program.run($0) }
    ) throws -> ProgramResult {
        try imageTool(
            [
                "create", "-q", "-f", "luks", "--object", "secret,id=s,data=\(key)", "-o", "key-secret=s,iter-time=10",
                path, "1M",
            ], by: run)
    }
}
