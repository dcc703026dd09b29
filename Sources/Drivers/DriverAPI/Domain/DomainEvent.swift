// SPDX-License-Identifier: Apache-2.0

/// Something that happened to a domain.
///
/// ```swift
/// for try await event in connection.events() {
///     if case .lifecycle(.stopped(.crashed)) = event.kind { alert(event.domain.name) }
/// }
/// ```
public struct DomainEvent: Sendable, Hashable {
    /// The domain, as it was then.
    public var domain: DomainIdentity
    /// What happened.
    public var kind: Kind

    /// Makes an event.
    public init(domain: DomainIdentity, kind: Kind) {
        self.domain = domain
        self.kind = kind
    }

    /// What happened; each case is one of libvirt's event ids (`virDomainEventID`).
    public enum Kind: Sendable, Hashable {
        /// The domain came, went, or changed its state.
        case lifecycle(Lifecycle)
        /// The guest was reset.
        case reboot
        /// The guest set its clock; the offset from UTC, in seconds.
        case clockChanged(offsetInSeconds: Int64)
        /// A watchdog expired.
        case watchdog(WatchdogAction)
        /// A disk failed: its source, the name of the device, what was done, and a reason such as `enospc`, or none.
        case ioError(source: String, alias: String, action: IOErrorAction, reason: String)
        /// Somebody connected to the screen, or left.
        case graphics(GraphicsEvent)
        /// The monitor of QEMU is lost; the domain can only be destroyed.
        case controlError
        /// Work on a disk made progress or ended: the name of the disk's target.
        case blockJob(disk: String, type: Int32, status: Int32)
        /// A medium was changed.
        case diskChanged(oldSource: String?, newSource: String?, alias: String)
        /// The tray of a drive was opened or closed.
        case trayChanged(alias: String, isOpen: Bool)
        /// The guest woke up.
        case wakeup
        /// The guest sleeps in memory.
        case suspendedToMemory
        /// The guest sleeps on its disk.
        case suspendedToDisk
        /// The guest's balloon has another size.
        case balloonChanged(memoryInKiB: UInt64)
        /// A device was added.
        case deviceAdded(alias: String)
        /// A device is gone.
        case deviceRemoved(alias: String)
        /// The guest did not let a device go.
        case deviceRemovalFailed(alias: String)
        /// Limits were changed, by name and value.
        case tunablesChanged([TypedParameter])
        /// The agent in the guest came or went.
        case agent(isConnected: Bool, isStart: Bool = false)
        /// A migration began to send all memory once more.
        case migrationIteration(Int)
        /// A long job ended.
        case jobCompleted(DomainJobInformation)
        /// A text of the domain was changed.
        case metadataChanged(DomainMetadataKind)
        /// A disk has been written so far: the device or node, the threshold, and by how much it is exceeded, in bytes.
        case blockThreshold(device: String, path: String?, threshold: UInt64, excess: UInt64)
        /// The memory of the host failed below the guest.
        case memoryFailure(isInGuest: Bool, action: String, isRecursive: Bool)
        /// A memory device has another size.
        case memoryDeviceSizeChanged(alias: String, sizeInKiB: UInt64)
    }

    /// Coming, going and changing of state, each with its detail (`virDomainEventType`).
    public enum Lifecycle: Sendable, Hashable {
        /// It has a definition.
        case defined(DefinedDetail)
        /// It has no definition any more.
        case undefined(UndefinedDetail)
        /// Its QEMU is there.
        case started(StartedDetail)
        /// The guest stands still.
        case suspended(SuspendedDetail)
        /// The guest goes on.
        case resumed(ResumedDetail)
        /// Its QEMU is gone.
        case stopped(StoppedDetail)
        /// The guest has powered off; QEMU goes next.
        case shutdown(ShutdownDetail)
        /// The guest sleeps.
        case powerManagementSuspended(PowerManagementDetail)
        /// The guest has crashed.
        case crashed(CrashedDetail)
    }

