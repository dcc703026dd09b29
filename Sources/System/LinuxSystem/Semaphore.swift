// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Counts what is there to take, and lets threads wait for it; see sem_overview(7).
///
/// Each post wakes one thread, and the one that comes too late for it waits again: a descriptor that several threads poll wakes all of
/// them.
final class Semaphore: @unchecked Sendable {
    // Its own memory, for it must not move. All that is done with it is safe from any thread.
    private let semaphore: UnsafeMutablePointer<sem_t>

    /// Nothing is there yet.
    init() throws(Errno) {
        semaphore = .allocate(capacity: 1)
        guard sem_init(semaphore, 0, 0) == 0 else {
            let error = Errno.last
            semaphore.deallocate()
            throw error
        }
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Adds one.
    func post() { sem_post(semaphore) }

    /// Takes one when there is one, in so many seconds at the most.
    ///
    /// - Returns: Whether one was taken.
    func wait(seconds: Int) -> Bool {
        // A clock that is set meanwhile makes the wait shorter or longer, and no more than that.
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += seconds
        while sem_timedwait(semaphore, &deadline) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }
}
