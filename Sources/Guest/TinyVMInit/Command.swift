// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// The command of a job, started.
struct Command {
    var process: CInt
    /// Our end of its standard input; on a terminal, of all three.
    var input: CInt
    /// Our end of its standard output.
    var output: CInt
    /// Our end of its standard error; -1 on a terminal.
    var errors: CInt

    /// Why a command could not be started.
    struct Trouble: Error {
        var status: UInt32
        var message: Message
    }

    /// Starts the command of a job in a session of its own.
    static func start(_ job: Job) throws(Trouble) -> Command {
        guard let name = job.arguments.first, !name.isEmpty else {
            throw Trouble(status: 125, message: "The job has no command.")
        }
        let directory = CText(job.workingDirectory)
        guard guest_chdir(directory.pointer) >= 0 else {
            throw Trouble(status: 125, message: "The guest has no directory '\(job.workingDirectory)' to work in.")
        }
        let candidates = paths(of: name, environment: job.environment)
        let arguments = TextList(job.arguments)
        let environment = TextList(job.environment)
        var ends: Ends
        if let size = job.terminal { ends = try terminal(size) } else { ends = try pipes() }

        // A pipe that closes when the command has started, or says why it could not.
        let (verdictOut, verdictIn) = try pipe()
        let process = guest_fork()
        if process == 0 {
            become(candidates, arguments, environment, ends: ends, verdict: verdictIn)
        }
        _ = guest_close(verdictIn)
        ends.closeTheirs()
        guard process > 0 else {
            throw Trouble(status: 125, message: "The guest cannot make a process: error \(-process).")
        }
        var error: Int = 0
        let told = withUnsafeMutableBytes(of: &error) { guest_read(verdictOut, $0.baseAddress, guest_size($0.count)) }
        _ = guest_close(verdictOut)
        if told > 0 {
            if error == ErrorNumber.noEntry || error == ErrorNumber.notDirectory {
                throw Trouble(status: 127, message: "The guest has no command '\(name)'.")
            }
            throw Trouble(status: 126, message: "The guest cannot run '\(name)': error \(-error).")
        }
        return Command(
            process: CInt(truncatingIfNeeded: process), input: ends.ourInput, output: ends.ourOutput,
            errors: ends.ourErrors)
    }

