// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

extension TinyVM {
    /// Starts the VM, runs the command in it, and ends it.
    ///
    /// The VM is restored from a template where ``warmStart`` allows it and there is one, else it boots. The calling thread
    /// waits meanwhile, takes SIGINT, SIGTERM, SIGHUP and SIGWINCH, and has to live until the end: QEMU dies with it, even
    /// when it is killed.
    ///
    /// - Parameters:
    ///   - streams: What the command's standard streams are connected to.
    ///   - notify: Gets sentences that are no errors, for instance about a fall-back to emulation.
    /// - Returns: The command's exit status.
    /// - Throws: A ``TinyVMError``, one sentence, when the command could not be run.
    public func run(
        streams: StandardStreams = .ofProcess(), notify: (String) -> Void = { _ in }
    ) throws -> Result {
        try Self.wording("run") {
            var moments = Moments()
            let setup = try MachineSetup(for: self, notify: notify)
            var coldStart: ColdStart?
            if warmStart != .never {
                switch setup.template(isWanted: warmStart == .always) {
                case .restore(let template, let store):
                    let restored = try setup.restore(template, streams: streams, moments: &moments)
                    if case .ended(let result) = restored { return result }
                    guard case .notRestored(let reason) = restored else { break }
                    store.remove(template.name)
                    notify("The saved VM cannot be restored, so it is booted: \(reason).")
                    coldStart = ColdStart(reason: "the template cannot be restored", wantsTemplate: true)
                case .boot(let start): coldStart = start
                case .timedOut:
                    let start = ColdStart(reason: "the time was up before its template was made", wantsTemplate: false)
                    return Result(
                        exitStatus: Self.timeoutStatus, timings: moments.timings(GuestMilestones()),
                        start: .booted(start), hasTimedOut: true)
                }
            }
            coldStart?.memoryInMiB = setup.memoryInMiB
            return try setup.boot(streams: streams, start: .booted(coldStart), moments: &moments)
        }
    }

    /// The command line of QEMU for a VM that boots, quoted for a shell, without running it.
    ///
    /// Where a run would hand in descriptors, numbers of descriptors stand.
    public func commandLine(notify: (String) -> Void = { _ in }) throws -> String {
        try Self.wording("prepare") {
            let setup = try MachineSetup(for: self, notify: notify)
            return try setup.invocation().commandLine
        }
    }

    /// Gives the errors of other floors a sentence of ours.
    static func wording<Value>(_ verb: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ImageError {
            throw TinyVMError(.image, error.description)
        } catch let error as Errno {
            throw TinyVMError(.machine, "Cannot \(verb) the VM: \(error).")
        }
    }
}
