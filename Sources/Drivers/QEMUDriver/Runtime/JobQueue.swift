// SPDX-License-Identifier: Apache-2.0

/// What one virtual machine is busy with, and what waits for it: a value, so that which job may begin is decided in one place
/// and at once.
///
/// What may run beside what (`yes`), whichever of the two began first:
///
/// ```
///               query  control  modify  long-running  destroy
/// query          yes     yes      no        yes         no
/// control        yes     no       no        yes         no
/// modify         no      no       no        no          no
/// long-running   yes     yes      no        no          no
/// destroy        may begin beside anything but another destroy
/// ```
///
/// Jobs begin in the order in which they came, but one may overtake another that it can run beside. Asking for the state of a
/// machine, or for the progress of its job, is no job at all: it always gets its answer.
struct JobQueue: Sendable {
    enum Kind: Sendable, Hashable, CaseIterable {
        /// Reads from QEMU and changes nothing.
        case query
        /// A word to the machine that a long-running job does not mind, such as suspend.
        case control
        /// Changes the machine: start, hot-plug.
        case modify
        /// Takes minutes and tells of its progress: save, migration.
        case longRunning
        /// The end, which waits for nobody.
        case destroy

        /// Whether a job of this kind may begin while one of another kind goes on, or waits before it.
        func mayRun(beside other: Kind) -> Bool {
            switch (self, other) {
            case (.destroy, .destroy): false
            case (.destroy, _): true
            case (.query, .query), (.query, .control), (.control, .query): true
            case (.query, .longRunning), (.longRunning, .query): true
            case (.control, .longRunning), (.longRunning, .control): true
            default: false
            }
        }
    }

    struct Job: Sendable {
        let number: Int
        let kind: Kind
        /// What it is called in messages: "start".
        let name: String
        let since: ContinuousClock.Instant
        var isRunning = false
    }

    private var jobs: [Job] = []
    private var lastNumber = 0

    /// Adds a job at the end.
    ///
    /// - Returns: Its number.
    mutating func add(_ kind: Kind, _ name: String, at now: ContinuousClock.Instant) -> Int {
        lastNumber += 1
        jobs.append(Job(number: lastNumber, kind: kind, name: name, since: now))
        return lastNumber
    }

    /// Takes a job out, because it has ended or waits no more.
    mutating func remove(_ number: Int) { jobs.removeAll { $0.number == number } }

    /// Lets every job begin that may.
    ///
    /// - Returns: The numbers of those that begin now.
    mutating func begin() -> [Int] {
        var begun: [Int] = []
        for index in jobs.indices where !jobs[index].isRunning {
            let kind = jobs[index].kind
            let isFree = jobs.indices.allSatisfy { other in
                guard other < index || jobs[other].isRunning, other != index else { return true }
                return kind.mayRun(beside: jobs[other].kind)
            }
            guard isFree else { continue }
            jobs[index].isRunning = true
            begun.append(jobs[index].number)
        }
        return begun
    }

    /// The job that a waiting one waits for.
    func blocker(of number: Int) -> Job? {
        guard let job = jobs.first(where: { $0.number == number }) else { return nil }
        return jobs.first { $0.number != number && $0.isRunning && !job.kind.mayRun(beside: $0.kind) }
    }

    /// The running job that says most about what the machine is busy with.
    var principal: Job? {
        let running = jobs.filter(\.isRunning)
        return running.first { $0.kind == .destroy } ?? running.first { $0.kind == .longRunning }
            ?? running.first { $0.kind == .modify } ?? running.first
    }
}
