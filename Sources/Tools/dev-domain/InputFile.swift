// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import SystemPackage

/// Whole files as text.
enum InputFile {
    /// The largest file that is read, in bytes. Recorded conversations with QEMU have some megabytes.
    static let maximumSize = 256 << 20

    static func bytes(_ path: String) throws -> [UInt8] {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly)
            return try descriptor.closeAfter {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 1 << 18)
                while true {
                    let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
                    if count == 0 { return bytes }
                    bytes += buffer[..<count]
                    guard bytes.count <= maximumSize else { throw Errno.fileTooLarge }
                }
            }
        } catch let error as Errno {
            throw Complaint("Cannot read '\(path)': \(error).")
        }
    }

    static func text(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Complaint("Cannot read '\(path)': it is not UTF-8.")
        }
        return text
    }

    static func json(_ path: String) throws -> JSONValue {
        do { return try JSONParser.parse(try text(path)) } catch let error as JSONError {
            throw Complaint("Cannot read '\(path)': \(error)")
        }
    }
}

extension Complaint {
    init(_ message: String) { description = message }
}
