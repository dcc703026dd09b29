// SPDX-License-Identifier: Apache-2.0

/// What a launch has taken from the host or made on it, so that exactly that is given back, the last first.
package struct HeldResources: Sendable {
    /// When something is given back.
    package enum Moment: Sendable, Hashable {
        /// When QEMU has ended, or was never started.
        case end
        /// Only when the start fails: what stays for the next start, such as a file of firmware variables.
        case failure
    }

    private struct Entry: Sendable {
        var name: String
        var moment: Moment
        var release: @Sendable () async throws -> Void
    }
    private var entries: [Entry] = []

    /// Nothing yet.
    package init() {}

    /// Notes how something is given back.
    ///
    /// - Parameters:
    ///   - name: What it is, for messages: "the file '/x'".
    ///   - release: Gives it back; may block in ``RuntimeServices/blockingWork`` only.
    package mutating func add(
        _ name: String, at moment: Moment = .end, release: @escaping @Sendable () async throws -> Void
    ) {
        entries.append(Entry(name: name, moment: moment, release: release))
    }

    /// Gives everything back that goes now.
    ///
    /// - Returns: A sentence for each that could not be.
    package mutating func releaseAll(afterFailure: Bool) async -> [String] {
        var problems: [String] = []
        while let entry = entries.popLast() {
            guard entry.moment == .end || afterFailure else { continue }
            do {
                try await entry.release()
            } catch {
                problems.append("\(entry.name) could not be removed: \(error)")
            }
        }
        return problems
    }
}
