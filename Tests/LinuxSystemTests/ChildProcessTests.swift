// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    private func shell(_ script: String) -> ChildProcess.Request {
        ChildProcess.Request(program: "/bin/sh", arguments: ["sh", "-c", script], environment: ["A=b c"])
    }

    @Test("a child gets its arguments, its environment and the descriptors by the numbers asked for")
    func start() throws {
        let (reading, writing) = try FileDescriptor.pipe()
        var request = shell("printf '%s' \"$A $0\" >&3; exit 3")
        request.descriptors = [(writing, 3), (reading, 4)]
        let child = try ChildProcess.start(request)
        try writing.close()
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = try bytes.withUnsafeMutableBytes { try reading.read(into: $0) }
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "b c sh")
        #expect(try child.wait() == .exited(3))
        try reading.close()
    }

    @Test("a child gets no descriptor that is close-on-exec")
    func descriptors() throws {
        let file = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        let child = try ChildProcess.start(shell("test ! -e /proc/self/fd/\(file.rawValue)"))
        #expect(try child.wait() == .exited(0))
        try file.close()
    }

    @Test("a program that cannot be started is an error, and leaves no process")
    func failure() {
        #expect(throws: Errno.noSuchFileOrDirectory) {
            _ = try ChildProcess.start(
                ChildProcess.Request(program: "/nonexistent", arguments: ["x"], environment: []))
        }
        #expect(throws: Errno.permissionDenied) {
            _ = try ChildProcess.start(ChildProcess.Request(program: "/etc", arguments: ["x"], environment: []))
        }
    }

    @Test("a signal ends a child")
    func signal() throws {
        let child = try ChildProcess.start(shell("exec sleep 60"))
        child.send(SIGTERM)
        #expect(try child.wait() == .signaled(SIGTERM))
        child.send(SIGTERM)
    }
}
