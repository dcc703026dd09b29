// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import QEMUDriver
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: Program.areInstalled("qemu-system-x86_64")))
struct EmulatorCatalogTests {
    private let place: TemporaryDirectory
    private let loop: EventLoop
    private let blocking: BlockingWork

    init() throws {
        place = try TemporaryDirectory("catalog")
        loop = try EventLoop()
        blocking = try BlockingWork(loop: loop)
    }

    private func catalog(
        proveKVM: @escaping @Sendable () throws -> Void = { try KVMProof.run(device: "/nonexistent/kvm") }
    ) -> EmulatorCatalog {
        EmulatorCatalog(
            loop: loop, blocking: blocking, cache: CapabilityCache(directory: FilePath(place("cache"))),
            search: EmulatorSearch(path: "/nonexistent:relative:/usr/bin"), proveKVM: proveKVM)
    }

    private func storedCount() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: place("cache")))?
            .count { $0.hasSuffix(".capabilities") } ?? 0
    }

    @Test("many who ask at once share one process; the next catalog needs none")
    func sharing() async throws {
        let first = catalog()
        let program = try #require(first.search.emulator(for: "x86_64"))
        try await withThrowingTaskGroup(of: QEMUCapabilities.self) { group in
            for _ in 0..<20 { group.addTask { try await first.capabilities(of: program, with: .tcg) } }
            for try await capabilities in group { #expect(capabilities.architecture == "x86_64") }
        }
        #expect(first.counts == (1, 0))
        await first.finish()
        #expect(storedCount() == 1)
        let second = catalog()
        let start = ContinuousClock.now
        let known = try await second.capabilities(of: program, with: .tcg)
        print("capabilities from disk in \(ContinuousClock.now - start)")
        #expect(second.counts == (0, 1))
        let isEqual = try await known == first.capabilities(of: program, with: .tcg)
        #expect(isEqual)
    }

    @Test("all installed emulators are probed side by side")
    func several() async throws {
        let catalog = catalog()
        let emulators = Set(catalog.search.emulators().map(\.emulator))
        try await withThrowingTaskGroup(of: String.self) { group in
            for emulator in emulators {
                group.addTask { try await catalog.capabilities(of: emulator, with: .tcg).architecture }
            }
            var architectures: Set<String> = []
            for try await architecture in group { architectures.insert(architecture) }
            #expect(architectures.contains("x86_64"))
        }
        #expect(catalog.counts.probes == emulators.count)
    }

    @Test("KVM that does not serve is refused with the reason, which is found out once and only when asked for")
    func withoutKVM() async throws {
        let proofs = Counter()
        let catalog = catalog {
            proofs.count.add(1, ordering: .relaxed)
            try KVMProof.run(device: "/nonexistent/kvm")
        }
        let program = try #require(catalog.search.emulator(for: "x86_64"))
        _ = try await catalog.capabilities(of: program, with: .tcg)
        let before = proofs.count.load(ordering: .relaxed)
        #expect(before == 0)
        for _ in 0..<3 {
            let error = await #expect(throws: EmulatorError.self) {
                try await catalog.capabilities(of: program, with: .kvm)
            }
            #expect(error?.description.contains("KVM does not serve here: '/nonexistent/kvm' cannot be opened") == true)
        }
        let after = proofs.count.load(ordering: .relaxed)
        #expect(after == 1)
        #expect(catalog.counts.probes == 1)
    }

    @Test("an emulator that failed is asked again, and one that was replaced too")
    func again() async throws {
        let program = FilePath(try place.write("qemu", "#!/bin/sh\nexit 1\n", executable: true))
        let catalog = catalog()
        for _ in 0..<2 {
            await #expect(throws: EmulatorError.self) { try await catalog.capabilities(of: program, with: .tcg) }
        }
        #expect(catalog.counts.probes == 2)
        let real = try #require(catalog.search.emulator(for: "x86_64"))
        try place.write("qemu", "#!/bin/sh\nexec '\(real)' \"$@\"\n", executable: true)
        _ = try await catalog.capabilities(of: program, with: .tcg)
        try place.write("qemu", "#!/bin/sh\n\nexec '\(real)' \"$@\"\n", executable: true)
        _ = try await catalog.capabilities(of: program, with: .tcg)
        #expect(catalog.counts.probes == 4)
    }

    private final class Counter: Sendable {
        let count = Atomic(0)
    }
}
