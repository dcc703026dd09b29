// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the variables of the test run ask for.
public enum Environment {
    /// Whether long loops are wanted: `SWIFT_VIRT_SOAK` is set.
    public static var isSoak: Bool { ProcessInfo.processInfo.environment["SWIFT_VIRT_SOAK"] != nil }

    /// The folder of shared test data, which is not part of the repository: `SWIFT_VIRT_SHARED`, or `shared` beside the
    /// repository. Nil when it is not there, which is said aloud.
    public static func sharedData(_ path: String, from file: StaticString = #filePath) -> String? {
        let repository = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["SWIFT_VIRT_SHARED"],
            repository.deletingLastPathComponent().appendingPathComponent("shared").path,
        ]
        for folder in candidates.compactMap({ $0 }) where FileManager.default.fileExists(atPath: "\(folder)/\(path)") {
            return "\(folder)/\(path)"
        }
        print("SKIPPING a test that needs the shared test data \(path). Set SWIFT_VIRT_SHARED to its folder.")
        return nil
    }
}
