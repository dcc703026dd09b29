// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// Changes the running machine, its definition, or both, as the flags ask; none mean the machine when it runs.
    ///
    /// - Parameters:
    ///   - tunables: What clients are told of when what runs has changed; none where that is no event.
    ///   - live: Changes what runs; called first, so that nothing is written down that QEMU refuses.
    ///   - model: Makes the same change in a document: that of the run, that of the definition.
    /// - Throws: `operationInvalid` for a machine that does not run, or one without a definition.
    func change(
        _ name: String, _ affecting: DomainAffectFlags, tunables: [TypedParameter] = [],
        live: @Sendable (QEMUProcess, Domain) async throws -> Void, model: @Sendable (inout Domain) throws -> Void
    ) async throws {
        try await perform(.modify, name) {
            let (isActive, isPersistent) = self.state.withLock { ($0.run != nil, $0.isPersistent) }
            var affecting = affecting
            if affecting.isEmpty { affecting = isActive ? .live : .config }
            if affecting.contains(.config), !isPersistent {
                throw VirtError(
                    .operationInvalid,
                    "Cannot \(name) domain '\(self.name)': it has no definition that stays. Change what runs (live).")
            }
            // Both are tried before either is changed.
            var definition = self.state.withLock { $0.definition }
            if affecting.contains(.config) { try model(&definition) }
            if affecting.contains(.live) {
                let process = try self.liveProcess(for: name)
                var domain = self.runningDomain
                try model(&domain)
                try await live(process, self.runningDomain)
                try self.state.withLock { state in
                    guard state.run != nil, var current = state.run?.domain else { return }
                    // What happened to the machine meanwhile stays.
                    try model(&current)
                    state.run?.domain = current
                }
                self.saveStatus()
                if !tunables.isEmpty { self.announce(.tunablesChanged(tunables)) }
            }
            if affecting.contains(.config) { try await self.save(definition) }
        }
    }
}
