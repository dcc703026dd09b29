// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI

/// The beginning of a file in which a machine is kept, as libvirt writes it (version 2): what stands before QEMU's own stream.
///
/// ```
///   0  16  "LibvirtQemudSave"; "LibvirtQemudPart" until all is written
///  16   4  version: 2
///  20   4  length of what follows the header: document, cookie and padding
///  24   4  whether the guest ran
///  28   4  compression of QEMU's stream: 0 none, 1 gzip, 2 bzip2, 3 xz, 4 lzop
///  32   4  where the cookie begins behind the header; 0 for none
///  36  56  nothing
///  92      document, ended by a zero byte; cookie, ended by a zero byte; padding; QEMU's stream
/// ```
///
/// Numbers are in the byte order of the host that wrote them, which the version tells.
struct SaveImageHeader: Sendable, Hashable {
    var isComplete: Bool
    var wasRunning: Bool
    /// The compression of QEMU's stream.
    var compression: UInt32 = 0
    var document: String
    var cookie: String?
    /// How much stands between the header and QEMU's stream, in bytes.
    private(set) var dataSize: Int

    static let size = 92
    private static let complete = Array("LibvirtQemudSave".utf8)
    private static let partial = Array("LibvirtQemudPart".utf8)
    private static let version: UInt32 = 2
    /// The longest document that is taken, in bytes.
    private static let maximumData = 16 << 20
    /// What is left free behind a document, so that it can be changed in place.
    private static let padding = 64 << 10

    init(document: String, wasRunning: Bool) {
        self.document = document
        self.wasRunning = wasRunning
        isComplete = false
        dataSize = document.utf8.count + 1 + Self.padding
    }

    /// Where QEMU's stream begins.
    var streamOffset: Int { Self.size + dataSize }

    /// How long what follows the header is, for the first ``size`` bytes of a file.
    static func dataSize(of bytes: [UInt8], in path: String) throws -> Int {
        guard bytes.count >= size, bytes.starts(with: complete) || bytes.starts(with: partial) else {
            throw VirtError(.operationFailed, "The file '\(path)' is not one in which a domain is kept.")
        }
        let words = try Words(bytes, path)
        guard words[1] > 0, words[1] <= UInt32(maximumData) else {
            throw VirtError(.operationFailed, "The header of '\(path)' is damaged: it tells of \(words[1]) bytes.")
        }
        return Int(words[1])
    }

    /// Reads the header and what follows it.
    init(_ bytes: [UInt8], data: [UInt8], in path: String) throws {
        dataSize = try Self.dataSize(of: bytes, in: path)
        let words = try Words(bytes, path)
        isComplete = bytes.starts(with: Self.complete)
        wasRunning = words[2] != 0
        compression = words[3]
        guard data.count == dataSize, let end = data.firstIndex(of: 0),
            let text = String(validating: data[..<end], as: UTF8.self)
        else {
            throw VirtError(.operationFailed, "The document in '\(path)' is cut off or damaged.")
        }
        document = text
        let place = Int(words[4])
        if place > 0, place < data.count { cookie = String(decoding: data[place...].prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The bytes up to QEMU's stream.
    var bytes: [UInt8] {
        var bytes = isComplete ? Self.complete : Self.partial
        let cookieOffset = cookie == nil ? 0 : UInt32(clamping: document.utf8.count + 1)
        for word in [Self.version, UInt32(clamping: dataSize), wasRunning ? 1 : 0, compression, cookieOffset] {
            withUnsafeBytes(of: word) { bytes += $0 }
        }
        bytes += [UInt8](repeating: 0, count: Self.size - bytes.count)
        bytes += Array(document.utf8) + [0]
        if let cookie { bytes += Array(cookie.utf8) + [0] }
        return bytes + [UInt8](repeating: 0, count: max(0, streamOffset - bytes.count))
    }

    /// Puts another document in the place of this one.
    ///
    /// - Throws: `operationFailed` when there is not enough room before QEMU's stream.
    mutating func replace(document: String, in path: String) throws {
        let needed = document.utf8.count + 1 + (cookie.map { $0.utf8.count + 1 } ?? 0)
        guard needed <= dataSize else {
            throw VirtError(
                .operationFailed,
                "The new document for '\(path)' has \(needed) bytes, and there is room for \(dataSize). Make it shorter."
            )
        }
        self.document = document
    }

    /// The numbers behind the name.
    private struct Words {
        private var words: [UInt32]
        subscript(_ index: Int) -> UInt32 { words[index] }

        init(_ bytes: [UInt8], _ path: String) throws {
            words = (0..<5).map { index in
                bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16 + 4 * index, as: UInt32.self) }
            }
            if words[0] > SaveImageHeader.version { words = words.map(\.byteSwapped) }
            guard words[0] == SaveImageHeader.version else {
                throw VirtError(
                    .operationFailed,
                    "The file '\(path)' is of version \(words[0]), and version \(SaveImageHeader.version) is known.")
            }
        }
    }
}
