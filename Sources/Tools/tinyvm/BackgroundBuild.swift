// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage
import TinyVM

/// Makes a template after a run that could have used one, in a process that nobody waits for.
///
/// It has nothing of the caller's: no descriptor, no terminal, no directory that could not be unmounted meanwhile, and what
/// the machine has to spare of its processors and disks.
enum BackgroundBuild {
    /// Starts the process; when that fails, the next run tries again.
    static func start(for vm: TinyVM, _ machine: MachineOptions, _ files: FileOptions, memoryInMiB: Int) {
        guard let program = try? FilePath.realPath(of: "/proc/self/exe"),
            let silence = try? FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        else { return }
        defer { try? silence.close() }
        var request = ChildProcess.Request(
            program: program,
            arguments: ["tinyvm", "template", "build", "--background"] + files.templateArguments
                + machine.templateArguments(of: vm, memoryInMiB: memoryInMiB),
            environment: TinyVMCommand.environment.map { "\($0.key)=\($0.value)" }.sorted())
        request.descriptors = [(silence, 0), (silence, 1), (silence, 2)]
        request.parentDeathSignal = nil
        // This process ends next, so that nobody has to wait for the child.
        _ = try? ChildProcess.start(request)
    }

    /// Makes this process, which was started by ``start(for:_:_:memoryInMiB:)``, one of the background.
    ///
    /// Called first of all: the caller's descriptors that are not close-on-exec came along.
    static func enter() {
        ProcessBackground.enter()
    }
}
