// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import LinuxSystem
public import SystemPackage

/// The caller's standard streams, to which those of the command are connected.
public struct StandardStreams: Sendable {
    /// Read for the command's standard input.
    public var input: FileDescriptor
    /// Gets the command's standard output.
    public var output: FileDescriptor
    /// Gets the command's standard error, and our own sentences.
    public var errors: FileDescriptor

    /// These descriptors.
    public init(input: FileDescriptor, output: FileDescriptor, errors: FileDescriptor) {
        self.input = input
        self.output = output
        self.errors = errors
    }

    /// Those of this process; one that the caller closed is `/dev/null` from now on, so that no other file takes its place.
    public static func ofProcess() -> StandardStreams {
        for descriptor: CInt in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // open(2) returns the lowest number that is free.
            _ = open("/dev/null", O_RDWR)
        }
        return StandardStreams(input: .standardInput, output: .standardOutput, errors: .standardError)
    }
}

extension FileDescriptor {
    /// Whether it is a terminal; isatty(3).
    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Whether writing to it never waits long: a file or a device without a reader.
    var isRegularFile: Bool {
        var status = Glibc.stat()
        return fstat(rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether this process may read from the terminal without being stopped: it is in the foreground.
    var isForegroundTerminal: Bool { isTerminal && tcgetpgrp(rawValue) == getpgrp() }

    /// The size of the terminal; nil when it is none, or does not know.
    var terminalSize: Job.TerminalSize? {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return nil }
        return Job.TerminalSize(rows: size.ws_row, columns: size.ws_col)
    }
}

/// A terminal that passes each key on as it is typed, until the value goes.
struct RawTerminal: ~Copyable {
    private let descriptor: FileDescriptor
    private let saved: termios

    init?(_ descriptor: FileDescriptor) {
        var settings = termios()
        guard tcgetattr(descriptor.rawValue, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        saved = settings
        cfmakeraw(&settings)
        tcsetattr(descriptor.rawValue, TCSADRAIN, &settings)
    }

    deinit {
        var settings = saved
        tcsetattr(descriptor.rawValue, TCSADRAIN, &settings)
    }
}

/// The keys that end a session on a terminal: Ctrl-] three times within a second, as machinectl(1) has it.
struct EscapeKey: Sendable {
    private static let key: UInt8 = 0x1d
    private var count = 0
    private var first: ContinuousClock.Instant?

    /// Looks at typed bytes; true when the third key is among them.
    mutating func isComplete(after bytes: UnsafeRawBufferPointer, at now: ContinuousClock.Instant = .now) -> Bool {
        for byte in bytes {
            guard byte == Self.key else {
                count = 0
                continue
            }
            if count == 0 || first.map({ now - $0 > .seconds(1) }) == true {
                count = 0
                first = now
            }
            count += 1
            if count == 3 { return true }
        }
        return false
    }
}
