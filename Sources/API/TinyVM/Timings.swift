// SPDX-License-Identifier: Apache-2.0

internal import GuestProtocol

/// Where the time of a run went, in milliseconds.
public struct Timings: Sendable, Equatable, CustomStringConvertible {
    /// A part of the run.
    public struct Phase: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// What happens in it.
        public var explanation: String
        /// How long it took, in milliseconds.
        public var milliseconds: Double
    }

    /// The parts in their order; those that were not reached are left out.
    public private(set) var phases: [Phase] = []

    /// The sum of all parts, in milliseconds.
    public var total: Double { phases.reduce(0) { $0 + $1.milliseconds } }

    /// No time at all.
    public init() {}

    mutating func add(_ name: String, _ explanation: String, _ duration: Duration) {
        phases.append(Phase(name: name, explanation: explanation, milliseconds: duration.inMilliseconds))
    }

    /// A table for people.
    public var description: String {
        let lines = (phases + [Phase(name: "total", explanation: "", milliseconds: total)]).map { phase in
            let number = Timings.text(phase.milliseconds)
            let padding = String(repeating: " ", count: max(0, 10 - number.count))
            let name = phase.name + String(repeating: " ", count: max(0, 10 - phase.name.count))
            return phase.explanation.isEmpty
                ? "\(name)\(padding)\(number) ms" : "\(name)\(padding)\(number) ms  \(phase.explanation)"
        }
        return lines.joined(separator: "\n")
    }

    /// An object for programs: the milliseconds of each phase by its name, and their "total".
    public var json: String {
        let members = phases.map { "\"\($0.name)\": \(Timings.text($0.milliseconds))" }
        return "{" + (members + ["\"total\": \(Timings.text(total))"]).joined(separator: ", ") + "}"
    }

    /// A number with one digit behind the point.
    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths / 10)).\(abs(tenths % 10))"
    }
}

extension Duration {
    var inMilliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}

/// The moments of a run as the host saw them, and their meaning together with those of the guest.
struct Moments {
    private let clock = ContinuousClock()
    let began: ContinuousClock.Instant
    var imageMade: ContinuousClock.Instant?
    var started: ContinuousClock.Instant?
    var greeted: ContinuousClock.Instant?
    var exitTold: ContinuousClock.Instant?
    /// The guest was restored, not booted.
    var isRestored = false
    /// When a try to restore the guest was given up.
    var failedRestore: ContinuousClock.Instant?

    init() { began = clock.now }

    /// The phases up to now.
    func timings(_ guest: GuestMilestones) -> Timings {
        var timings = Timings()
        guard let imageMade else { return timings }
        var begin = began
        if let failedRestore {
            timings.add("failure", "a template that could not be restored", failedRestore - began)
            begin = failedRestore
        }
        timings.add("image", "find the kernel and the files, make the image", imageMade - begin)
        guard let started else { return timings }
        timings.add("spawn", "compose the command line and start QEMU", started - imageMade)
        if isRestored { return restoredTimings(guest, timings, started) }
        guard let greeted, guest.channelOpened > 0 else {
            timings.add("boot", "from QEMU's start on; the guest did not come up", clock.now - started)
            return timings
        }
        // When the guest's clock began, on ours: what went before is QEMU's own start and the firmware.
        let guestBegan = greeted - .microseconds(Int(guest.channelOpened))
        timings.add("firmware", "QEMU's start, firmware, entry of the kernel", guestBegan - started)
        timings.add("kernel", "the kernel, until its first program", .microseconds(Int(guest.initStarted)))
        timings.add(
            "init", "file systems, modules, the channel",
            .microseconds(Int(guest.channelOpened) - Int(guest.initStarted)))
        guard let exitTold, guest.commandEnded > 0 else {
            timings.add("command", "the command", clock.now - greeted)
            return timings
        }
        timings.add("command", "the command, until its status is told", exitTold - greeted)
        timings.add("exit", "the last output, the end of QEMU", clock.now - exitTold)
        return timings
    }

    /// The phases of a guest that was restored: it waited for its job from the first moment on.
    private func restoredTimings(
        _ guest: GuestMilestones, _ spawned: Timings, _ started: ContinuousClock.Instant
    ) -> Timings {
        var timings = spawned
        timings.add("restore", "QEMU's start, the saved guest, until it answers", (greeted ?? clock.now) - started)
        guard let greeted else { return timings }
        guard let exitTold, guest.commandEnded > 0 else {
            timings.add("command", "the job's files and the command", clock.now - greeted)
            return timings
        }
        let command = Duration.microseconds(Int(guest.commandEnded) - Int(guest.commandStarted))
        timings.add("job", "entropy, time, the job's files and modules", exitTold - greeted - command)
        timings.add("command", "the command, until its status is told", command)
        timings.add("exit", "the last output, the end of QEMU", clock.now - exitTold)
        return timings
    }
}
