// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing
import WireTestSupport

/// The proxy before a C libvirtd, which stands in for the daemon of storage.
@Suite(
    .serialized, .enabled(if: PrivateDaemon.isAvailable && Program.areInstalled("virsh")), .timeLimit(.minutes(5)))
struct CDaemonTests {
    @Test("virsh sends volumes to a C daemon and gets them back, with holes as well")
    func volumes() async throws {
        let storage = try await PrivateDaemon()
        let proxy = try RunningDaemon("virtproxyd", socketName: "libvirt")
        // The proxy has no right to what is another user's, as the socket of this daemon is.
        chmod((storage.socket as NSString).deletingLastPathComponent, 0o755)
        chmod(storage.socket, 0o777)
        try FileManager.default.createSymbolicLink(
            atPath: proxy.root("run/libvirt/virtstoraged-sock"), withDestinationPath: storage.socket)
        // The daemon's user makes the volumes.
        let pool = "\(storage.directory("data"))/pool"
        func virsh(_ command: [String]) throws -> ProgramResult {
            try Program.run(
                ["virsh", "-q", "-c", "storage+unix:///session?socket=\(proxy.socket)"] + command,
                environment: ["LC_ALL": "C"], seconds: 120)
        }
        func run(_ command: String...) throws {
            let result = try virsh(command)
            #expect(result.status == 0, "\(command): \(result.errorText)")
        }
        try run("pool-define-as", "pool", "dir", "--target", pool)
        try run("pool-build", "pool")
        try run("pool-start", "pool")
        try run("vol-create-as", "pool", "a.img", "16M", "--format", "raw")
        var generator = SeededGenerator(seed: 7)
        var content = Data((0..<(2 << 20)).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        content.append(Data(count: 5 << 20))
        content.append(Data((0..<100_001).map { UInt8(truncatingIfNeeded: $0) }))
        let source = try proxy.root.write("source", content)
        for sparse in [[], ["--sparse"]] {
            let target = proxy.root("target\(sparse.count)")
            let commands = [
                ["vol-upload", "a.img", source], ["vol-download", "a.img", target, "--length", "\(content.count)"],
            ]
            for command in commands {
                let result = try virsh(command + ["--pool", "pool"] + sparse)
                #expect(result.status == 0, "\(command): \(result.errorText)")
            }
            let isSame = try Data(contentsOf: URL(fileURLWithPath: target)) == content
            #expect(isSame)
        }
        let unknown = try virsh(["vol-download", "nosuch.img", proxy.root("none"), "--pool", "pool"])
        #expect(unknown.status == 1)
        #expect(unknown.errorText.contains("no storage vol with matching path"))
    }
}
