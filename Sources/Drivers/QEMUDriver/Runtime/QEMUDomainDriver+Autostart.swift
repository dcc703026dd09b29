// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage

extension QEMUDomainDriver {
    /// How many machines are started at a time.
    private static let autostartWidth = 4

    /// Starts the domains that start with the host, if nobody has done so since the host was booted; says what could not be started.
    ///
    /// That it is done is noted in `autostarted` in the state directory, with the number of the boot. libvirt leaves an empty one there,
    /// where all files go when the host ends.
    package func autostart(_ flags: DomainStartFlags = []) async {
        let services = environment.services
        let stamp = services.directories.state.appending("autostarted")
        do {
            let isDue = try await services.blockingWork.run("note the autostart in '\(stamp)'", deadline: .seconds(30))
            {
                let boot = SystemFiles().text("/proc/sys/kernel/random/boot_id") ?? ""
                if let note = try? stamp.contents(atMost: 64) {
                    if note.isEmpty || String(decoding: note, as: UTF8.self) == boot { return false }
                }
                // Before the first one is started: one that brings the host down is not started again and again.
                try AtomicFile.write(Array(boot.utf8), to: stamp)
                return true
            }
            guard isDue else { return }
        } catch {
            services.report("The domains that start with the host are not started. \(error)")
            return
        }
        let machines = state.withLock { $0.machines.all }.filter { machine in
            machine.state.withLock { $0.isAutostarted && $0.run == nil }
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, machine) in machines.sorted(by: { $0.name < $1.name }).enumerated() {
                if index >= Self.autostartWidth { _ = await group.next() }
                group.addTask {
                    do {
                        _ = try await machine.start(flags)
                    } catch let error as VirtError where error.code == .operationInvalid && machine.isActive {
                        // Somebody else was faster.
                        return
                    } catch {
                        services.report("Domain '\(machine.name)' is not started with the host. \(error)")
                    }
                }
            }
        }
    }
}
