// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol

extension ClientMachine {
    /// The daemon has told that it answers keepalive messages.
    package mutating func armKeepalive(now: ContinuousClock.Instant) { keepalive.arm(now: now) }

    /// When to look at the clock next; nil for never.
    package var due: ContinuousClock.Instant? {
        guard end == nil else { return nil }
        var due = keepalive.due
        func consider(_ other: ContinuousClock.Instant) { due = min(due ?? other, other) }
        for call in awaited.values { consider(call.deadline) }
        for case let deadline? in streams.values.map(\.deadline) { consider(deadline) }
        if !wantsInput, let interval = limits.keepaliveInterval { consider(lastSign + interval) }
        return due
    }

    /// Looks at the clock.
    package mutating func tick(now: ContinuousClock.Instant) -> [Action] {
        guard end == nil else { return [] }
        var actions: [Action] = []
        for (serial, call) in awaited where call.deadline <= now {
            leave(serial)
            let error = VirtError(
                .operationTimeout,
                "\(subject) did not answer \(call.name) within \(call.limit). It may be stuck; see its log.")
            actions.append(.answer(serial: serial, .failure(error)))
        }
        endLateStreams(now: now, &actions)
        if !wantsInput {
            // What the daemon says is unread for a while, so its silence means nothing, and ours might end the connection.
            keepalive.heard(now: now)
            if let interval = limits.keepaliveInterval, now - lastSign >= interval {
                lastSign = now
                sendKeepalive(KeepaliveProgram.pong.number)
            }
            return actions
        }
        switch keepalive.step(now: now) {
        case .nothing: break
        case .ping: sendKeepalive(KeepaliveProgram.ping.number)
        case .dead:
            let silence = limits.keepaliveInterval.map { " for \($0 * (limits.keepaliveCount + 1))" } ?? ""
            close(
                VirtError(
                    .rpc, "\(subject) has been silent\(silence), so the connection is given up. Open another one."),
                as: .keepalive, &actions)
        }
        return actions
    }
}
