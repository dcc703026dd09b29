// SPDX-License-Identifier: Apache-2.0

internal import CGuest

// Numbers of the kernel's interface, from include/uapi of Linux; those that differ between architectures are marked.

enum OpenFlag {
    static let readWrite: CInt = 0o2
    static let writeOnly: CInt = 0o1
    static let create: CInt = 0o100
    static let exclusive: CInt = 0o200
    static let closeOnExec: CInt = 0o2000000
    static let nonBlocking: CInt = 0o4000
    static let noControllingTerminal: CInt = 0o400
    #if arch(arm64)
        static let directory: CInt = 0o40000
        static let noFollow: CInt = 0o100000
    #else
        static let directory: CInt = 0o200000
        static let noFollow: CInt = 0o400000
    #endif
}

enum ErrorNumber {
    static let noEntry = -2
    static let interrupted = -4
    static let again = -11
    static let access = -13
    static let exists = -17
    static let notDirectory = -20
    static let isDirectory = -21
    static let noSpace = -28
    static let brokenPipe = -32
}

enum Poll {
    static let input: CShort = 1
    static let output: CShort = 4
    static let error: CShort = 8
    static let hangUp: CShort = 16
}

enum Signal {
    static let interrupt: CInt = 2
    static let kill: CInt = 9
    static let child: CInt = 17
    /// All signals, as a set of 64 bits.
    static let setSize: guest_size = 8
}

/// A text as C has it: bytes and a NUL, in memory of our own that stays where it is.
struct CText: ~Copyable {
    let pointer: UnsafeMutablePointer<CChar>

    init(_ bytes: [UInt8]) {
        pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        for index in 0..<bytes.count { pointer[index] = CChar(bitPattern: bytes[index]) }
        pointer[bytes.count] = 0
    }

    deinit { pointer.deallocate() }
}

extension StaticString {
    /// The text for a system call; the compiler ends literals with a NUL.
    var cText: UnsafePointer<CChar> { UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self) }
}

/// Microseconds since the kernel began to count.
func microsecondsSinceBoot() -> UInt32 {
    var time = guest_timespec(seconds: 0, nanoseconds: 0)
    // CLOCK_BOOTTIME
    _ = guest_clock_gettime(7, &time)
    return UInt32(truncatingIfNeeded: time.seconds * 1_000_000 + time.nanoseconds / 1000)
}

func sleep(microseconds: Int) {
    var time = guest_timespec(seconds: microseconds / 1_000_000, nanoseconds: microseconds % 1_000_000 * 1000)
    _ = guest_nanosleep(&time)
}

/// All bytes of a file; nil when it cannot be opened.
func contents(of path: StaticString) -> [UInt8]? {
    let file = CInt(truncatingIfNeeded: guest_open(path.cText, OpenFlag.closeOnExec, 0))
    guard file >= 0 else { return nil }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = piece.withUnsafeMutableBytes { guest_read(file, $0.baseAddress, guest_size($0.count)) }
        if count <= 0 { break }
        bytes.append(contentsOf: piece[0..<count])
    }
    _ = guest_close(file)
    return bytes
}

/// Makes a directory and those that lead to it.
func makeDirectories(_ path: [UInt8]) {
    var end = 1
    while end <= path.count {
        if end == path.count || path[end] == UInt8(ascii: "/") {
            let text = CText([UInt8](path[0..<end]))
            _ = guest_mkdir(text.pointer, 0o755)
        }
        end += 1
    }
}

/// Ends the VM.
func powerOff() -> Never {
    // RB_POWER_OFF, then RB_AUTOBOOT where there is no way to power off (reboot(2)).
    _ = guest_reboot(0x4321_fedc)
    _ = guest_reboot(0x0123_4567)
    while true { sleep(microseconds: 1_000_000) }
}
