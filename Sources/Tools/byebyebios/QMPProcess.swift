// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A QEMU whose monitor is on its standard input and output. It dies with the value.
final class QMPProcess {
    private let identifier: pid_t
    private let toMachine: FileDescriptor
    private let fromMachine: FileDescriptor
    private var received: [UInt8] = []
    private var isRunning = true

    /// Starts the program, found as a shell would.
    init(_ command: [String]) throws {
        // A QEMU that ended must not end us when we write to it.
        signal(SIGPIPE, SIG_IGN)
        let input = try FileDescriptor.pipe()
        let output = try FileDescriptor.pipe()
        for end in [input.writeEnd, output.readEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.readEnd.rawValue, 0)
        posix_spawn_file_actions_adddup2(&actions, output.writeEnd.rawValue, 1)
        var identifier: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        let status = posix_spawnp(&identifier, command[0], &actions, nil, arguments, environ)
        try input.readEnd.close()
        try output.writeEnd.close()
        guard status == 0 else {
            throw Refusal(
                description: """
                    Cannot start '\(command[0])': \(Errno(rawValue: status)). Install QEMU for x86 to take screenshots.
                    """)
        }
        self.identifier = identifier
        toMachine = input.writeEnd
        fromMachine = output.readEnd
    }

    deinit {
        kill()
        try? toMachine.close()
        try? fromMachine.close()
    }

    /// Sends a command and waits for its answer.
    func execute(_ command: String, limitInSeconds: Int) throws {
        let line = Array("\(command)\n".utf8)
        guard (try? toMachine.writeAll(line)) == line.count else { throw ended }
        var milliseconds = limitInSeconds * 1000
        while true {
            while let end = received.firstIndex(of: 0x0A) {
                let answer = String(decoding: received[..<end], as: UTF8.self)
                received.removeFirst(end + 1)
                if answer.hasPrefix(#"{"return""#) { return }
                if answer.hasPrefix(#"{"error""#) {
                    throw Refusal(description: "Cannot take a screenshot: QEMU answered \(answer).")
                }
            }
            var poll = pollfd(fd: fromMachine.rawValue, events: Int16(POLLIN), revents: 0)
            let ready = Glibc.poll(&poll, 1, 100)
            milliseconds -= 100
            guard ready <= 0 else {
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = try buffer.withUnsafeMutableBytes { try fromMachine.read(into: $0) }
                guard count > 0 else { throw ended }
                received += buffer[..<count]
                continue
            }
            guard milliseconds > 0 else {
                throw Refusal(description: "Cannot take a screenshot: QEMU does not answer.")
            }
        }
    }

    private var ended: Refusal {
        Refusal(description: "Cannot take a screenshot: QEMU ended. What it printed above tells why.")
    }

    /// Ends the program.
    func kill() {
        guard isRunning else { return }
        isRunning = false
        _ = Glibc.kill(identifier, SIGKILL)
        var status: CInt = 0
        while waitpid(identifier, &status, 0) == -1, Errno.last == .interrupted {}
    }
}
