// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite struct FileCopyTests {
    private let directory: TemporaryDirectory
    private let text = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 >> 3) })

    init() throws { directory = try TemporaryDirectory("copy") }

    private func source() throws -> FileDescriptor {
        try FileDescriptor.open(FilePath(directory.write("from", text)), .readOnly)
    }

    @Test("bytes are appended at the position of a file, of one opened for appending, and of a pipe")
    func ways() throws {
        let from = try source()
        let options: [FileDescriptor.OpenOptions] = [[.create], [.create, .append]]
        for (number, options) in options.enumerated() {
            let path = directory("to\(number)")
            let to = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: options, permissions: .ownerReadWrite)
            try to.writeAll("start".utf8)
            #expect(try to.append(200_000, of: from, from: 50_000) == 200_000)
            // It ends earlier than asked for.
            #expect(try to.append(100, of: from, from: 299_990) == 10)
            try to.close()
            let expected = Data("start".utf8) + text[50_000..<250_000] + text[299_990...]
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == expected)
        }
        let pipe = Pipe()
        let end = FileDescriptor(rawValue: pipe.fileHandleForWriting.fileDescriptor)
        #expect(try end.append(5000, of: from, from: 7) == 5000)
        try pipe.fileHandleForWriting.close()
        #expect(try pipe.fileHandleForReading.readToEnd() == text[7..<5007])
        try from.close()
    }

    @Test("a full device is an error")
    func full() throws {
        let to = try FileDescriptor.open("/dev/full", .writeOnly)
        #expect(throws: Errno.noSpace) { try to.append(10_000, of: source()) }
        try to.close()
    }

    @Test("bytes are found in others")
    func find() {
        Array("abcabd".utf8).withUnsafeBytes { bytes in
            #expect(bytes.firstOffset(of: Array("ab".utf8), from: 1) == 3)
            #expect(bytes.firstOffset(of: Array("abd".utf8), from: 4) == nil)
            #expect(bytes.firstOffset(of: [1], from: 6) == nil)
        }
    }
}
