// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI

/// The life of a domain, as a value without I/O: what was asked for and what QEMU tells go in; what to announce and to do comes out.
///
/// ```
///                begin             started
///   off ───────────────▶ starting ─────────▶ live ◀───────────────┐ reset, cont
///    ▲                      │ failed          │ │ STOP, RESUME,   │ (on_* = restart)
///    │◀─────────────────────┘                 │ │ SUSPEND, ...    │
///    │                                        │ └─▶ running, paused, suspended, crashed, shutdown
///    │                                        ▼ end (destroy, or SHUTDOWN, RESET, panic with on_* = destroy)
///    │◀───────────────────────────────────  ending
///    │         QEMU has ended                 │
///    └────────────────────────────────────────┘  from live, too, when QEMU goes by itself: shut off after SHUTDOWN, else crashed
/// ```
struct DomainLifecycle: Sendable, Hashable {
    /// What a document says about the guest's own acts.
    struct Policy: Sendable, Hashable {
        enum Reaction: Sendable, Hashable { case destroy, restart, preserve }
        var onPowerOff = Reaction.destroy
        var onReboot = Reaction.restart
        var onCrash = Reaction.destroy
    }

    enum Input: Sendable, Hashable {
        /// A start begins.
        case begin(Policy)
        /// QEMU is there, and its CPUs stand still. `detail` says what it was started from.
        case started(DomainEvent.StartedDetail)
        /// The CPUs are to go, or they stay as they are because the caller wants it so.
        case settled(paused: Bool)
        /// A start did not succeed, and nothing is left of it.
        case failed
        /// A running QEMU was found again, in a state that it told.
        case found(DomainStatus, Policy)
        /// The CPUs are going to be stopped by us, for a reason.
        case pausing(DomainStatus.PausedReason)
        /// They were not stopped after all.
        case pausingFailed
        /// The machine is what it was at a snapshot, and its CPUs stand still; they are to go next, or they stay.
        case reverted(goesOn: Bool)
        /// A machine that is off is what it was at a snapshot.
        case wentBack
        /// The guest is going to be asked to power off, and to begin anew when it has.
        case rebooting
        /// It was not asked after all.
        case rebootingFailed
        /// The domain is going to be ended by us.
        case ending(DomainStatus.ShutoffReason, DomainEvent.StoppedDetail)
        /// QEMU is going to be asked to end, which it may refuse or never come to.
        case askingToEnd
        /// It does not end.
        case askedInVain
        case machine(MachineEvent)
        /// QEMU is gone, and all that it had is given back.
        case ended
    }

    enum Action: Sendable, Hashable {
        case announce(DomainEvent.Kind)
        /// End QEMU, whose guest has nothing more to say.
        case endQEMU
        /// Reset the machine and let it go on.
        case restart
    }

    private enum Phase: Sendable, Hashable {
        case off, starting, live
        case ending(DomainStatus.ShutoffReason, DomainEvent.StoppedDetail)
    }

    private(set) var status = DomainStatus.shutoff(.unknown)
    private var phase = Phase.off
    private var policy = Policy()
    /// What the present run began from.
    private var origin = DomainEvent.StartedDetail.booted
    /// Why the next STOP comes.
    private var expectedPause: DomainStatus.PausedReason?
    /// Why the CPUs go next, where that is not plain.
    private var expectedResumption: DomainStatus.RunningReason?
    /// Whether the next power-off of the guest is half of a reboot.
    private var isRebooting = false
    /// Whether we have asked QEMU to end.
    private var isAskedToEnd = false

    /// Whether there is no QEMU, nor one on its way.
    var isOff: Bool { phase == .off }
    /// Whether the machine can be worked with.
    var isLive: Bool { phase == .live }
    /// Whether somebody ended it, or it ends by itself.
    var isEnding: Bool { if case .ending = phase { true } else { false } }

    mutating func apply(_ input: Input) -> [Action] {
        switch input {
        case .begin(let policy):
            phase = .starting
            self.policy = policy
            isRebooting = false
            isAskedToEnd = false
            status = .paused(.startingUp)
            return []
        case .started(let detail):
            guard phase == .starting else { return [] }
            phase = .live
            origin = detail
            return [.announce(.lifecycle(.started(detail)))]
        case .settled(let paused): return settle(paused: paused)
        case .failed:
            if case .ending(let reason, _) = phase { status = .shutoff(reason) } else { status = .shutoff(.failed) }
            phase = .off
            return []
        case .found(let status, let policy):
            phase = .live
            self.policy = policy
            self.status = status
            // The guest powered off while nobody looked.
            if case .shutdown = status { return guestPoweredOff(policy.onPowerOff) }
            return []
        case .pausing(let reason):
            expectedPause = reason
            return []
        case .pausingFailed:
            expectedPause = nil
            return []
        case .reverted(let goesOn): return revert(goesOn: goesOn)
        case .wentBack:
            if phase == .off { status = .shutoff(.fromSnapshot) }
            return []
        case .rebooting:
            isRebooting = true
            return []
        case .rebootingFailed:
            isRebooting = false
            return []
        case .ending(let reason, let detail):
            guard phase != .off, !isEnding else { return [] }
            phase = .ending(reason, detail)
            return []
        case .askingToEnd:
            isAskedToEnd = true
            return []
        case .askedInVain:
            isAskedToEnd = false
            return []
        case .machine(let event):
            guard phase == .live || phase == .starting else { return [] }
            return apply(event)
        case .ended: return end()
        }
    }

