// SPDX-License-Identifier: Apache-2.0

/// Machine code that prints the text right behind it, up to a zero byte, and halts.
public struct BootStub: Sendable, Equatable {
    /// The code, made to be loaded at 0x7C00 with the message right behind it.
    public let code: [UInt8]

    /// Bytes of a boot sector that hold the stub, the message and its final zero byte. The disk signature follows
    /// them (UEFI 2.10 section 5.2.1), and we leave that alone.
    public static let areaInBytes = 440

    /// Bytes that this stub leaves for the message, in code page 437 and without its final zero byte.
    public var messageLimitInBytes: Int { Self.areaInBytes - code.count - 1 }

    /// A stub of ready-made code, such as that of a `--boot-stub` file.
    ///
    /// - Throws: ``BootSectorError`` with the code `badStub` when it is empty or leaves no room for a message.
    public init(code: [UInt8]) throws(BootSectorError) {
        guard !code.isEmpty else {
            throw BootSectorError(.badStub, "Cannot use the boot stub: it is empty. Give a file of machine code.")
        }
        guard code.count < Self.areaInBytes - 1 else {
            throw BootSectorError(
                .badStub,
                """
                Cannot use the boot stub: its \(code.count) bytes leave no room for a message, as stub and message \
                share \(Self.areaInBytes) bytes. Give a file of plain machine code, without a file header.
                """)
        }
        self.code = code
    }

    private init(_ instructions: [Instruction]) {
        // The instructions below are constants of this file, and a test assembles them all.
        code = (try? Assembler().assemble(instructions)) ?? []
    }

    /// Our stub: prints by way of the BIOS and on the first serial port at 0x3F8, then sleeps for ever.
    ///
    /// It relies on nothing but the stack, on which the BIOS itself was running when it jumped here, and on being
    /// loaded at 0x7C00. The serial port is used as the firmware left it. A transmitter that never gets ready, or
    /// is not there, costs a bounded wait (65,536 reads) before each character, so that the screen always gets its text.
    public static let current = BootStub(instructions)

    /// The instructions of ``current``.
    public static let instructions: [Instruction] = [
        .xor(.ax, .ax),
        .moveSegment(.ds, .ax),
        .clearDirection,
        .moveAddress(.si, .end),
        .label("next character"),
        .move(.dx, 0x3FD),  // the line status register of the first serial port
        .xor(.cx, .cx),
        .label("wait"),
        .inputByte,
        .testAL(0x20),  // transmitter holding register empty
        .loopWhileZero("wait"),
        .loadStringByte,
        .testBytes(.al, .al),
        .jumpIfZero("halt"),
        .moveByte(.dl, 0xF8),  // 0x3F8, the data register
        .outputByte,
        .moveByte(.ah, 0x0E),  // teletype output
        .move(.bx, 0x0007),  // page 0; light grey, should the screen be in a graphics mode
        .interrupt(0x10),
        .jump("next character"),
        .label("halt"),
        .clearInterrupts,
        .halt,
        .jump("halt"),
    ]

    /// The stub of byebyebios 1.0, whose author published it in a blog post of 6 October 2023: the same job without
    /// a wait for the transmitter, and trusting the BIOS with ds and the direction flag.
    public static let original = BootStub([
        .moveAddress(.si, .end),
        .moveByte(.ah, 0x0E),
        .move(.dx, 0x3F8),
        .label("next character"),
        .loadStringByte,
        .compareAL(0),
        .jumpIfZero("halt"),
        .interrupt(0x10),
        .outputByte,
        .jump("next character"),
        .label("halt"),
        .halt,
        .jump("halt"),
    ])

    /// The stub with a message behind it, and zero bytes up to ``areaInBytes``.
    ///
    /// - Throws: ``BootSectorError`` with the code `messageTooLong`.
    public func area(with message: BootMessage) throws(BootSectorError) -> [UInt8] {
        let excess = message.bytes.count - messageLimitInBytes
        guard excess <= 0 else {
            throw BootSectorError(
                .messageTooLong,
                """
                Cannot fit the message: it takes \(message.bytes.count) bytes with its line ends, \(excess) more than \
                the \(messageLimitInBytes) that the boot stub leaves. Shorten it.
                """)
        }
        let used = code + message.bytes
        return used + [UInt8](repeating: 0, count: Self.areaInBytes - used.count)
    }
}
