// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage

/// A QEMU as a child of ours: the one way in which one is spawned, told to go and reaped, whoever talks to it and how.
///
/// It has the standard input of /dev/null, one file for all that it says, and exactly the descriptors that it is given.
package final class EmulatorChild: Sendable {
    /// The emulator.
    package let program: FilePath
    let process: SharedChild

    /// What its process gets beside arguments, variables and descriptors.
    package struct Options: Sendable {
        /// The permissions that files which it makes do not get; nil for the caller's mask. Usually they are the owner's alone.
        package var fileModeMask: UInt32? = 0o077
        /// It gets a process group of its own, so that a Ctrl-C for us is none for it.
        package var hasOwnProcessGroup = false
        /// It ends when the thread that spawns it does, by whatever way.
        package var endsWithUs = true

        package init() {}
    }

    /// Spawns it on the calling thread, which lives as long as it where it ends with us.
    ///
    /// - Parameters:
    ///   - inherited: What it inherits; to be let go after, so that each side sees when the other is gone.
    ///   - resources: What else was taken for it from the host; our ends are closed.
    ///   - messages: Where it writes what it says.
    /// - Throws: The error number of the step that failed.
    package init(
        _ invocation: QEMUInvocation, inheriting inherited: InheritedDescriptors, resources: HostResources? = nil,
        messages: FileDescriptor, _ options: Options = Options()
    ) throws(Errno) {
        program = FilePath(invocation.program)
        var request = ChildProcess.Request(
            program: program, arguments: [invocation.program] + invocation.arguments,
            environment: invocation.environment.map { "\($0.name)=\($0.value)" })
        let input = OwnedDescriptor(
            FileDescriptor(rawValue: try systemCall { open("/dev/null", O_RDONLY | O_CLOEXEC) }))
        request.descriptors = [(input.descriptor, 0), (messages, 1), (messages, 2)] + inherited.pairs
        request.parentDeathSignal = options.endsWithUs ? SIGKILL : nil
        request.hasOwnProcessGroup = options.hasOwnProcessGroup
        request.fileModeMask = options.fileModeMask
        resources?.apply(to: &request)
        process = try SharedChild(request)
        withExtendedLifetime((input, inherited)) {}
        resources?.closeDescriptors()
    }

    /// Its process id.
    package var identifier: Int32 { process.identifier }
    /// Becomes readable when it ends.
    package var descriptor: FileDescriptor { process.descriptor }
    /// How it ended; nil while it runs.
    package var end: ChildProcess.End? { process.endSoFar }

    /// Sends a signal; does nothing when it has ended.
    package func send(_ signal: Int32) { process.send(signal) }

    /// Waits for it to end, and ends it by force when it does not; blocks.
    @discardableResult
    package func waitForEnd(atMost limit: Duration) -> ChildProcess.End? {
        process.wait(atMost: limit) ?? process.kill()
    }

    /// Ends it by force; blocks for moments.
    package func kill() { process.kill() }
}
