// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// Unpacks a cpio archive in the "newc" form into the root, piece by piece as it comes, as the kernel unpacks the image that
/// it boots with (its Documentation/driver-api/early-userspace/buffer-format.rst).
///
/// ```
///   header --110 bytes--> name --its size, filled to 4--> content --its size, filled to 4--> header
///                           \
///                            +-- "TRAILER!!!" --> finished
/// ```
/// What stands where an entry is to stand gives way, unless both are directories.
struct Unpacker {
    // Numbered, because the comparison of other enumerations brings hashing along, and with that a C library.
    private enum State: UInt8 { case header, name, content, padding, finished }

    /// Why an archive cannot be unpacked, for a sentence to the host.
    struct Trouble: Error {
        var message: Message
    }

    private var state = State.header
    /// A header, a name or a link's target, as far as it has come.
    private var gathered: [UInt8] = []
    private var entry = Entry()
    /// What is still to come of the content, or of the zero bytes behind it.
    private var rest = 0
    /// What open(2) and mkdir(2) take away from permissions; every program inherits it.
    private static let mask: UInt32 = 0o022

    /// The file that is being written; -1 for none.
    private var file: CInt = -1
    /// The first name of each file that has several.
    private var linked: [(inode: UInt32, path: [UInt8])] = []

    /// What the numbers of a header say; see ``read(_:)``.
    private struct Entry {
        var inode: UInt32 = 0
        var mode: UInt32 = 0
        var links: UInt32 = 0
        var time: UInt32 = 0
        var size = 0
        var nameSize = 0
        var device: UInt32 = 0
        var path: [UInt8] = []

        /// The kind of file in the mode (inode(7)).
        var kind: UInt32 { mode & 0o170000 }
        var permissions: UInt32 { mode & 0o7777 }
    }

    private static let headerSize = 110
    private static let directory: UInt32 = 0o040000
    private static let regular: UInt32 = 0o100000
    private static let symbolicLink: UInt32 = 0o120000

    /// Takes the next piece.
    mutating func unpack(_ bytes: UnsafeRawBufferPointer) throws(Trouble) {
        var position = 0
        while position < bytes.count {
            let more = UnsafeRawBufferPointer(rebasing: bytes[position...])
            switch state {
            case .header:
                position += gather(more, upTo: Self.headerSize)
                if gathered.count == Self.headerSize { try beginEntry() }
            case .name:
                let size = Self.filled(Self.headerSize + entry.nameSize) - Self.headerSize
                position += gather(more, upTo: size)
                if gathered.count == size { try beginContent() }
            case .content:
                let piece = UnsafeRawBufferPointer(rebasing: more.prefix(rest))
                try take(piece)
                rest -= piece.count
                position += piece.count
                if rest == 0 { try endContent() }
            case .padding:
                let count = min(rest, more.count)
                rest -= count
                position += count
                if rest == 0 { state = .header }
            case .finished: return
            }
        }
    }

    private static func filled(_ size: Int) -> Int { (size + 3) & ~3 }

    private mutating func gather(_ bytes: UnsafeRawBufferPointer, upTo size: Int) -> Int {
        let count = min(size - gathered.count, bytes.count)
        gathered.append(contentsOf: bytes.prefix(count))
        return count
    }

    // MARK: Entries