    /// How a definition came.
    public enum DefinedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It is new.
        case added = 0
        /// It took the place of another.
        case updated
        /// It had another name.
        case renamed
        /// It came from a snapshot.
        case fromSnapshot
    }

    /// How a definition went.
    public enum UndefinedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It was removed.
        case removed = 0
        /// It has another name.
        case renamed
    }

    /// How a domain came up.
    public enum StartedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// By booting.
        case booted = 0
        /// From another host.
        case migrated
        /// From a file.
        case restored
        /// From a snapshot.
        case fromSnapshot
        /// From sleep.
        case wakeup
    }

    /// Why a guest stands still.
    public enum SuspendedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It was asked for.
        case paused = 0
        /// It moves to another host.
        case migrated
        /// A disk failed.
        case ioError
        /// A watchdog expired.
        case watchdog
        /// It was restored so.
        case restored
        /// It was so in a snapshot.
        case fromSnapshot
        /// An operation failed half way.
        case operationFailed
        /// It runs on another host.
        case postcopy
        /// Its memory did not get to the other host.
        case postcopyFailed
    }

    /// Why a guest goes on.
    public enum ResumedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It was asked for.
        case unpaused = 0
        /// It has moved here.
        case migrated
        /// It was so in a snapshot.
        case fromSnapshot
        /// Part of its memory is on another host yet.
        case postcopy
        /// Its memory could not be fetched from the other host.
        case postcopyFailed
    }

    /// Why QEMU is gone.
    public enum StoppedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// The guest powered off.
        case shutdown = 0
        /// It was asked for.
        case destroyed
        /// The guest crashed.
        case crashed
        /// The domain is on another host now.
        case migrated
        /// The domain is in a file now.
        case saved
        /// QEMU failed.
        case failed
        /// It was so in a snapshot.
        case fromSnapshot
    }

    /// Who made a guest power off.
    public enum ShutdownDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It is not known who.
        case finished = 0
        /// The guest itself.
        case guest
        /// The host, for instance by a signal to QEMU.
        case host
    }

    /// Where a guest sleeps.
    public enum PowerManagementDetail: Int32, Sendable, Hashable, CaseIterable {
        /// In memory.
        case memory = 0
        /// On its disk.
        case disk
    }

    /// How a guest crashed.
    public enum CrashedDetail: Int32, Sendable, Hashable, CaseIterable {
        /// It panicked.
        case panicked = 0
        /// It panicked and started its crash kernel.
        case crashLoaded
    }

    /// What an expired watchdog did (`virDomainEventWatchdogAction`).
    public enum WatchdogAction: Int32, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none = 0
        /// It paused the guest.
        case pause
        /// It reset the guest.
        case reset
        /// It ended the domain.
        case powerOff
        /// It asked the guest to power off.
        case shutdown
        /// It wrote a message.
        case debug
        /// It sent the guest an NMI.
        case injectNMI
    }

    /// What a failed disk led to (`virDomainEventIOErrorAction`).
    public enum IOErrorAction: Int32, Sendable, Hashable, CaseIterable {
        /// Nothing.
        case none = 0
        /// The guest was paused.
        case pause
        /// The guest was told.
        case report
    }

    /// A connection to the screen.
    public struct GraphicsEvent: Sendable, Hashable {
        /// How far a connection is (`virDomainEventGraphicsPhase`).
        public enum Phase: Int32, Sendable, Hashable, CaseIterable {
            /// It was accepted.
            case connect = 0
            /// It is authenticated.
            case initialize
            /// It is gone.
            case disconnect
        }
        /// One end of a connection.
        public struct Address: Sendable, Hashable {
            /// The family of an address (`virDomainEventGraphicsAddressType`).
            public enum Family: Int32, Sendable, Hashable, CaseIterable {
                /// IPv4
                case ipv4 = 0
                /// IPv6
                case ipv6
                /// A UNIX socket.
                case unix
            }
            /// Its family.
            public var family: Family
            /// The host, or the path.
            public var node: String
            /// The port, as text.
            public var service: String
            /// Makes an address.
            public init(family: Family, node: String, service: String) {
                self.family = family
                self.node = node
                self.service = service
            }
        }
        /// How far the connection is.
        public var phase: Phase
        /// Our end.
        public var local: Address
        /// Their end.
        public var remote: Address
        /// How the client showed who it is.
        public var authentication: String
        /// Makes an event.
        public init(phase: Phase, local: Address, remote: Address, authentication: String) {
            self.phase = phase
            self.local = local
            self.remote = remote
            self.authentication = authentication
        }
    }
}
