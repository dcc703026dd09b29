// SPDX-License-Identifier: Apache-2.0

import Foundation
import QEMUDriver
import SystemPackage
import TestSupport
import Testing

@Suite struct ConsoleLogTests {
    @Test("a log below its limit is left alone, and older ones move on and end")
    func generations() throws {
        let folder = try TemporaryDirectory()
        let path = folder("console.log")
        var log = ConsoleLog(FilePath(path))
        (log.limitInBytes, log.generations) = (10, 2)
        try folder.write("console.log", "short")
        #expect(try !log.rotateIfNeeded())
        for round in 0..<4 {
            try folder.write("console.log", "round \(round) is long")
            #expect(try log.rotateIfNeeded())
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
        }
        #expect(try folder.entries() == ["console.log", "console.log.0", "console.log.1"])
        #expect(try String(contentsOfFile: "\(path).0", encoding: .utf8) == "round 3 is long")
        #expect(try String(contentsOfFile: "\(path).1", encoding: .utf8) == "round 2 is long")
        log.generations = 0
        try folder.write("console.log", "nobody keeps this")
        #expect(try log.rotateIfNeeded())
        #expect(try folder.entries() == ["console.log", "console.log.0", "console.log.1"])
    }

    @Test("a writer that appends meanwhile goes on, its log stays small, and its lines stay in order")
    func writer() throws {
        let folder = try TemporaryDirectory()
        let path = folder("console.log")
        var log = ConsoleLog(FilePath(path))
        (log.limitInBytes, log.generations) = (20_000, 5)
        let stop = folder("stop")
        let script = "i=0; while [ ! -e \(stop) ]; do echo line $i; i=$((i+1)); done >> \(path); echo $i > \(stop)"
        let writer = try RunningProgram(["sh", "-c", script])
        var rotations = 0
        #expect(
            RunningProgram.wait {
                if (try? log.rotateIfNeeded()) == true { rotations += 1 }
                return rotations == 5
            })
        try Data().write(to: URL(fileURLWithPath: stop))
        #expect(writer.wait() == 0)
        let count = try #require(
            Int(String(contentsOfFile: stop, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
        var numbers: [Int] = []
        for name in (0..<rotations).reversed().map({ ".\($0)" }) + [""] {
            let text = try String(contentsOfFile: path + name, encoding: .utf8)
            numbers += text.split(separator: "\n").compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        }
        let isInOrder = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        #expect(isInOrder)
        #expect(numbers.last == count - 1)
        // At most the lines of the moment between the last look and the truncation are lost.
        #expect(numbers.count > count - rotations * 50, "\(numbers.count) of \(count) lines after \(rotations) rotations")
    }

    @Test("a log that is a link is not followed")
    func link() throws {
        let folder = try TemporaryDirectory()
        try folder.write("target", "important and long enough")
        try FileManager.default.createSymbolicLink(atPath: folder("console.log"), withDestinationPath: folder("target"))
        var log = ConsoleLog(FilePath(folder("console.log")))
        log.limitInBytes = 1
        #expect(throws: Errno.self) { try log.rotateIfNeeded() }
        #expect(try String(contentsOfFile: folder("target"), encoding: .utf8) == "important and long enough")
    }
}
