// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

/// The driver of virtual machines that QEMU runs, over one tree of directories.
///
/// Any number of drivers live in one process, each with a tree of its own. What is done with a domain is in ``VirtualMachine``; here
/// is which domains there are.
package final class QEMUDomainDriver: DomainDriver {
    /// How a driver is set up.
    package struct Configuration: Sendable {
        /// Where it keeps what.
        package var directories: DriverDirectories
        /// Settings as `qemu.conf` has them; their paths are set by ``directories``.
        package var settings = DriverConfiguration()
        /// Whether its QEMUs end with the process, by whatever way that ends. Otherwise they live on, and a later driver of the same
        /// tree is in control of them.
        package var endsWithUs = true
        /// Makes what it asks what an emulator can do, which runs on the driver's threads.
        package var capabilities: @Sendable (EventLoop, BlockingWork) -> any CapabilitySource = { loop, work in
            EmulatorCatalog.usual(loop: loop, blocking: work)
        }
        /// Makes what it asks for secrets, on a thread that may block; what it does later may block on those it is given.
        package var secrets: @Sendable (BlockingWork) throws -> (any SecretDriver)? = { _ in nil }
        /// As whom QEMUs run; nil for us.
        package var identity: ProcessIdentity?
        /// Whether the files of a domain are handed over to that identity, and given back at its end.
        package var handsFilesOver = true
        /// What its machines need from the host, in the order in which it is taken.
        package var resources: [any HostResource] = [GraphicsPorts()]
        /// Told what went wrong beside an operation: a definition that cannot be read, a file that cannot be removed.
        package var report: @Sendable (String) -> Void = { _ in }

        /// The usual set-up for a tree.
        package init(directories: DriverDirectories) { self.directories = directories }
    }

    let environment: VirtualMachine.Environment
    let state: Mutex<State>
    private let lock: DriverLock

    struct State: Sendable {
        var machines = MachineRegistry()
        var isClosed = false
    }

    /// Opens a tree: makes what is missing, claims it, reads the definitions, and takes up machines that live on from before.
    ///
    /// - Throws: `resourceBusy` when another driver has the tree.
    package static func open(_ configuration: Configuration) async throws -> QEMUDomainDriver {
        let loop = try EventLoop()
        let blockingWork = try BlockingWork(loop: loop)
        let directories = configuration.directories
        let store = DomainStore(directories: directories)
        let (lock, secrets, found) = try await blockingWork.run("open '\(directories.configuration)'") {
            try directories.create()
            if configuration.identity != nil { try directories.makePassable() }
            let lock = try DriverLock(directories)
            return (lock, try configuration.secrets(blockingWork), try Found(store, directories))
        }
        let services = RuntimeServices(
            loop: loop, blockingWork: blockingWork, directories: directories, secrets: secrets,
            capabilities: configuration.capabilities(loop, blockingWork), report: configuration.report)
        let definitions = try await store.read(found.names, with: blockingWork)
        for problem in definitions.problems + found.problems { configuration.report(problem) }
        let driver = QEMUDomainDriver(configuration, services, store, lock)
        await driver.take(definitions.entries, found)
        return driver
    }

    private init(
        _ configuration: Configuration, _ services: RuntimeServices, _ store: DomainStore, _ lock: DriverLock
    ) {
        self.lock = lock
        state = Mutex(State())
        let registry = WeakRegistry()
        let ids = IDCounter()
        environment = VirtualMachine.Environment(
            services: services, store: store,
            settings: DriverSettings(
                .init(
                    configuration.settings, handsFilesOver: configuration.handsFilesOver,
                    in: configuration.directories)),
            resources: configuration.resources, identity: configuration.identity, events: EventHub(),
            endsWithUs: configuration.endsWithUs,
            nextID: { ids.next() },
            forget: { machine in registry.driver?.forget(machine) },
            isOpen: { registry.driver?.state.withLock { !$0.isClosed } ?? false })
        self.ids = ids
        registry.driver = self
    }

    /// Who is asked for secrets; nil where there are none.
    package var secrets: (any SecretDriver)? { environment.services.secrets }

    let ids: IDCounter

    /// Lets machines, which the driver holds, find it.
    private final class WeakRegistry: Sendable {
        private struct Weak: Sendable { weak var driver: QEMUDomainDriver? }
        private let content = Mutex(Weak())
        var driver: QEMUDomainDriver? {
            get { content.withLock { $0.driver } }
            set { content.withLock { $0.driver = newValue } }
        }
    }

    /// Numbers for runs, from 1.
    final class IDCounter: Sendable {
        private let last = Mutex(0)
        func next() -> Int {
            last.withLock { last in
                last += 1
                return last
            }
        }
        func skip(to number: Int) { last.withLock { $0 = max($0, number) } }
    }

    func forget(_ machine: VirtualMachine) { state.withLock { $0.machines.remove(machine) } }

    // MARK: Closing

    /// Ends what the driver does, with its machines unless they live on, and gives the tree back.
    ///
    /// All of that is done even when the task that asks is cancelled.
    package func close() async { await Task { await closeAll() }.value }

    private func closeAll() async {
        let machines = state.withLock { state -> [VirtualMachine]? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            return state.machines.all
        }
        guard let machines else { return }
        await withTaskGroup(of: Void.self) { group in
            for machine in machines where machine.isActive {
                let endsNow = environment.endsWithUs || machine.endsWithConnection
                group.addTask { if endsNow { await self.end(machine) } }
            }
        }
        if !environment.endsWithUs {
            for machine in machines { await machine.letGoOn() }
        }
        await removeTemplates()
        await environment.services.capabilities.finish()
        environment.events.finish()
        environment.monitorEvents.finish()
        lock.release()
    }

    private func end(_ machine: VirtualMachine) async {
        do {
            try await machine.destroy()
        } catch let error as VirtError where error.code == .operationInvalid {
            // It ended by itself.
            return
        } catch {
            environment.services.report("\(error)")
        }
    }

    private func removeTemplates() async {
        let (services, templates) = (environment.services, environment.services.directories.templates)
        do {
            try await services.blockingWork.run("remove '\(templates)'") { try templates.removeAll() }
        } catch {
            services.report("The templates in '\(templates)' are not removed. \(error)")
        }
    }

    // MARK: Finding

    /// The machine of an identity.
    func machine(_ domain: DomainIdentity) throws -> VirtualMachine {
        try state.withLock { state in
            try Self.checkOpen(state)
            guard let machine = state.machines[domain.uuid] else {
                throw VirtError(.noDomain, "There is no domain '\(domain.name)' with UUID \(domain.uuid).")
            }
            return machine
        }
    }

    static func checkOpen(_ state: State) throws {
        if state.isClosed { throw closed }
    }

    static var closed: VirtError {
        VirtError(.invalidConnection, "The connection is closed. Open another one.")
    }
}
