// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage

/// The program that an interface of type `ethernet` names to set up its tap, or to clear away what that did.
///
/// It gets the tap's name as its only argument, runs as us, and is waited for.
package enum InterfaceScript {
    /// How long it may take.
    static let limit = Duration.seconds(60)

    /// Runs it to its end.
    ///
    /// - Throws: ``QEMUDriverError`` with its last words when it fails.
    package static func run(
        _ script: String, tap: String, of alias: String, in environment: HelperEnvironment
    ) async throws {
        var request = environment.request(FilePath(script), [tap])
        request.identity = nil
        let program = try await HelperProgram.start(
            request, purpose: "script of interface '\(alias)'", on: environment.loop, startsOthers: true)
        switch await program.wait(atMost: limit) {
        case .exited(0): return
        case nil:
            await program.stop()
            throw QEMUDriverError(
                .missing,
                "The script '\(script)' of interface '\(alias)' took longer than \(limit). See what it waits for."
            )
        default: try program.check()
        }
    }
}
