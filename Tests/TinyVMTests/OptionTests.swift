// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@testable import TinyVM

/// Options, their texts, and what becomes of them, without a guest.
@Suite struct OptionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("option") }

    @Test("values keep doubled commas; settings follow single ones")
    func text() {
        let option = OptionText("a,,b=c,ro,format=x=y,")
        #expect(option.value == "a,b=c")
        #expect(option.settings.map(\.key) == ["ro", "format", ""])
        #expect(option.settings.map(\.value) == [nil, "x=y", nil])
        #expect(OptionText("").value == "" && OptionText("").settings.isEmpty)
    }

    @Test("a disk's format is that of its suffix, or as told")
    func disk() throws {
        let path = try directory.write("a,b.QCOW2", "x")
        let typed = path.replacingOccurrences(of: ",", with: ",,")
        let disk = try TinyVM.Disk(parsing: typed)
        #expect(disk.path == FilePath(path) && disk.format == "qcow2" && disk.access == .snapshot)
        #expect(try TinyVM.Disk(parsing: "\(typed),format=raw,rw").format == "raw")
        #expect(try TinyVM.Disk(parsing: "\(typed),rw").access == .readWrite)
        #expect(try TinyVM.Disk(parsing: "\(typed),ro").access == .readOnly)
        #expect(throws: TinyVMError.self) { try TinyVM.Disk(parsing: "\(typed),format=") }
        #expect(throws: TinyVMError.self) { try TinyVM.Disk(parsing: "\(typed),ro=1") }
    }

    @Test("a share has a place in the guest, its own or another")
    func share() throws {
        let source = try FilePath.realPath(of: FilePath(directory.path))
        let share = try TinyVM.Share(parsing: directory.path)
        #expect(share.source == source && share.target == source && !share.isWritable)
        let other = try TinyVM.Share(parsing: "\(directory.path)=/x,rw")
        #expect(other.target == "/x" && other.isWritable)
        #expect(throws: TinyVMError.self) { try TinyVM.Share(parsing: "\(directory.path),ro") }
        #expect(throws: TinyVMError.self) { try TinyVM.Share(parsing: "/=/") }
        #expect(throws: TinyVMError.self) { try TinyVM.Share(parsing: "/") }
    }

    @Test("no text of an option crashes")
    func fuzz() {
        var random = SeededGenerator(seed: 3)
        let parts = [",", ",,", "=", "/tmp", "ro", "rw", "format", "é", "\u{301}", "\0", "..", "", "//"]
        for _ in 0..<SeededGenerator.rounds(2000) {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                parts[Int.random(in: 0..<parts.count, using: &random)]
            }.joined()
            _ = OptionText(text)
            _ = try? TinyVM.Disk(parsing: text)
            _ = try? TinyVM.Share(parsing: text)
        }
    }

    @Test("times are a table, and a JSON object whose parts add up")
    func timings() throws {
        var timings = Timings()
        timings.add("image", "make it", .milliseconds(12))
        timings.add("exit", "end it", .microseconds(34_560))
        #expect(
            timings.description
                == "image           12.0 ms  make it\nexit            34.6 ms  end it\ntotal           46.6 ms")
        #expect(timings.json == #"{"image": 12.0, "exit": 34.6, "total": 46.6}"#)
        timings.add("odd", "", .milliseconds(-100))
        #expect(timings.json.contains(#""odd": -100.0, "total": -53.4"#))
        timings = Timings()
        timings.add("odd", "", .microseconds(-500))
        #expect(timings.json.contains(#""odd": -0.5"#))
    }

    @Test("three keys within a second end a session, and nothing else does")
    func escape() {
        func typed(_ pieces: [(String, Int)]) -> Bool {
            var key = EscapeKey()
            let start = ContinuousClock.now
            return pieces.contains { text, milliseconds in
                Array(text.utf8).withUnsafeBytes {
                    key.isComplete(after: $0, at: start + .milliseconds(milliseconds))
                }
            }
        }
        #expect(typed([("\u{1d}\u{1d}\u{1d}", 0)]))
        #expect(typed([("ab\u{1d}", 0), ("\u{1d}", 400), ("\u{1d}xy", 900)]))
        #expect(!typed([("\u{1d}\u{1d}", 0), ("\u{1d}", 1100)]))
        #expect(!typed([("\u{1d}\u{1d}", 0), ("x", 100), ("\u{1d}", 200)]))
        #expect(!typed([("", 0)]))
    }

    @Test("releases are compared as people do")
    func releases() {
        #expect(KernelImage.isOlder("6.1.0-9-amd64", "6.1.0-18-amd64"))
        #expect(KernelImage.isOlder("5.19.0", "6.1.0"))
        #expect(!KernelImage.isOlder("6.10.1", "6.9.12") && !KernelImage.isOlder("6.1", "6.1"))
    }
}
