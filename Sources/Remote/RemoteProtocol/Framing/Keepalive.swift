// SPDX-License-Identifier: Apache-2.0

/// Whether a peer is still there, as far as it lets itself be asked.
///
/// ```
///  disarmed --arm--> quiet --interval without a message--> asked(1) ... asked(count) --interval--> dead
///                      ^                                     |
///                      +-------- any message ----------------+
/// ```
package struct Keepalive: Sendable {
    /// What a look at the clock comes to.
    package enum Step: Equatable { case nothing, ping, dead }

    /// The time without a message after which the peer is asked, and between questions; nil for never.
    package let interval: Duration?
    /// How many questions may go without an answer.
    package let count: Int
    private var isArmed = false
    private var asked = 0
    private var last: ContinuousClock.Instant

    package init(interval: Duration?, count: Int, now: ContinuousClock.Instant) {
        self.interval = interval
        self.count = count
        last = now
    }

    /// The peer has told that it answers.
    package mutating func arm(now: ContinuousClock.Instant) {
        isArmed = true
        last = now
    }

    /// Something came from the peer.
    package mutating func heard(now: ContinuousClock.Instant) {
        asked = 0
        last = now
    }

    /// When to look at the clock next; nil for never.
    package var due: ContinuousClock.Instant? { isArmed ? interval.map { last + $0 } : nil }

    /// Looks at the clock.
    package mutating func step(now: ContinuousClock.Instant) -> Step {
        guard isArmed, let interval, now - last >= interval else { return .nothing }
        if asked >= count { return .dead }
        asked += 1
        last = now
        return .ping
    }
}
