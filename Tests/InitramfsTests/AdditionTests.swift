// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing

/// What one image has and another lacks.
@Suite struct AdditionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("additions") }

    private func plan() throws -> ImagePlan {
        var plan = try ImagePlan(root: FilePath(directory("root")))
        try plan.addCopy("/data")
        try plan.addSymlink("/link", to: "data/one")
        try plan.addDirectory("/tmp", permissions: FilePermissions(rawValue: 0o1777))
        return plan
    }

    @Test(
        "the additions are an image of their own; the fingerprint tells images apart",
        .enabled(if: Program.areInstalled("bsdcpio")))
    func additions() throws {
        try directory.write("root/data/one", "one\n")
        let base = try plan()
        #expect(try plan().fingerprint == base.fingerprint)
        var whole = base
        try whole.addFile(Array("more".utf8), at: "/deep/more", permissions: FilePermissions(rawValue: 0o600))
        try whole.addDirectory("/tmp", permissions: FilePermissions(rawValue: 0o755))
        #expect(whole.fingerprint != base.fingerprint)
        let additions = try #require(try whole.additions(to: base))
        #expect(additions.contentSize == 4)
        try additions.write(to: FilePath(directory("image")))
        let names = try Program.run(["bsdcpio", "-it", "-F", directory("image")]).text
        #expect(names == "deep\ndeep/more\ntmp\n")
        #expect(try base.additions(to: whole) == nil)
        #expect(try base.additions(to: base)?.contentSize == 0)
        // A file of the same size is another one.
        try directory.write("root/data/one", "two\n")
        #expect(try plan().fingerprint != base.fingerprint)
    }
}