    private mutating func beginEntry() throws(Trouble) {
        let magic: StaticString = "070701"
        for index in 0..<6 where gathered[index] != magic.utf8Start[index] { throw Self.malformed }
        var numbers = InlineArray<13, UInt32>(repeating: 0)
        for index in 0..<13 {
            for digit in gathered[(6 + 8 * index)..<(14 + 8 * index)] {
                guard let value = Self.hexadecimal(digit) else { throw Self.malformed }
                numbers[index] = numbers[index] << 4 | value
            }
        }
        entry = Entry()
        entry.inode = numbers[0]
        entry.mode = numbers[1]
        entry.links = numbers[4]
        entry.time = numbers[5]
        entry.size = Int(numbers[6])
        // As mknod(2) takes it: 12 bits of the major number between the lower and the upper ones of the minor.
        let (major, minor) = (numbers[9], numbers[10])
        entry.device = (minor & 0xff) | (major & 0xfff) << 8 | (minor & 0xfff00) << 12
        entry.nameSize = Int(numbers[11])
        guard entry.nameSize > 1, entry.nameSize <= 4096 else { throw Self.malformed }
        gathered.removeAll(keepingCapacity: true)
        state = .name
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt32? {
        switch digit {
        case 0x30...0x39: UInt32(digit - 0x30)
        case 0x41...0x46: UInt32(digit - 0x37)
        case 0x61...0x66: UInt32(digit - 0x57)
        default: nil
        }
    }

    private mutating func beginContent() throws(Trouble) {
        let name = [UInt8](gathered.prefix { $0 != 0 })
        gathered.removeAll(keepingCapacity: true)
        if name == ("TRAILER!!!" as Message).bytes {
            state = .finished
            return
        }
        entry.path = [UInt8(ascii: "/")] + name
        let path = CText(entry.path)
        switch entry.kind {
        case Self.directory:
            if guest_mkdir(path.pointer, 0o755) == ErrorNumber.exists { try keepDirectory(path) }
            _ = guest_chmod(path.pointer, entry.permissions)
        case Self.regular: try openFile(path)
        case Self.symbolicLink: guard entry.size > 0, entry.size < 4096 else { throw Self.malformed }
        default:
            try clear(path)
            let result = guest_mknod(path.pointer, entry.kind | entry.permissions, entry.device)
            guard result >= 0 else { throw trouble(result) }
        }
        rest = entry.size
        state = .content
        if rest == 0 { try endContent() }
    }

    /// Keeps a directory that is there already, and makes anything else give way to one.
    private func keepDirectory(_ path: borrowing CText) throws(Trouble) {
        let open = guest_open(path.pointer, OpenFlag.directory | OpenFlag.noFollow | OpenFlag.closeOnExec, 0)
        if open >= 0 {
            _ = guest_close(CInt(truncatingIfNeeded: open))
            return
        }
        try clear(path)
        let result = guest_mkdir(path.pointer, 0o755)
        guard result >= 0 else { throw trouble(result) }
    }

    private func clear(_ path: borrowing CText) throws(Trouble) {
        var result = guest_unlink(path.pointer)
        if result == ErrorNumber.isDirectory { result = guest_rmdir(path.pointer) }
        guard result >= 0 || result == ErrorNumber.noEntry else { throw trouble(result) }
    }

    /// Opens the file of an entry; that of a file with several names is the one of the first name.
    private mutating func openFile(_ path: borrowing CText) throws(Trouble) {
        var flags = OpenFlag.writeOnly | OpenFlag.noFollow | OpenFlag.closeOnExec
        if entry.links > 1 {
            if let first = linked.first(where: { $0.inode == entry.inode }) {
                try clear(path)
                let target = CText(first.path)
                let result = guest_link(target.pointer, path.pointer)
                guard result >= 0 else { throw trouble(result) }
                // Only the last name brings the content.
                guard entry.size > 0 else { return }
            } else {
                linked.append((entry.inode, entry.path))
                flags |= OpenFlag.create | OpenFlag.exclusive
            }
        } else {
            flags |= OpenFlag.create | OpenFlag.exclusive
        }
        var result = guest_open(path.pointer, flags, CInt(entry.permissions))
        if result == ErrorNumber.exists {
            try clear(path)
            result = guest_open(path.pointer, flags, CInt(entry.permissions))
        }
        guard result >= 0 else { throw trouble(result) }
        file = CInt(truncatingIfNeeded: result)
    }

    // MARK: Content

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws(Trouble) {
        if entry.kind == Self.symbolicLink {
            gathered.append(contentsOf: bytes)
            return
        }
        var position = 0
        while file >= 0, position < bytes.count {
            let written = guest_write(file, bytes.baseAddress.map { $0 + position }, guest_size(bytes.count - position))
            if written == ErrorNumber.interrupted { continue }
            guard written > 0 else { throw trouble(written) }
            position += written
        }
    }

    private mutating func endContent() throws(Trouble) {
        let path = CText(entry.path)
        if entry.kind == Self.symbolicLink {
            try clear(path)
            let target = CText(gathered)
            gathered.removeAll(keepingCapacity: true)
            let result = guest_symlink(target.pointer, path.pointer)
            guard result >= 0 else { throw trouble(result) }
        }
        if file >= 0 {
            _ = guest_close(file)
            file = -1
            if entry.permissions & Self.mask != 0 { _ = guest_chmod(path.pointer, entry.permissions) }
        }
        var times: (guest_timespec, guest_timespec) = (
            guest_timespec(seconds: Int(entry.time), nanoseconds: 0),
            guest_timespec(seconds: Int(entry.time), nanoseconds: 0)
        )
        withUnsafePointer(to: &times) { pointer in
            _ = pointer.withMemoryRebound(to: guest_timespec.self, capacity: 2) { guest_set_times(path.pointer, $0) }
        }
        rest = Self.filled(entry.size) - entry.size
        state = rest == 0 ? .header : .padding
    }

    // MARK: Troubles

    private static var malformed: Trouble { Trouble(message: "The archive of the job's files cannot be read.") }

    private func trouble(_ error: Int) -> Trouble {
        if error == ErrorNumber.noSpace {
            return Trouble(message: "The guest has no room for the job's files. Give it more memory with --memory.")
        }
        return Trouble(message: "The guest cannot make '\(entry.path)': error \(-error).")
    }
}
