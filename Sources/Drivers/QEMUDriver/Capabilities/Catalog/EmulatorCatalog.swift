// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
internal import Synchronization
package import SystemPackage

/// What the emulators of this host can do. Each is asked when somebody needs to know, and once: those who ask for the same
/// emulator at the same time share a process, and different emulators are asked side by side.
///
/// ```
/// catalog ──▶ in memory? ──▶ on disk? ──▶ (KVM wanted: does it serve?) ──▶ probe ──▶ to disk
/// ```
///
/// That KVM serves is proved by running a guest, once, when the first asks for it.
package final class EmulatorCatalog: Sendable {
    /// How the emulators are found.
    package let search: EmulatorSearch
    /// How many processes were started so far, and how many answers came from the disk.
    package var counts: (probes: Int, loads: Int) { state.withLock { ($0.probes, $0.loads) } }

    private struct Question: Equatable {
        var program: FilePath
        var accelerator: Accelerator
    }

    /// What is known, or is being asked.
    private enum Answer {
        case known(QEMUCapabilities)
        case asked(Task<QEMUCapabilities, any Error>)

        func isFrom(_ task: Task<QEMUCapabilities, any Error>) -> Bool {
            if case .asked(task) = self { true } else { false }
        }
    }

    private struct State {
        /// One for each question, with what it depends on.
        var answers: [(question: Question, key: CapabilityKey, answer: Answer)] = []
        var proof: Task<Void, any Error>?
        /// Answers on their way to the disk.
        var writes: [Task<Void, Never>] = []
        var probes = 0
        var loads = 0
    }

    private let loop: EventLoop
    private let blocking: BlockingWork
    private let cache: CapabilityCache?
    private let prepare: @Sendable (inout CapabilityProbe) -> Void
    private let proveKVM: @Sendable () throws -> Void
    private let state = Mutex(State())

    /// Starts nothing.
    ///
    /// - Parameters:
    ///   - loop: Where probes are watched, and whose thread is their parent.
    ///   - blocking: Where files are read and written.
    ///   - cache: Where answers are kept; nil for nowhere.
    ///   - search: How emulators are found.
    ///   - prepare: A last word on how a probe runs.
    ///   - proveKVM: Throws the reason why KVM does not serve.
    package init(
        loop: EventLoop, blocking: BlockingWork, cache: CapabilityCache?, search: EmulatorSearch,
        prepare: @escaping @Sendable (inout CapabilityProbe) -> Void = { _ in },
        proveKVM: @escaping @Sendable () throws -> Void = { try KVMProof.run() }
    ) {
        self.loop = loop
        self.blocking = blocking
        self.cache = cache
        self.search = search
        self.prepare = prepare
        self.proveKVM = proveKVM
    }

    /// The emulators in this process's `PATH`, with the cache that all programs of this user share.
    package static func usual(loop: EventLoop, blocking: BlockingWork) -> EmulatorCatalog {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        return EmulatorCatalog(
            loop: loop, blocking: blocking,
            cache: CapabilityCache(home: variable("HOME"), cacheHome: variable("XDG_CACHE_HOME")),
            search: EmulatorSearch(path: variable("PATH")))
    }

    /// Throws when KVM does not serve, with the reason.
    package func requireKVM() async throws {
        let task = state.withLock { state in
            if let proof = state.proof { return proof }
            let task = Task { [blocking, proveKVM] in
                try await blocking.run("prove that KVM serves", deadline: .seconds(10)) { try proveKVM() }
            }
            state.proof = task
            return task
        }
        try await task.value
    }

    /// What an emulator can do with an accelerator.
    ///
    /// - Throws: ``EmulatorError``, also when KVM is asked for and does not serve.
    package func capabilities(of program: FilePath, with accelerator: Accelerator) async throws -> QEMUCapabilities {
        if accelerator == .kvm {
            do {
                try await requireKVM()
            } catch let error as KVMProof {
                throw EmulatorError(
                    program: program, reason: "KVM does not serve here: \(error). Use a domain of type 'qemu'.")
            }
        }
        let question = Question(program: program, accelerator: accelerator)
        switch try await asking(question) {
        case .known(let capabilities): return capabilities
        case .asked(let task):
            do {
                return try await task.value
            } catch {
                // Whoever asks next tries again.
                state.withLock { $0.answers.removeAll { $0.answer.isFrom(task) } }
                throw error
            }
        }
    }

    /// What several emulators can do with TCG; those that are not yet known are asked side by side.
    package func capabilities(
        of programs: some Sequence<FilePath>
    ) async -> [FilePath: Result<QEMUCapabilities, any Error>] {
        let programs = Set(programs)
        for program in programs { _ = try? await asking(Question(program: program, accelerator: .tcg)) }
        var answers: [FilePath: Result<QEMUCapabilities, any Error>] = [:]
        for program in programs {
            do {
                answers[program] = .success(try await capabilities(of: program, with: .tcg))
            } catch {
                answers[program] = .failure(error)
            }
        }
        return answers
    }

    /// What is known, or the task that asks; a new one when there is none, or when the emulator has changed.
    private func asking(_ question: Question) async throws -> Answer {
        @Sendable func key() throws -> CapabilityKey {
            try CapabilityKey(path: question.program, accelerator: question.accelerator)
        }
        let known = state.withLock { $0.answers.first { $0.question == question }?.key }
        let look = "look at '\(question.program)'"
        // The cache must never be the reason why something fails, or hangs.
        let found = try? await onDisk(look) { [cache] in
            let key = try key()
            return (key: key, capabilities: key == known ? nil : cache?.load(key))
        }
        let now = if let found { found.key } else { try await onDisk(look) { try key() } }
        return state.withLock { state in
            if let known = state.answers.first(where: { $0.question == question && $0.key == now }) {
                return known.answer
            }
            let answer: Answer
            if let capabilities = found?.capabilities {
                state.loads += 1
                answer = .known(capabilities)
            } else {
                state.probes += 1
                answer = .asked(Task { try await self.probe(question, now) })
            }
            state.answers.removeAll { $0.question == question }
            state.answers.append((question, now, answer))
            return answer
        }
    }

    /// Waits until what is known is on the disk; a program that is about to end does this last.
    package func finish() async {
        let writes = state.withLock { state in
            defer { state.writes = [] }
            return state.writes
        }
        for write in writes { await write.value }
    }

    private func probe(_ question: Question, _ key: CapabilityKey) async throws -> QEMUCapabilities {
        var probe = CapabilityProbe(program: question.program, accelerator: question.accelerator)
        prepare(&probe)
        let capabilities = try await probe.run(on: loop)
        if let cache {
            // Nobody waits for the disk, except at the end.
            let write = Task { [blocking] in
                _ = try? await blocking.run("keep what an emulator can do", deadline: .seconds(10)) {
                    cache.store(capabilities, for: key)
                }
            }
            state.withLock { $0.writes.append(write) }
        }
        return capabilities
    }

    /// Runs what looks at files, on a thread that may block.
    func onDisk<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await blocking.run(name, deadline: .seconds(5)) { try body() }
    }
}
