// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// A macvtap: an interface with an address of its own over another one of the host, whose packets go through a character device;
/// see ip-link(8).
///
/// Other than a tap it stays when its user ends, so it carries a note by which it is found again; see ``removeAll(noted:)``.
public enum MacVTap {
    /// How those that share an interface reach each other; MACVLAN_MODE of linux/if_link.h.
    public enum Mode: UInt32, Sendable {
        /// Not at all.
        case `private` = 1
        /// By the switch that the host is connected to.
        case vepa = 2
        /// Directly.
        case bridge = 4
        /// One has the interface to itself, which takes its address for that time and gets its own back from the kernel when it goes.
        case passthrough = 8
    }

    /// Makes one, opens its queues and brings it up.
    ///
    /// - Parameters:
    ///   - name: Its name; nil for the first of `macvtap0`, `macvtap1` and so on that is free.
    ///   - lower: The host's interface below it.
    ///   - address: The guest's hardware address, six bytes.
    ///   - note: By what it is found again, at most 255 bytes.
    /// - Throws: The error number: `noSuchAddressOrDevice` when there is no such interface, `notPermitted` without CAP_NET_ADMIN.
    public static func make(
        _ name: String?, over lower: String, _ mode: Mode, address: [UInt8], queueCount: Int = 1,
        hasVirtioHeader: Bool, note: String
    ) throws(Errno) -> NetworkTap {
        let below = if_nametoindex(lower)
        guard below != 0 else { throw .last }
        let name = try add(name, below, mode, address)
        do throws(Errno) {
            let index = if_nametoindex(name)
            // The kernel takes no alias with a new one.
            var message = LinkMessage(.change, index: index)
            message.add(LinkMessage.Attribute.alias, note.utf8)
            try message.send()
            let interfaces = try NetworkInterfaces()
            // A new one has that of the interface below.
            if mode == .passthrough, !address.isEmpty { try interfaces.setAddress(of: name, to: address) }
            try interfaces.setUp(name, true)
            let device = Self.device(of: name, index)
            var queues: [FileDescriptor] = []
            for _ in 0..<queueCount {
                let result = clinux_macvtap_open(index, device.major, device.minor, hasVirtioHeader, queueCount > 1)
                guard result >= 0 else {
                    for queue in queues { try? queue.close() }
                    throw Errno(rawValue: -result)
                }
                queues.append(FileDescriptor(rawValue: result))
            }
            return NetworkTap(name: name, queues: queues)
        } catch {
            try? remove(name)
            throw error
        }
    }

    /// The numbers of its character device; 0 where /sys does not show our interfaces.
    private static func device(of name: String, _ index: UInt32) -> (major: UInt32, minor: UInt32) {
        let file = FilePath("/sys/class/net/\(name)/macvtap/tap\(index)/dev")
        let text = String(decoding: (try? file.contents(atMost: 64)) ?? [], as: UTF8.self)
        let numbers = text.split { !$0.isNumber }.compactMap { UInt32($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }

    /// - Returns: Its name.
    private static func add(
        _ name: String?, _ below: UInt32, _ mode: Mode, _ address: [UInt8]
    ) throws(Errno) -> String {
        if let name {
            try create(name, below, mode, address)
            return name
        }
        for number in 0..<10_000 {
            do throws(Errno) {
                try create("macvtap\(number)", below, mode, address)
                return "macvtap\(number)"
            } catch .fileExists {
                continue
            }
        }
        throw .fileExists
    }

    private static func create(
        _ name: String, _ below: UInt32, _ mode: Mode, _ address: [UInt8]
    ) throws(Errno) {
        var message = LinkMessage(.new)
        message.add(LinkMessage.Attribute.name, Array(name.utf8) + [0])
        message.add(LinkMessage.Attribute.link, number: below)
        message.add(LinkMessage.Attribute.address, address)
        message.nest(LinkMessage.Attribute.information) { message in
            message.add(LinkMessage.Information.kind, "macvtap".utf8)
            message.nest(LinkMessage.Information.data) { $0.add(LinkMessage.MacVLAN.mode, number: mode.rawValue) }
        }
        try message.send()
    }

    /// Removes one.
    public static func remove(_ name: String) throws(Errno) {
        let index = if_nametoindex(name)
        guard index != 0 else { throw .last }
        try LinkMessage(.delete, index: index).send()
    }

    /// Removes those whose notes say that they are the caller's, as after a crash; blocks.
    ///
    /// - Parameter isOurs: Told each note.
    public static func removeAll(noted isOurs: (String) -> Bool) throws(Errno) {
        let directory = FilePath("/sys/class/macvtap")
        guard directory.isDirectory else { return }
        for device in try directory.entries() {
            let interface = directory.appending(device).appending("device")
            guard let note = try? interface.appending("ifalias").contents(),
                isOurs(String(decoding: note, as: UTF8.self).filter { !$0.isNewline }),
                let link = try? FilePath.realPath(of: interface), let name = link.lastComponent?.string
            else { continue }
            try remove(name)
        }
    }
}
