// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A guest of another machine, all from a tree of its packages.
@Suite struct ForeignTests {
    @Test("an arm64 guest runs a command of an arm64 tree, booted and restored", arguments: ["never", "always"])
    func arm64(warm: String) throws {
        guard let tree = try ForeignTree.arm64() else { return }
        let result = try Program.run(
            [
                Program.built("tinyvm"), "--arch", "aarch64", "--sysroot", tree.path, "--warm", warm, "--", "sh", "-c",
                "uname -m; cat; exit 6",
            ], input: Data("piped\n".utf8), seconds: 170)
        #expect(result.text == "aarch64\npiped\n", "\(result.errorText)")
        #expect(result.status == 6 && result.errorText == "", "\(result.errorText)")
    }
}