    private mutating func settle(paused: Bool) -> [Action] {
        guard phase == .live, status == .paused(.startingUp) else { return [] }
        guard paused else { return [] }
        status = .paused(origin == .fromSnapshot ? .fromSnapshot : .user)
        let detail: DomainEvent.SuspendedDetail =
            switch origin {
            case .restored: .restored
            case .fromSnapshot: .fromSnapshot
            default: .paused
            }
        return [.announce(.lifecycle(.suspended(detail)))]
    }

    private mutating func revert(goesOn: Bool) -> [Action] {
        guard phase == .live else { return [] }
        expectedResumption = goesOn ? .fromSnapshot : nil
        isRebooting = false
        guard status != .paused(.fromSnapshot) else { return [] }
        status = .paused(.fromSnapshot)
        return [.announce(.lifecycle(.suspended(.fromSnapshot)))]
    }

    private mutating func apply(_ event: MachineEvent) -> [Action] {
        switch event {
        case .shutdown(let byGuest, let isReset):
            status = .shutdown
            if isAskedToEnd, !byGuest {
                phase = .ending(.destroyed, .destroyed)
                return [.announce(.lifecycle(.shutdown(.host)))]
            }
            if isRebooting {
                isRebooting = false
                return [.restart]
            }
            let detail: DomainEvent.ShutdownDetail = byGuest ? .guest : .host
            return [.announce(.lifecycle(.shutdown(detail)))]
                + guestPoweredOff(isReset ? policy.onReboot : policy.onPowerOff)
        case .stopped:
            guard status.isRunning else { return [] }
            let reason = expectedPause ?? .unknown
            expectedPause = nil
            return pause(reason)
        case .resumed:
            let expected = expectedResumption
            expectedResumption = nil
            switch status {
            case .paused(.startingUp):
                status = .running(Self.beginning(origin))
                return [.announce(.lifecycle(.resumed(origin == .booted ? .unpaused : .fromSnapshot)))]
            case .paused(.fromSnapshot):
                status = .running(expected ?? .unpaused)
                return [.announce(.lifecycle(.resumed(expected == nil ? .unpaused : .fromSnapshot)))]
            case .paused(.save): status = .running(.saveCanceled)
            case .paused, .crashed, .shutdown: status = .running(.unpaused)
            case .running, .shutoff, .suspended: return []
            }
            return [.announce(.lifecycle(.resumed(.unpaused)))]
        case .reset:
            // A machine that is reset behind our back, by `qemu-monitor-command` or an emulator that knows no action for it.
            if policy.onReboot == .destroy {
                phase = .ending(.shutdown, .shutdown)
                return [.announce(.reboot), .endQEMU]
            }
            return [.announce(.reboot)]
        case .panicked(let isCrashLoaded): return panic(isCrashLoaded)
        case .watchdog(let action):
            return [.announce(.watchdog(action))] + (action == .pause ? pause(.watchdog) : [])
        case .ioError(_, _, let action, _): return action == .pause ? pause(.ioError) : []
        case .suspended:
            status = .suspended
            return [
                .announce(.lifecycle(.powerManagementSuspended(.memory))), .announce(.suspendedToMemory),
            ]
        case .suspendedToDisk:
            return [.announce(.suspendedToDisk)]
        case .wokeUp:
            guard status == .suspended else { return [.announce(.wakeup)] }
            status = .running(.wakeup)
            return [.announce(.lifecycle(.started(.wakeup))), .announce(.wakeup)]
        case .other: return []
        }
    }

    /// Why a guest runs that was not there before.
    private static func beginning(_ origin: DomainEvent.StartedDetail) -> DomainStatus.RunningReason {
        switch origin {
        case .restored: .restored
        case .fromSnapshot: .fromSnapshot
        default: .booted
        }
    }

    private mutating func pause(_ reason: DomainStatus.PausedReason) -> [Action] {
        guard status.isRunning else { return [] }
        status = .paused(reason)
        let detail: DomainEvent.SuspendedDetail =
            switch reason {
            case .ioError: .ioError
            case .watchdog: .watchdog
            case .migration: .migrated
            case .fromSnapshot: .fromSnapshot
            default: .paused
            }
        return [.announce(.lifecycle(.suspended(detail)))]
    }

    private mutating func panic(_ isCrashLoaded: Bool) -> [Action] {
        // The guest goes on, in its crash kernel.
        if isCrashLoaded { return [.announce(.lifecycle(.crashed(.crashLoaded)))] }
        status = .crashed(.panicked)
        let actions = [Action.announce(.lifecycle(.crashed(.panicked)))]
        switch policy.onCrash {
        case .destroy:
            phase = .ending(.crashed, .crashed)
            return actions + [.endQEMU]
        case .restart: return actions + [.restart]
        case .preserve: return actions
        }
    }

    private mutating func guestPoweredOff(_ reaction: Policy.Reaction) -> [Action] {
        switch reaction {
        case .destroy:
            phase = .ending(.shutdown, .shutdown)
            return [.endQEMU]
        case .restart: return [.restart]
        case .preserve: return []
        }
    }

    private mutating func end() -> [Action] {
        let detail: DomainEvent.StoppedDetail
        switch (phase, status) {
        case (.off, _): return []
        case (.starting, _):
            phase = .off
            status = .shutoff(.failed)
            return []
        case (.ending(let reason, let stopped), _): (status, detail) = (.shutoff(reason), stopped)
        case (.live, .shutdown): (status, detail) = (.shutoff(.shutdown), .shutdown)
        case (.live, .crashed): (status, detail) = (.shutoff(.crashed), .crashed)
        case (.live, _) where isAskedToEnd: (status, detail) = (.shutoff(.destroyed), .destroyed)
        case (.live, _): (status, detail) = (.shutoff(.crashed), .failed)
        }
        phase = .off
        expectedPause = nil
        expectedResumption = nil
        return [.announce(.lifecycle(.stopped(detail)))]
    }
}
