// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// What a guest that is to be saved does once, so that a restored one finds it done: a program is run, and a file made.
enum Rehearsal {
    static func run() {
        var job = Job()
        job.arguments = [("/bin/busybox" as Message).bytes, ("true" as Message).bytes]
        guard let command = try? Command.start(job) else { return }
        var status: CInt = 0
        _ = guest_wait4(command.process, &status, 0, nil)
        for end in [command.input, command.output, command.errors] { _ = guest_close(end) }
    }
}
