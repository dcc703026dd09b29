// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import SystemPackage
package import VirtModel

/// Which processors of the host the threads of QEMU run on: `<vcpu cpuset=>`, `<vcpupin>`, `<emulatorpin>`, `<iothreadpin>`.
package enum ProcessorPins {
    /// The threads of a QEMU that is there.
    package struct Threads: Sendable, Hashable {
        /// Its process id, which is its main thread.
        package var process: Int
        /// The threads of the virtual CPUs, by their numbers, as `query-cpus-fast` tells.
        package var vcpus: [Int: Int]
        /// The threads of the I/O threads, by their ids, as `query-iothreads` tells.
        package var iothreads: [Int: Int]

        package init(process: Int, vcpus: [Int: Int], iothreads: [Int: Int] = [:]) {
            (self.process, self.vcpus, self.iothreads) = (process, vcpus, iothreads)
        }

        /// The threads that a limit is for.
        package func identifiers(of threads: ResourceLimits.Threads) -> [Int] {
            switch threads {
            case .vcpu(let number): vcpus[number].map { [$0] } ?? []
            case .iothread(let number): iothreads[number].map { [$0] } ?? []
            case .emulator: others
            }
        }

        /// All threads that are neither virtual CPUs nor I/O threads.
        private var others: [Int] {
            let all = (try? FilePath("/proc/\(process)/task").entries()) ?? []
            let known = Set(vcpus.values).union(iothreads.values)
            return all.compactMap { Int($0) }.filter { !known.contains($0) }
        }
    }

    /// Pins threads as a domain says; those that it says nothing of stay where they are.
    ///
    /// - Throws: ``QEMUDriverError`` for processors that this host has not.
    package static func apply(_ domain: Domain, to threads: Threads) throws {
        let tune = domain.cpuTune
        let usual = domain.vcpus.cpuset
        try pin("emulator", threads.identifiers(of: .emulator), to: tune.emulatorPin?.cpuset ?? usual)
        for number in threads.vcpus.keys.sorted() {
            let own = tune.vcpuPins.first { $0.vcpu == number }?.cpuset
            try pin("vCPU \(number)", threads.identifiers(of: .vcpu(number)), to: own ?? usual)
        }
        for number in threads.iothreads.keys.sorted() {
            let own = tune.iothreadPins.first { $0.iothread == number }?.cpuset
            try pin("I/O thread \(number)", threads.identifiers(of: .iothread(number)), to: own ?? usual)
        }
    }

    private static func pin(_ name: String, _ threads: [Int], to set: IntegerSet?) throws {
        guard let set else { return }
        for thread in threads {
            do throws(Errno) {
                try Affinity.set(thread: thread, processors: set.numbers)
            } catch .noSuchProcess {
                // A worker that has ended meanwhile.
                continue
            } catch {
                throw QEMUDriverError(
                    .missing,
                    "The \(name) of QEMU cannot run on the processors \(set.xml): \(error). Name some that are there.")
            }
        }
    }
}
