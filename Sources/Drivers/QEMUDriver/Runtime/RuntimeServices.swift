// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem

/// What a driver's machines share: its thread, its workers, its places and its neighbours.
package struct RuntimeServices: Sendable {
    /// The thread on which monitors are read, children are spawned and times are waited for.
    package let loop: EventLoop
    /// Threads for what blocks.
    package let blockingWork: BlockingWork
    /// Where things are kept.
    package let directories: DriverDirectories
    /// Where secrets are asked for; nil where there are none.
    package let secrets: (any SecretDriver)?
    /// What an emulator can do.
    package let capabilities: any CapabilitySource
    /// Where what went wrong beside an operation is said, in a sentence.
    package let report: @Sendable (String) -> Void
}

/// Knows what an emulator can do.
package protocol CapabilitySource: Sendable {
    /// What the emulator at a path can do; asked at the first need, and once for many.
    func capabilities(of emulator: String) async throws -> QEMUCapabilities
}

/// Takes every emulator for one of QEMU 7.2 or newer, without asking it.
package struct AssumedCapabilities: CapabilitySource {
    package init() {}
    package func capabilities(of emulator: String) async throws -> QEMUCapabilities { .assumed }
}
