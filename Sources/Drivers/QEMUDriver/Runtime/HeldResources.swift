// SPDX-License-Identifier: Apache-2.0

/// What a launch has taken from the host or made on it, so that exactly that is given back, the last first.
package struct HeldResources: Sendable {
    /// When something is given back.
    package enum Moment: Sendable, Hashable {
        /// When QEMU has ended, or was never started.
        case end
        /// Only when the start fails: what stays for the next start, such as a file of firmware variables.
        case failure
        /// Only when QEMU has run: what a failed start leaves to who asked for it.
        case endOfRun
    }

    private struct Entry: Sendable {
        var name: String
        var moment: Moment
        /// The device that it goes with; nil for the machine.
        var device: String?
        var release: @Sendable () async throws -> Void
    }
    private var entries: [Entry] = []

    /// Nothing yet.
    package init() {}

    /// Notes how something is given back.
    ///
    /// - Parameters:
    ///   - name: What it is, for messages: "the file '/x'".
    ///   - device: The alias of the device that it goes with when that goes before the machine.
    ///   - release: Gives it back; may block in ``RuntimeServices/blockingWork`` only.
    package mutating func add(
        _ name: String, at moment: Moment = .end, with device: String? = nil,
        release: @escaping @Sendable () async throws -> Void
    ) {
        entries.append(Entry(name: name, moment: moment, device: device, release: release))
    }

    /// Takes out what goes with a device, to be given back by the caller.
    mutating func take(device: String) -> HeldResources {
        var taken = HeldResources()
        taken.entries = entries.filter { $0.device == device }
        entries.removeAll { $0.device == device }
        return taken
    }

    /// Adds what others hold, to be given back first.
    mutating func add(_ other: HeldResources) { entries += other.entries }

    /// Gives everything back that goes now.
    ///
    /// - Returns: A sentence for each that could not be.
    package mutating func releaseAll(afterFailure: Bool) async -> [String] {
        var problems: [String] = []
        while let entry = entries.popLast() {
            guard entry.moment == .end || (entry.moment == .failure) == afterFailure else { continue }
            do {
                try await entry.release()
            } catch {
                problems.append("\(entry.name) could not be removed: \(error)")
            }
        }
        return problems
    }
}
