// SPDX-License-Identifier: Apache-2.0

import GuestInit
import Testing

@Suite struct GuestInitTests {
    @Test(
        "each program is a small static executable of its machine",
        arguments: [(GuestInit.Architecture.x86_64, UInt8(62)), (.aarch64, 183)])
    func program(architecture: GuestInit.Architecture, machine: UInt8) {
        let program = GuestInit.program(for: architecture)
        #expect(program.count > 10_000 && program.count < 100_000)
        #expect(program.prefix(5) == [0x7f, 0x45, 0x4c, 0x46, 2])
        // e_type and e_machine (elf(5)): ET_EXEC, and the machine's number.
        #expect(program[16] == 2)
        #expect(program[18] == machine)
    }
}
