// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite struct SystemCallTests {
    @Test("a failed call throws its error number")
    func failure() {
        #expect(throws: Errno.badFileDescriptor) { try systemCall { close(-1) } }
    }

    @Test("an interrupted call is made again")
    func interruption() throws {
        var calls = 0
        let result = try systemCall { () -> CInt in
            calls += 1
            errno = EINTR
            return calls < 3 ? -1 : 7
        }
        #expect(result == 7)
        #expect(calls == 3)
    }
}
