// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import QEMUDriver
internal import QMP
internal import VirtModel
internal import XMLCoding

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
        let record = try self.record.map { try InputFile.json($0) }
        var capabilities = QEMUCapabilities.assumed
        if let replies {
            do {
                capabilities = QEMUCapabilities(try QMPConversation(recording: InputFile.bytes(replies)))
            } catch let error as JSONError {
                throw Complaint("Cannot read '\(replies)': \(error)")
            }
        } else if let caps = record?["caps"], caps["kind"]?.string == "flags" {
            capabilities = imaginary(caps)
        }
        if (record?["strip_machine_aliases"] ?? record?["caps"]?["strip_machine_aliases"])?.bool == true {
            capabilities.makeAliasesMachines()
        }
        var context = LaunchContext()
        if let path = environmentPath(record) {
            let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
                separator: "/")
            try Host(try InputFile.json(path), directory: directory.isEmpty ? "." : directory).apply(&context)
        }
        if let settings = record?["context"] { Host.apply(caseContext: settings, &context) }
        if record?["caps"] != nil, record?["caps"]?.members != nil { Host.applyRoundTrip(&context) }
        return World(capabilities: capabilities, context: context)
    }

    /// The environment: named, or beside the directory of the case's own files.
    private func environmentPath(_ record: JSONValue?) -> String? {
        if let environment { return environment }
        guard let xml = record?["xml"]?.string ?? record?["inputs"]?["xml"]?.string else { return nil }
        let parts = xml.split(separator: "/", omittingEmptySubsequences: false)
        guard xml.hasPrefix("/"), parts.count > 3 else { return nil }
        return parts.dropLast(3).joined(separator: "/") + "/environment.json"
    }

    /// A QEMU with only a few listed abilities, known by libvirt's names for them.
    private func imaginary(_ caps: JSONValue) -> QEMUCapabilities {
        var capabilities = QEMUCapabilities()
        capabilities.version = 4_002_000
        let machines = [
            "x86_64": ["pc", "q35"], "i686": ["pc"], "aarch64": ["virt", "virt-2.6", "versatilepb"],
            "armv7l": ["vexpress-a9", "virt"], "ppc64": ["pseries"], "ppc": ["ppce500"], "riscv64": ["virt"],
            "riscv32": ["virt"], "s390x": ["s390-ccw-virtio"], "sparc": ["SS-5"],
        ]
        capabilities.machinesByArchitecture = machines.mapValues { $0.map { QEMUCapabilities.Machine($0) } }
        for flag in caps["flags"]?.array ?? [] {
            if let name = flag.string { capabilities.add(libvirtFlag: name) }
        }
        return capabilities
    }
}
