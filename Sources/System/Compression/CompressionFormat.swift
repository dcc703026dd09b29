// SPDX-License-Identifier: Apache-2.0

/// The compressed formats that Linux kernels, their modules and their initial RAM disks come in.
public enum CompressionFormat: String, Sendable, CaseIterable {
    /// gzip, RFC 1952.
    case gzip
    /// xz, the .xz file format 1.1.0.
    case xz
    /// Zstandard, RFC 8878.
    case zstd
    /// LZ4 legacy frames, as `lz4 -l` writes them for kernels: blocks of at most 8 MiB. Read only.
    case lz4Legacy

    /// The number of bytes that ``init(detecting:)`` looks at.
    public static let signatureLength = 6

    /// The bytes that every file of this format begins with.
    public var signature: [UInt8] {
        switch self {
        case .gzip: [0x1F, 0x8B]
        case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
        case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
        case .lz4Legacy: [0x02, 0x21, 0x4C, 0x18]
        }
    }

    /// The format whose signature these first bytes of a file are; nil when they are none's, so when the file is
    /// taken to be plain.
    public init?(detecting prefix: some Collection<UInt8>) {
        guard let format = Self.allCases.first(where: { prefix.starts(with: $0.signature) }) else { return nil }
        self = format
    }
}