    /// The files that a shell would try for a command (POSIX, "Command Search and Execution").
    private static func paths(of name: [UInt8], environment: [[UInt8]]) -> [[UInt8]] {
        if name.contains(UInt8(ascii: "/")) { return [name] }
        let prefix = ("PATH=" as Message).bytes
        var search = ("/bin:/sbin:/usr/bin:/usr/sbin" as Message).bytes
        for variable in environment where variable.starts(with: prefix) {
            search = [UInt8](variable[prefix.count...])
        }
        var paths: [[UInt8]] = []
        for directory in search.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            let path: Message = directory.isEmpty ? "./\(name)" : "\([UInt8](directory))/\(name)"
            paths.append(path.bytes)
        }
        return paths
    }

    /// In the child: takes the descriptors, and becomes the command.
    private static func become(
        _ candidates: [[UInt8]], _ arguments: TextList, _ environment: TextList, ends: Ends,
        verdict: CInt
    ) -> Never {
        _ = guest_setsid()
        if ends.isTerminal {
            // TIOCSCTTY (tty_ioctl(4))
            _ = guest_ioctl(ends.theirInput, 0x540e, nil)
        }
        // Away from 0 to 2 first, so that none is overwritten before its turn: F_DUPFD_CLOEXEC (fcntl(2)).
        let away = [ends.theirInput, ends.theirOutput, ends.theirErrors].map {
            CInt(truncatingIfNeeded: guest_fcntl($0, 1030, 10))
        }
        for target in 0..<3 { _ = guest_dup3(away[target], CInt(target), 0) }
        var none: UInt64 = 0
        // SIG_SETMASK
        _ = guest_rt_sigprocmask(2, &none, nil, Signal.setSize)
        var verdictError = ErrorNumber.noEntry
        for candidate in candidates {
            let path = CText(candidate)
            let error = guest_execve(path.pointer, arguments.pointers, environment.pointers)
            // A later directory may hold one that can be run; "not found" is the answer only when all say so.
            if error != ErrorNumber.noEntry, error != ErrorNumber.notDirectory { verdictError = error }
        }
        _ = guest_write(verdict, &verdictError, 8)
        guest_exit(127)
    }

    // MARK: Descriptors

    private struct Ends {
        var theirInput: CInt, theirOutput: CInt, theirErrors: CInt
        var ourInput: CInt, ourOutput: CInt, ourErrors: CInt
        var isTerminal: Bool { ourErrors < 0 }

        mutating func closeTheirs() {
            _ = guest_close(theirInput)
            if !isTerminal {
                _ = guest_close(theirOutput)
                _ = guest_close(theirErrors)
            }
        }
    }

    private static func pipe() throws(Trouble) -> (out: CInt, in: CInt) {
        var ends: (CInt, CInt) = (-1, -1)
        let result = withUnsafeMutablePointer(to: &ends) {
            $0.withMemoryRebound(to: CInt.self, capacity: 2) { guest_pipe2($0, OpenFlag.closeOnExec) }
        }
        guard result >= 0 else { throw Trouble(status: 125, message: "The guest cannot make a pipe.") }
        return (ends.0, ends.1)
    }

    private static func pipes() throws(Trouble) -> Ends {
        let input = try pipe()
        let output = try pipe()
        let errors = try pipe()
        // Only our ends: F_SETFL, O_NONBLOCK.
        for end in [input.in, output.out, errors.out] { _ = guest_fcntl(end, 4, Int(OpenFlag.nonBlocking)) }
        return Ends(
            theirInput: input.out, theirOutput: output.in, theirErrors: errors.in, ourInput: input.in,
            ourOutput: output.out, ourErrors: errors.out)
    }

    private static func terminal(_ size: Job.TerminalSize) throws(Trouble) -> Ends {
        let trouble = Trouble(status: 125, message: "The guest cannot make a terminal.")
        let flags = OpenFlag.readWrite | OpenFlag.closeOnExec | OpenFlag.noControllingTerminal
        let ours = CInt(truncatingIfNeeded: guest_open("/dev/pts/ptmx", flags | OpenFlag.nonBlocking, 0))
        guard ours >= 0 else { throw trouble }
        var number: CInt = 0
        var lock: CInt = 0
        // TIOCSPTLCK, TIOCGPTN (ioctl_tty(2))
        guard guest_ioctl(ours, 0x4004_5431, &lock) >= 0, guest_ioctl(ours, 0x8004_5430, &number) >= 0 else {
            throw trouble
        }
        resize(ours, to: size)
        let path = CText(("/dev/pts/\(Int(number))" as Message).bytes)
        let theirs = CInt(truncatingIfNeeded: guest_open(path.pointer, flags, 0))
        guard theirs >= 0 else { throw trouble }
        return Ends(
            theirInput: theirs, theirOutput: theirs, theirErrors: theirs, ourInput: ours, ourOutput: ours,
            ourErrors: -1)
    }

    /// Tells a terminal its size; the kernel signals the programs on it.
    static func resize(_ terminal: CInt, to size: Job.TerminalSize) {
        var window = guest_winsize(rows: size.rows, columns: size.columns, xpixel: 0, ypixel: 0)
        // TIOCSWINSZ
        _ = guest_ioctl(terminal, 0x5414, &window)
    }
}

/// Texts as execve(2) takes them: an array of pointers with a null pointer at its end. Lives as long as the program.
struct TextList {
    let pointers: UnsafeMutablePointer<UnsafePointer<CChar>?>

    init(_ texts: [[UInt8]]) {
        pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count + 1)
        for index in 0..<texts.count {
            let text = UnsafeMutablePointer<CChar>.allocate(capacity: texts[index].count + 1)
            for position in 0..<texts[index].count { text[position] = CChar(bitPattern: texts[index][position]) }
            text[texts[index].count] = 0
            pointers[index] = UnsafePointer(text)
        }
        pointers[texts.count] = nil
    }
}
