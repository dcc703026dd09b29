// SPDX-License-Identifier: Apache-2.0

import DiskImage
import Foundation
import TestSupport
import Testing

@Suite struct QCow2OverlayTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("overlay") }

    @Test(
        "the image that takes a disk's changes is whole in the eyes of qemu-img",
        .enabled(if: Program.areInstalled("qemu-img")),
        arguments: [512, 1 << 20, (1 << 29) + 512, 1 << 40, 1 << 44] as [UInt64])
    func overlay(size: UInt64) throws {
        let path = try directory.write("overlay.qcow2", Data(QCow2Overlay.bytes(virtualSize: size)))
        let result = try Program.run(["qemu-img", "check", path])
        #expect(result.status == 0 && result.text.contains("No errors were found"), "\(result.text)\(result.errorText)")
        #expect(try Program.run(["qemu-img", "info", path]).text.contains("(\(size) bytes)"))
    }
}
