// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import VirtModel

/// One domain of the driver: its definition, its life, its jobs, and its QEMU while it has one.
///
/// All that changes is behind one lock, which is held for moments only and never while something is awaited: which of two operations
/// goes first is decided by the ``JobQueue``, what a happening means by the ``DomainLifecycle``. What can be done with a machine is in
/// extensions, a file for each aspect; an operation that talks to QEMU is
///
/// ```swift
/// func reset() async throws {
///     try await perform(.control, "reset") { process in
///         try await process.execute(QMPCommand("system_reset"))
///     }
/// }
/// ```
final class VirtualMachine: Sendable {
    let uuid: ObjectUUID
    let environment: Environment
    let state: Mutex<State>
    /// Held while the state is written to disk, so that one writes at a time.
    let statusWriter = Mutex(())

    /// What a machine has from its driver.
    struct Environment: Sendable {
        var services: RuntimeServices
        var store: DomainStore
        /// What may change while machines run.
        var settings: DriverSettings
        /// What machines need from the host, in the order in which it is taken.
        var resources: [any HostResource]
        /// As whom QEMUs run; nil for us.
        var identity: ProcessIdentity?
        var events: EventHub<DomainEvent>
        /// What QEMUs tell, in their own words.
        var monitorEvents = EventHub<DomainMonitorEvent>()
        /// Whether QEMUs end with us.
        var endsWithUs: Bool
        /// The number for the next run.
        var nextID: @Sendable () -> Int
        /// Called when nothing is left of the domain: no QEMU and no definition.
        var forget: @Sendable (VirtualMachine) -> Void
        /// Whether the driver still takes up work.
        var isOpen: @Sendable () -> Bool

        /// What command lines depend on now.
        var configuration: DriverConfiguration { settings.current.configuration }
    }

    struct State: Sendable {
        /// What the next start is made of; what the present run was, too, unless it was defined anew since.
        var definition: Domain
        var isPersistent: Bool
        var isAutostarted = false
        /// Whether the definition is another than that of the present run.
        var isUpdated = false
        /// Whether the next start goes on from a file.
        var hasManagedSave = false
        /// What it was at moments to which it can go back.
        var snapshots = SnapshotTree()
        var lifecycle = DomainLifecycle()
        var jobs = JobQueue()
        /// Those who wait for their job to begin.
        var waiters: [Int: Promise<Void>] = [:]
        /// The long job that tells of its progress.
        var longJob: DomainJobInformation?
        /// The long job that ended last.
        var lastJob: DomainJobInformation?
        var run: Run?

        /// How the domain is known at this moment.
        func identity(_ uuid: ObjectUUID) -> DomainIdentity {
            DomainIdentity(name: definition.name, uuid: uuid, id: run?.id)
        }
    }

    /// One life of the machine, from the decision to start it until all is given back.
    struct Run: Sendable {
        let id: Int
        /// The domain as it runs, with what was chosen for this run.
        var domain: Domain
        /// Nil until it is spawned.
        var process: QEMUProcess?
        var held = HeldResources()
        var monitorPath: String?
        var vcpuThreads: [Int: Int] = [:]
        /// Terminals and sockets that somebody has open, by their paths.
        var consoles: [String: OpenConsole] = [:]
        /// Sets of descriptors that QEMU has to be told again to drop, because its guest stood still.
        var descriptorSets: [Int64] = []
        /// Those who wait for the guest to let go of a device, by its alias: whether it has.
        var removals: [String: Promise<Bool>] = [:]
        /// The monitor is lost, so the machine can only be ended.
        var isMonitorLost = false
        /// Whether the start has got so far that the end of the process ends the run.
        var isTaken = false
        /// Whether its document was completed for this start already.
        var isDefined = false
        /// Whether it ends with the connection that started it, whatever becomes of the others.
        var endsWithConnection = false
        /// Whether its firmware begins with fresh variables.
        var resetsVariables = false
        /// What it goes on from rather than boots.
        var saved: SavedMachine?
        /// The template that it becomes, or goes on from.
        var template: MachineTemplate.Role?
        /// Whether its guest was somewhere already when it started.
        var isRestored: Bool { saved != nil || template?.isInstance == true }
        /// The snapshot in its images that it goes on from rather than boots.
        var snapshot: Indirect<SnapshotDocument>?
        let finished = Latch()
    }

    /// A large value in memory of its own, for what mostly does without it.
    indirect enum Indirect<Value: Sendable>: Sendable {
        case value(Value)

        init(_ value: Value) { self = .value(value) }

        var value: Value {
            switch self {
            case .value(let value): value
            }
        }
    }

    /// A machine in a file.
    struct SavedMachine: Sendable {
        var image: SaveImageFile
        /// Whether the file goes with the start.
        var isManaged = false
    }

    init(uuid: ObjectUUID, definition: Domain, isPersistent: Bool, isAutostarted: Bool, _ environment: Environment) {
        self.uuid = uuid
        self.environment = environment
        state = Mutex(State(definition: definition, isPersistent: isPersistent, isAutostarted: isAutostarted))
    }

    var services: RuntimeServices { environment.services }
    /// How the domain is known now.
    var identity: DomainIdentity {
        // Field by field: the state is large, and lists of all machines are made of this.
        state.withLock { DomainIdentity(name: $0.definition.name, uuid: uuid, id: $0.run?.id) }
    }
    var name: String { state.withLock { $0.definition.name } }
    /// What it is doing; always answered at once.
    var status: DomainStatus { state.withLock { $0.lifecycle.status } }
    /// Whether there is a QEMU, or one on its way.
    var isActive: Bool { state.withLock { $0.run != nil } }

    /// Whether its run ends with the connection that started it.
    var endsWithConnection: Bool { state.withLock { $0.run?.endsWithConnection == true } }

    /// Tells everybody.
    func announce(_ kind: DomainEvent.Kind) {
        state.withLock { environment.events.send(DomainEvent(domain: $0.identity(uuid), kind: kind)) }
    }

    /// Lets something have happened, announces what it means, in order, and sees to it that what has to be done is done.
    ///
    /// - Parameter change: A change of the state that belongs to it, made at the same moment.
    func apply(_ input: DomainLifecycle.Input, _ change: (inout State) -> Void = { _ in }) {
        let (actions, isChanged) = state.withLock { state in
            change(&state)
            let before = state.lifecycle.status
            let actions = state.lifecycle.apply(input)
            for case .announce(let kind) in actions {
                environment.events.send(DomainEvent(domain: state.identity(uuid), kind: kind))
            }
            return (actions, state.lifecycle.status != before)
        }
        if isChanged { saveStatus() }
        for action in actions {
            switch action {
            case .announce: break
            case .endQEMU: Task { await endQEMU() }
            case .restart: Task { await restartGuest() }
            }
        }
    }

    /// Ends a QEMU whose guest is done.
    private func endQEMU() async {
        guard let process = state.withLock({ $0.run?.process }) else { return }
        if await !process.terminate() {
            services.report(
                "The QEMU of domain '\(name)' (process \(process.identifier)) does not end, even when killed.")
        }
    }

    /// Lets a guest that powered off or panicked begin anew, as its document wants it.
    private func restartGuest() async {
        guard let process = state.withLock({ $0.run?.process }) else { return }
        do {
            for result in try await process.execute(pipelined: [QMPCommand("system_reset"), QMPCommand("cont")]) {
                _ = try result.get()
            }
        } catch {
            services.report("Domain '\(name)' cannot be restarted, so it is ended. \(error)")
            apply(.ending(.failed, .failed))
            await endQEMU()
        }
    }
}
