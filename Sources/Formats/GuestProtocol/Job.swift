// SPDX-License-Identifier: Apache-2.0

/// What the guest is to do: one command with all that surrounds it. Texts are bytes, as Linux has them, without a NUL.
public struct Job: Sendable, Equatable {
    /// A file system to mount before the command starts; see mount(2).
    public struct Mount: Sendable, Equatable {
        /// The source: a 9p mount tag, a virtiofs tag or a device.
        public var source: [UInt8]
        /// Where it is mounted; made if it is missing.
        public var target: [UInt8]
        /// The type of the file system.
        public var type: [UInt8]
        /// The data argument, for instance `trans=virtio`.
        public var options: [UInt8]
        /// Mount it read-only.
        public var isReadOnly: Bool

        /// A mount; see the properties.
        public init(source: [UInt8], target: [UInt8], type: [UInt8], options: [UInt8], isReadOnly: Bool) {
            self.source = source
            self.target = target
            self.type = type
            self.options = options
            self.isReadOnly = isReadOnly
        }
    }

    /// A kernel module to load.
    public struct Module: Sendable, Equatable {
        /// Its file in the guest.
        public var path: [UInt8]
        /// Its options, as finit_module(2) takes them.
        public var options: [UInt8]

        /// A module with options.
        public init(path: [UInt8], options: [UInt8] = []) {
            self.path = path
            self.options = options
        }
    }

    /// The size of a terminal in character cells.
    public struct TerminalSize: Sendable, Equatable {
        /// Lines.
        public var rows: UInt16
        /// Characters in a line.
        public var columns: UInt16

        /// A size of that many rows and columns.
        public init(rows: UInt16, columns: UInt16) {
            self.rows = rows
            self.columns = columns
        }
    }

    /// The command and its arguments; the command is looked up in `PATH` of ``environment``.
    public var arguments: [[UInt8]] = []
    /// `NAME=VALUE` each.
    public var environment: [[UInt8]] = []
    /// Where the command starts.
    public var workingDirectory: [UInt8] = [UInt8(ascii: "/")]
    /// Run the command on a terminal of this size; nil for pipes.
    public var terminal: TerminalSize?
    /// Loaded in this order, before anything is mounted; those that the kernel has already are fine.
    public var modules: [Module] = []
    /// Mounted in this order.
    public var mounts: [Mount] = []
    /// Configure the first network interface for QEMU's user network (10.0.2.15/24, gateway 10.0.2.2).
    public var configuresUserNetwork = false
    /// The address that this interface is to have, six bytes (netdevice(7), SIOCSIFHWADDR); nil for the device's own.
    public var interfaceAddress: [UInt8]?
    /// Write all that is cached to the disks before the exit status is told, because the VM ends then.
    public var syncsAtExit = false

    /// An empty job.
    public init() {}

    /// The most that an encoded job may need, in bytes: Linux limits arguments and environment to about 2 MiB (execve(2)).
    public static let maximumEncodedSize = 4 * 1024 * 1024

    private enum Tag: UInt8 {
        case argument = 1
        case environment, workingDirectory, terminal, mount, userNetwork, sync, module, interfaceAddress
    }

    /// The job as a sequence of records: a tag, a 32-bit length, and as many bytes.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ tag: Tag, _ payload: [UInt8] = []) {
            bytes.append(tag.rawValue)
            bytes.appendLittleEndian(UInt32(truncatingIfNeeded: payload.count))
            bytes.append(contentsOf: payload)
        }
        for argument in arguments { append(.argument, argument) }
        for variable in environment { append(.environment, variable) }
        append(.workingDirectory, workingDirectory)
        if let terminal {
            append(.terminal, terminal.encoded)
        }
        for module in modules { append(.module, module.path + [0] + module.options) }
        for mount in mounts {
            var payload: [UInt8] = [mount.isReadOnly ? 1 : 0]
            for text in [mount.source, mount.target, mount.type, mount.options] {
                payload.append(contentsOf: text)
                payload.append(0)
            }
            append(.mount, payload)
        }
        if configuresUserNetwork { append(.userNetwork) }
        if let interfaceAddress { append(.interfaceAddress, interfaceAddress) }
        if syncsAtExit { append(.sync) }
        return bytes
    }

    /// Reads an encoded job; nil when it is cut short or holds a tag that this version does not know.
    public init?(decoding bytes: [UInt8]) {
        var position = 0
        while position < bytes.count {
            guard bytes.count - position >= 5, let tag = Tag(rawValue: bytes[position]) else { return nil }
            let length = bytes.withUnsafeBytes { Int($0.loadLittleEndian(at: position + 1)) }
            position += 5
            guard length <= bytes.count - position else { return nil }
            let payload = [UInt8](bytes[position..<position + length])
            position += length
            switch tag {
            case .argument: arguments.append(payload)
            case .environment: environment.append(payload)
            case .workingDirectory: workingDirectory = payload
            case .terminal:
                guard let size = TerminalSize(decoding: payload) else { return nil }
                terminal = size
            case .mount:
                guard let mount = Mount(decoding: payload) else { return nil }
                mounts.append(mount)
            case .userNetwork: configuresUserNetwork = true
            case .sync: syncsAtExit = true
            case .module:
                guard let end = payload.firstIndex(of: 0) else { return nil }
                modules.append(Module(path: [UInt8](payload[..<end]), options: [UInt8](payload[(end + 1)...])))
            case .interfaceAddress:
                guard payload.count == 6 else { return nil }
                interfaceAddress = payload
            }
        }
    }
}

