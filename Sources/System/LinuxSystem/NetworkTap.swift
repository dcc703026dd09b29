// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// A tap: a network interface of the host whose other side is a descriptor, such as a guest's network card.
///
/// One that was made here goes with the last descriptor of its queues, so nothing is left when its user ends, by whatever way.
public struct NetworkTap: Sendable {
    /// The interface's name.
    public let name: String
    /// A descriptor for each queue, which the owner closes.
    public let queues: [FileDescriptor]

    /// Makes a tap, or opens one that is there.
    ///
    /// - Parameters:
    ///   - pattern: Its name, or a pattern such as `vnet%d`, for which the kernel chooses the first number that is free.
    ///   - queueCount: How many queues it has.
    ///   - hasVirtioHeader: Whether packets carry the header of virtio-net, which spares work.
    ///   - isNew: Whether it must not be there yet.
    /// - Throws: The error number: `permissionDenied` without CAP_NET_ADMIN, `deviceOrResourceBusy` when it is there
    ///   already or somebody uses it.
    public init(_ pattern: String, queueCount: Int = 1, hasVirtioHeader: Bool, isNew: Bool = true) throws(Errno) {
        var kind = hasVirtioHeader ? CInt(CLINUX_TAP_VNET_HEADER) : 0
        if queueCount > 1 { kind |= CInt(CLINUX_TAP_MULTI_QUEUE) }
        var text = try Self.buffer(pattern)
        var queues: [FileDescriptor] = []
        for index in 0..<queueCount {
            let isFirst = index == 0 && isNew
            let result = clinux_tap_open(&text, isFirst ? kind | CInt(CLINUX_TAP_NEW) : kind)
            guard result >= 0 else {
                for queue in queues { try? queue.close() }
                throw Errno(rawValue: -result)
            }
            queues.append(FileDescriptor(rawValue: result))
        }
        self.queues = queues
        name = Self.text(text)
    }

    /// One that is there, with its queues.
    init(name: String, queues: [FileDescriptor]) { (self.name, self.queues) = (name, queues) }

    /// Takes over a tap that a helper made.
    public init(queue: FileDescriptor) throws(Errno) {
        var text = [CChar](repeating: 0, count: Int(CLINUX_INTERFACE_NAME_SIZE))
        let result = clinux_tap_name(queue.rawValue, &text)
        guard result >= 0 else { throw Errno(rawValue: -result) }
        name = Self.text(text)
        queues = [queue]
    }

    private static func buffer(_ name: String) throws(Errno) -> [CChar] {
        let size = Int(CLINUX_INTERFACE_NAME_SIZE)
        let text = Array(name.utf8CString)
        guard text.count <= size else { throw .fileNameTooLong }
        return text + [CChar](repeating: 0, count: size - text.count)
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Network interfaces of this network namespace; netdevice(7).
public struct NetworkInterfaces: ~Copyable, Sendable {
    private let socket: CInt

    /// Opens what the calls need.
    public init() throws(Errno) { socket = try Self.check(clinux_interface_socket()) }

    deinit { close(socket) }

    /// The largest packet of an interface, in bytes.
    public borrowing func mtu(of name: String) throws(Errno) -> Int {
        Int(try Self.check(clinux_interface_mtu(socket, name)))
    }

    /// Sets the largest packet, in bytes.
    public borrowing func setMTU(of name: String, to mtu: Int) throws(Errno) {
        try Self.check(clinux_interface_set_mtu(socket, name, CInt(clamping: mtu)))
    }

    /// Sets the hardware address, six bytes.
    public borrowing func setAddress(of name: String, to address: [UInt8]) throws(Errno) {
        guard address.count == 6 else { throw .invalidArgument }
        try Self.check(clinux_interface_set_address(socket, name, address))
    }

    /// Brings an interface up, or down.
    public borrowing func setUp(_ name: String, _ isUp: Bool) throws(Errno) {
        try Self.check(clinux_interface_set_up(socket, name, isUp))
    }

    /// Puts an interface into a bridge, which it leaves when it goes.
    public borrowing func add(_ name: String, toBridge bridge: String) throws(Errno) {
        try Self.check(clinux_bridge_add(socket, bridge, name))
    }

    @discardableResult
    private static func check(_ result: CInt) throws(Errno) -> CInt {
        guard result >= 0 else { throw Errno(rawValue: -result) }
        return result
    }
}

extension FileDescriptor {
    /// Takes the descriptor that a peer sent over this socket, without waiting; see SCM_RIGHTS in unix(7).
    ///
    /// - Throws: The error number; `noMessage` when what came was no descriptor.
    package func receiveDescriptor() throws(Errno) -> FileDescriptor {
        let result = clinux_receive_descriptor(rawValue)
        guard result >= 0 else { throw Errno(rawValue: -result) }
        return FileDescriptor(rawValue: result)
    }
}
