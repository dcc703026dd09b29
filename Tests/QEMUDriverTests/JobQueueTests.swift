// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import QEMUDriver

/// Which of a machine's jobs may run when.
@Suite struct JobQueueTests {
    private func add(_ queue: inout JobQueue, _ kinds: JobQueue.Kind...) -> [Int] {
        kinds.map { queue.add($0, "\($0)", at: .now) }
    }

    @Test("queries run side by side, and a change waits for them and lets no later query by")
    func order() {
        var queue = JobQueue()
        let numbers = add(&queue, .query, .query, .modify, .query)
        #expect(queue.begin() == [numbers[0], numbers[1]])
        #expect(queue.blocker(of: numbers[2])?.kind == .query)
        queue.remove(numbers[0])
        #expect(queue.begin().isEmpty)
        queue.remove(numbers[1])
        #expect(queue.begin() == [numbers[2]])
        #expect(queue.principal?.name == "modify")
        queue.remove(numbers[2])
        #expect(queue.begin() == [numbers[3]])
    }

    @Test("the end waits for nobody but another end", arguments: JobQueue.Kind.allCases)
    func destroy(kind: JobQueue.Kind) {
        var queue = JobQueue()
        let first = add(&queue, kind, .modify)
        #expect(queue.begin() == [first[0]])
        let end = queue.add(.destroy, "destroy", at: .now)
        #expect(queue.begin() == (kind == .destroy ? [] : [end]))
    }

    @Test("suspend may come while a long job goes on, a change may not")
    func long() {
        var queue = JobQueue()
        let numbers = add(&queue, .longRunning, .modify, .control, .query)
        #expect(queue.begin() == [numbers[0]])
        // The change is before them, and they could not run beside it.
        queue.remove(numbers[1])
        #expect(queue.begin() == [numbers[2], numbers[3]])
        #expect(queue.principal?.kind == .longRunning)
    }

    @Test("the table is the same in both directions, but for the end")
    func symmetry() {
        for one in JobQueue.Kind.allCases where one != .destroy {
            for other in JobQueue.Kind.allCases where other != .destroy {
                #expect(one.mayRun(beside: other) == other.mayRun(beside: one))
            }
            #expect(!one.mayRun(beside: .destroy) && JobQueue.Kind.destroy.mayRun(beside: one))
        }
    }
}
