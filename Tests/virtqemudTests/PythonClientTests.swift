// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The tests in `Tests/Clients`, which are in the language of their clients, against our daemon and C libvirt's.
@Suite(.enabled(if: ServedGuest.isPossible && SystemPython.knowsLibvirt), .timeLimit(.minutes(10)))
struct PythonClientTests {
    private func run(_ name: String, on guest: ServedGuest) throws {
        let result = try SystemPython.run(
            name, ["VIRT_URI": guest.uri, "VIRT_DIRECTORY": guest.directory.path], seconds: 400)
        #expect(result.status == 0, "\(result.errorText)")
        #expect(result.errorText.contains("\nOK"), "\(result.errorText)")
    }

    @Test("python3-libvirt does with our domains what it does with C libvirt's")
    func ours() throws {
        let daemon = try RunningDaemon("virtqemud")
        try run("test_domains", on: try ServedGuest(daemon.uri("qemu")))
    }

    @Test("What the tests in Python expect is what C libvirt does", .enabled(if: PrivateDaemon.isAvailable))
    func theirs() async throws {
        let daemon = try await PrivateDaemon()
        try run("test_domains", on: try ServedGuest(daemon.uri))
    }
}
