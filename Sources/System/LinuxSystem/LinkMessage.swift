// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A request to the kernel about one network interface, and its answer; rtnetlink(7).
///
/// ```
///  0        4      6       8        12       16                         32
///  | length | type | flags | number | sender | family, kind, index, ... | attributes ...
/// ```
/// An attribute is a length and a type of 16 bits each, and a value that is filled up to a multiple of four. All numbers are in the
/// order of the machine.
struct LinkMessage {
    private var bytes: [UInt8] = []

    /// What is asked for.
    enum Kind {
        case new, change, delete

        /// RTM_NEWLINK and RTM_DELLINK of linux/rtnetlink.h.
        fileprivate var type: UInt16 { self == .delete ? 17 : 16 }
        /// NLM_F_REQUEST and NLM_F_ACK; NLM_F_CREATE and NLM_F_EXCL for a new one: linux/netlink.h.
        fileprivate var flags: UInt16 { self == .new ? 0x0605 : 0x0005 }
    }

    /// Attributes of linux/if_link.h.
    enum Attribute: UInt16 {
        case address = 1, name = 3, link = 5, information = 18, alias = 20
    }
    /// IFLA_INFO_KIND and IFLA_INFO_DATA, within ``Attribute/information``.
    enum Information: UInt16 { case kind = 1, data = 2 }
    /// IFLA_MACVLAN_MODE, within the data of a macvtap.
    enum MacVLAN: UInt16 { case mode = 1 }

    /// - Parameter index: The interface's number; 0 for one that is not there yet.
    init(_ kind: Kind, index: UInt32 = 0) {
        add(UInt32(0))
        add(kind.type)
        add(kind.flags)
        add(UInt32(1))
        add(UInt32(0))
        add(UInt32(0))
        add(index)
        add(UInt64(0))
    }

    private mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    /// Adds an attribute.
    mutating func add(_ type: some RawRepresentable<UInt16>, _ value: some Collection<UInt8>) {
        add(UInt16(clamping: 4 + value.count))
        add(type.rawValue)
        bytes += value
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    /// Adds an attribute that is a number.
    mutating func add(_ type: some RawRepresentable<UInt16>, number: UInt32) {
        withUnsafeBytes(of: number) { add(type, $0) }
    }

    /// Adds an attribute that holds others.
    mutating func nest(_ type: some RawRepresentable<UInt16>, _ body: (inout LinkMessage) -> Void) {
        let start = bytes.count
        add(type, [])
        body(&self)
        let length = UInt16(clamping: bytes.count - start)
        withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<start + 2, with: $0) }
    }

    /// Sends it and awaits the kernel's answer, which comes at once.
    ///
    /// - Throws: The error number that the kernel gives.
    func send() throws(Errno) {
        // NETLINK_ROUTE is 0.
        let type = CInt(SOCK_RAW.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let socket = try systemCall { Glibc.socket(AF_NETLINK, type, 0) }
        defer { close(socket) }
        var message = bytes
        withUnsafeBytes(of: UInt32(bytes.count)) { message.replaceSubrange(0..<4, with: $0) }
        try systemCall { Glibc.send(socket, message, message.count, 0) }
        var answer = [UInt8](repeating: 0, count: 4096)
        let count = try systemCall { recv(socket, &answer, answer.count, 0) }
        // NLMSG_ERROR with the negative error number behind the header; 0 is success.
        let isAnswer =
            count >= 20 && answer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: UInt16.self) } == 2
        guard isAnswer else { throw .protocolError }
        let error = answer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: CInt.self) }
        if error != 0 { throw Errno(rawValue: -error) }
    }
}