extension Job.TerminalSize {
    /// Rows, then columns, each in two bytes.
    public var encoded: [UInt8] {
        [
            UInt8(truncatingIfNeeded: rows), UInt8(truncatingIfNeeded: rows >> 8),
            UInt8(truncatingIfNeeded: columns), UInt8(truncatingIfNeeded: columns >> 8),
        ]
    }

    /// Reads ``encoded``; nil unless it is four bytes.
    public init?(decoding bytes: [UInt8]) {
        guard bytes.count == 4 else { return nil }
        rows = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
        columns = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
    }
}

extension Job.Mount {
    fileprivate init?(decoding payload: [UInt8]) {
        guard let flag = payload.first else { return nil }
        var texts: [[UInt8]] = []
        var text: [UInt8] = []
        for byte in payload.dropFirst() {
            if byte == 0 {
                texts.append(text)
                text = []
            } else {
                text.append(byte)
            }
        }
        guard texts.count == 4, text.isEmpty else { return nil }
        self.init(source: texts[0], target: texts[1], type: texts[2], options: texts[3], isReadOnly: flag & 1 == 1)
    }
}

/// When the guest reached what, in microseconds since its kernel began to count (CLOCK_BOOTTIME, clock_gettime(2)).
public struct GuestMilestones: Sendable, Equatable {
    /// The init program began.
    public var initStarted: UInt32 = 0
    /// The kernel modules were loaded.
    public var modulesLoaded: UInt32 = 0
    /// The channel to the host was open.
    public var channelOpened: UInt32 = 0
    /// The command was started; 0 before that.
    public var commandStarted: UInt32 = 0
    /// The command had ended; 0 before that.
    public var commandEnded: UInt32 = 0

    /// Milestones that are not reached yet.
    public init() {}

    /// Bytes of an encoded value.
    public static let size = 20

    /// The numbers in the order of the properties.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for number in [initStarted, modulesLoaded, channelOpened, commandStarted, commandEnded] {
            bytes.appendLittleEndian(number)
        }
        return bytes
    }

    /// Reads ``encoded``; nil unless there are ``size`` bytes.
    public init?(decoding bytes: [UInt8]) {
        guard bytes.count == GuestMilestones.size else { return nil }
        bytes.withUnsafeBytes { bytes in
            initStarted = bytes.loadLittleEndian(at: 0)
            modulesLoaded = bytes.loadLittleEndian(at: 4)
            channelOpened = bytes.loadLittleEndian(at: 8)
            commandStarted = bytes.loadLittleEndian(at: 12)
            commandEnded = bytes.loadLittleEndian(at: 16)
        }
    }
}

extension [UInt8] {
    /// Appends a 32-bit number, least significant byte first.
    public mutating func appendLittleEndian(_ number: UInt32) {
        for index in 0..<4 {
            append(UInt8(truncatingIfNeeded: number >> UInt32(8 * index)))
        }
    }

    /// The 32-bit number in the first four bytes, least significant first; nil when there are fewer.
    public var littleEndianNumber: UInt32? {
        guard count >= 4 else { return nil }
        return withUnsafeBytes { $0.loadLittleEndian(at: 0) }
    }
}
