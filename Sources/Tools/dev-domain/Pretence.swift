// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import QEMUDriver
internal import QMP
internal import VirtModel

/// The options that say on which host and with which QEMU a domain is pretended to run.
struct Pretence: ParsableArguments {
    @Option(help: "A recorded conversation with QEMU.", completion: .file(extensions: ["replies"]))
    var replies: String?

    @Option(
        name: .customLong("case"), help: "A record of the acceptance corpus.", completion: .file(extensions: ["json"]))
    var record: String?

    @Option(help: "The pretended host.", completion: .file(extensions: ["json"]))
    var environment: String?

    /// What the options describe.
    struct World {
        var capabilities: QEMUCapabilities
        var context: LaunchContext
    }

    func world() throws -> World {
        World(capabilities: .assumed, context: LaunchContext())
    }
}
