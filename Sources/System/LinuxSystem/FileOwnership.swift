// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// Files that are handed over to another user for a while, and given back to the owner that they had.
///
/// The owner is remembered in the file's extended attributes, in the form in which libvirt does it, so that each of the two
/// gives back what the other one took: `trusted.libvirt.security.dac` is the owner, `ref_dac` the number of users, `timestamp_dac`
/// the time of the boot since when that is so. Where a file has no such attributes the caller keeps the owner.
public struct FileOwnership: Sendable, Hashable {
    /// The file, free of links.
    public let path: FilePath
    /// The owner before, where the file does not remember it.
    private let keptUser: UInt32?
    private let keptGroup: UInt32?

    /// Why a file cannot be handed over.
    public enum Failure: Error, Sendable, Hashable {
        /// The system refused a step.
        case system(Errno)
        /// It is handed over to somebody else.
        case inUse(user: UInt32, group: UInt32)
    }

    /// Hands a file over; blocks.
    ///
    /// - Returns: What gives it back; nil when the identity can use it as it is, which is then not touched.
    public static func hand(
        _ path: FilePath, to identity: ProcessIdentity, forWriting: Bool
    ) throws(Failure) -> FileOwnership? {
        let owner: stat
        var isRemembered = true
        let real: FilePath
        do throws(Errno) {
            real = try FilePath.realPath(of: path)
            guard let file = try OwnedFile.open(real, unless: { isUsable($0, identity, forWriting) }) else {
                return nil
            }
            owner = try file.status()
            let users = file.users
            if isUsable(owner, identity, forWriting) {
                guard users > 0 else { return nil }
                // One more user of a file that was handed over already.
                file.set("ref_dac", "\(users + 1)")
            } else if users == 0 {
                isRemembered = file.remember(owner)
                do throws(Errno) {
                    try systemCall { fchown(file.number, identity.user, identity.group) }
                } catch {
                    file.forget()
                    throw error
                }
            } else {
                isRemembered = false
            }
        } catch {
            throw .system(error)
        }
        guard isRemembered || !isHandedOver(real) else {
            throw .inUse(user: owner.st_uid, group: owner.st_gid)
        }
        return FileOwnership(
            path: real, keptUser: isRemembered ? nil : owner.st_uid, keptGroup: isRemembered ? nil : owner.st_gid)
    }

    /// Gives the file back, unless others use it still; blocks.
    ///
    /// - Throws: The error number; `noSuchFileOrDirectory` is none, as there is nothing to give back then.
    public func giveBack() throws(Errno) {
        do throws(Errno) {
            let file = try OwnedFile(path)
            if let keptUser, let keptGroup {
                try systemCall { fchown(file.number, keptUser, keptGroup) }
                return
            }
            let users = file.users
            guard users > 0 else { return }
            if users > 1 {
                file.set("ref_dac", "\(users - 1)")
                return
            }
            let owner = file.rememberedOwner
            file.forget()
            if let owner { try systemCall { fchown(file.number, owner.user, owner.group) } }
        } catch .noSuchFileOrDirectory {
            return
        }
    }

    private static func isHandedOver(_ path: FilePath) -> Bool {
        guard let file = try? OwnedFile(path) else { return false }
        return file.users > 0
    }

    /// Whether an identity may use a file, by its permission bits (path_resolution(7)).
    private static func isUsable(_ status: stat, _ identity: ProcessIdentity, _ forWriting: Bool) -> Bool {
        if identity.user == 0 { return true }
        // A directory that is only read is one on the way to a file.
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        let wanted: mode_t = isDirectory ? (forWriting ? 7 : 1) : forWriting ? 6 : 4
        let groups = [identity.group] + identity.supplementaryGroups
        let shift: mode_t =
            status.st_uid == identity.user ? 6 : groups.contains(status.st_gid) ? 3 : 0
        return status.st_mode >> shift & wanted == wanted
    }
}

extension FileOwnership {
    /// Finds a file that was handed over by somebody who is not there any more; blocks.
    ///
    /// - Parameter path: The file; nil is the result when it does not remember an owner.
    public init?(handedOver path: FilePath) {
        guard let real = try? FilePath.realPath(of: path), Self.isHandedOver(real) else { return nil }
        self.init(path: real, keptUser: nil, keptGroup: nil)
    }
}

/// An open file with the attributes that remember its owner, locked against others who change them.
private final class OwnedFile {
    let number: CInt

    private static let prefix = "trusted.libvirt.security."
    /// The byte of a file whose lock guards its attributes, as with libvirt; QEMU's own are from 100 on.
    private static let lockedByte: Int64 = 1

    /// Opens a file; nil when it cannot be, as on a medium that cannot be written to, and is fine as it is.
    static func open(_ path: FilePath, unless isFine: (stat) -> Bool) throws(Errno) -> OwnedFile? {
        do throws(Errno) {
            return try OwnedFile(path)
        } catch {
            var status = stat()
            if path.withPlatformString({ stat($0, &status) }) == 0, isFine(status) { return nil }
            throw error
        }
    }

    init(_ path: FilePath) throws(Errno) {
        if path.isDirectory {
            number = try systemCall { path.withPlatformString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) } }
            return
        }
        // Neither a device nor a pipe is waited for.
        number = try systemCall {
            path.withPlatformString { Glibc.open($0, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
        }
        let result = clinux_lock_byte(number, Self.lockedByte)
        // Some file systems have no locks; then there are no attributes that count users either.
        if result < 0, -result != ENOLCK, -result != EOPNOTSUPP {
            close(number)
            throw Errno(rawValue: -result)
        }
    }

    deinit { close(number) }

    func status() throws(Errno) -> stat {
        var status = stat()
        try systemCall { fstat(number, &status) }
        return status
    }

    private func get(_ name: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let size = clinux_get_attribute(number, Self.prefix + name, &bytes, bytes.count)
        guard size >= 0 else { return nil }
        return String(decoding: bytes.prefix(Int(size)).prefix { $0 != 0 }, as: UTF8.self)
    }

    @discardableResult
    func set(_ name: String, _ text: String) -> Bool {
        clinux_set_attribute(number, Self.prefix + name, text, text.utf8.count) >= 0
    }

    /// How many users the file has since it was handed over; what a boot before this one left is none.
    var users: Int {
        guard let count = get("ref_dac").flatMap({ Int($0) }), count > 0 else { return 0 }
        return get("timestamp_dac") == Self.bootTime ? count : 0
    }

    /// Notes the owner and the first user.
    ///
    /// - Returns: Whether the file has room for it.
    func remember(_ owner: stat) -> Bool {
        let isNoted =
            set("dac", "+\(owner.st_uid):+\(owner.st_gid)") && set("ref_dac", "1")
            && set("timestamp_dac", Self.bootTime)
        if !isNoted { forget() }
        return isNoted
    }

    func forget() {
        for name in ["dac", "ref_dac", "timestamp_dac"] { _ = clinux_remove_attribute(number, Self.prefix + name) }
    }

    var rememberedOwner: (user: UInt32, group: UInt32)? {
        let parts = get("dac")?.split(separator: ":").compactMap { UInt32($0.drop { $0 == "+" }) } ?? []
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    /// When this machine was booted, in seconds since 1970 (proc(5), stat).
    private static var bootTime: String {
        let text = String(decoding: (try? FilePath("/proc/stat").contents(atMost: 1 << 20)) ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line?.split(separator: " ").last.map(String.init) ?? "0"
    }
}
