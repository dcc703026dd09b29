// SPDX-License-Identifier: Apache-2.0

internal import BootSector

/// The screen of a PC that booted a sector.
struct Preview {
    let text: String

    /// Prints the sector's message behind what SeaBIOS, QEMU's BIOS, prints.
    init(of record: MasterBootRecord, knowing stubs: [BootStub]) throws {
        let message: BootMessage
        switch BootCode(of: record, knowing: stubs) {
        case .ours(_, let text), .original(let text): message = text
        case .empty: throw Refusal(description: "Cannot show a preview: the boot sector has no boot code.")
        case .foreign:
            throw Refusal(
                description:
                    "Cannot show a preview: the boot code is another program's. Use '--screenshot' to see it run.")
        }
        var screen = TextScreen()
        screen.print(Array("SeaBIOS\r\n\r\nBooting from Hard Disk...\r\n".utf8) + message.bytes)
        text = screen.framed + "The first serial port gets the message too."
    }
}
