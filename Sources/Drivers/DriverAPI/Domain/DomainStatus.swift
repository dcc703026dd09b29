// SPDX-License-Identifier: Apache-2.0

/// What a domain is doing, and since what.
///
/// ```swift
/// if case .paused(.ioError) = try await domain.status { try await domain.resume() }
/// ```
public enum DomainStatus: Sendable, Hashable {
    /// The guest runs.
    case running(RunningReason)
    /// QEMU is there and the guest stands still.
    case paused(PausedReason)
    /// The guest has powered off, QEMU has not ended yet.
    case shutdown
    /// There is no QEMU.
    case shutoff(ShutoffReason)
    /// The guest has crashed and is kept as it is.
    case crashed(CrashedReason)
    /// The guest sleeps, in memory.
    case suspended

    /// Why a domain runs; `virDomainRunningReason`.
    public enum RunningReason: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known.
        case unknown = 0
        /// It was started.
        case booted
        /// It came from another host.
        case migrated
        /// It was restored from a file.
        case restored
        /// It was reverted to a snapshot.
        case fromSnapshot
        /// It was paused before.
        case unpaused
        /// It was to leave for another host, and stayed.
        case migrationCanceled
        /// It was to be saved, and was not.
        case saveCanceled
        /// It slept before.
        case wakeup
        /// It crashed and goes on.
        case crashed
        /// Part of its memory is on another host yet.
        case postcopy
        /// Its memory could not be fetched from the other host.
        case postcopyFailed
    }

    /// Why a domain is paused; `virDomainPausedReason`.
    public enum PausedReason: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known.
        case unknown = 0
        /// Somebody asked for it.
        case user
        /// It moves to another host.
        case migration
        /// It is being saved.
        case save
        /// Its memory is being dumped.
        case dump
        /// A disk failed.
        case ioError
        /// A watchdog expired.
        case watchdog
        /// It was reverted to a snapshot that was paused.
        case fromSnapshot
        /// It is on its way out.
        case shuttingDown
        /// A snapshot is being made.
        case snapshot
        /// The guest panicked.
        case crashed
        /// It is being started.
        case startingUp
        /// It runs on another host.
        case postcopy
        /// It could not get its memory to the other host.
        case postcopyFailed
    }

    /// Why a domain is off; `virDomainShutoffReason`.
    public enum ShutoffReason: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known, as for a domain that was never started here.
        case unknown = 0
        /// The guest powered off.
        case shutdown
        /// Somebody ended it.
        case destroyed
        /// QEMU went without a word.
        case crashed
        /// It went to another host.
        case migrated
        /// It was saved to a file.
        case saved
        /// It could not be started.
        case failed
        /// It was reverted to a snapshot that was off.
        case fromSnapshot
        /// The daemon ended it.
        case daemon
    }

    /// Why a domain is crashed; `virDomainCrashedReason`.
    public enum CrashedReason: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known.
        case unknown = 0
        /// The guest panicked.
        case panicked
    }

    /// libvirt's number of the state; `virDomainState`.
    public var stateNumber: Int32 {
        switch self {
        case .running: 1
        case .paused: 3
        case .shutdown: 4
        case .shutoff: 5
        case .crashed: 6
        case .suspended: 7
        }
    }

    /// libvirt's number of the reason.
    public var reasonNumber: Int32 {
        switch self {
        case .running(let reason): reason.rawValue
        case .paused(let reason): reason.rawValue
        case .shutoff(let reason): reason.rawValue
        case .crashed(let reason): reason.rawValue
        case .shutdown, .suspended: 0
        }
    }

    /// Makes a status of libvirt's numbers; nil for a state that is none of these. A reason that is not known is `unknown`.
    public init?(stateNumber: Int32, reasonNumber: Int32) {
        switch stateNumber {
        // 2 is "blocked", which no driver of ours reports.
        case 1, 2: self = .running(RunningReason(rawValue: reasonNumber) ?? .unknown)
        case 3: self = .paused(PausedReason(rawValue: reasonNumber) ?? .unknown)
        case 4: self = .shutdown
        case 5: self = .shutoff(ShutoffReason(rawValue: reasonNumber) ?? .unknown)
        case 6: self = .crashed(CrashedReason(rawValue: reasonNumber) ?? .unknown)
        case 7: self = .suspended
        default: return nil
        }
    }

    /// Whether there is a QEMU.
    public var isActive: Bool { if case .shutoff = self { false } else { true } }
    /// Whether the guest's CPUs execute.
    public var isRunning: Bool { if case .running = self { true } else { false } }
}
