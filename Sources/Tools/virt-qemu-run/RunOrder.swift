// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import LinuxSystem
import SystemPackage
import VirtEmbedded

/// What is asked for on the command line.
struct RunOrder: Sendable {
    /// The file with the domain XML.
    var document: String
    var root: String?
    var secrets: [SecretFile] = []
    var graceInSeconds: Double?
    var tellsTimings = false
    var isVerbose = false

    func run() throws {
        let start = ContinuousClock.now
        // The address may name a user, and the C library is within.
        NameService.useNoModules()
        do {
            let interruptions = try Interruptions()
            let text = try InputFile.text(document)
            let root = try MachineRoot(root)
            defer { root.remove() }
            let run = try MachineRun(text: text, uri: root.uri, secrets: secrets, graceInSeconds: graceInSeconds) {
                if isVerbose { Self.complain($0) }
            }
            defer { if tellsTimings { Self.tell(run.phases, since: start) } }
            let end = try interruptions.run {
                try await run.toItsEnd()
            } interrupted: { signal in
                if isVerbose { Self.complain("Signal \(signal) came, so the machine is ended.") }
                run.interrupt(by: signal)
            }
            if end != .clean { throw ExitCode(end.status) }
        } catch let error as MachineFailure {
            Self.complain(error.sentence)
            throw ExitCode(error.end.status)
        } catch let error as VirtError {
            Self.complain(error.description)
            throw ExitCode(MachineEnd.unusable.status)
        } catch let error as Errno {
            Self.complain("The run cannot begin: \(error).")
            throw ExitCode(MachineEnd.unusable.status)
        }
    }

    @Sendable private static func complain(_ sentence: String) {
        Connection.reportToStandardError("virt-qemu-run: \(sentence)")
    }

    /// A line for each part: its name and its milliseconds.
    private static func tell(
        _ phases: [(name: String, end: ContinuousClock.Instant)], since start: ContinuousClock.Instant
    ) {
        var before = start
        for (name, end) in phases {
            let tenths = (end - before) / .microseconds(100)
            Connection.reportToStandardError("\(name) \(Int(tenths) / 10).\(Int(tenths) % 10) ms")
            before = end
        }
    }
}

extension RunOrder {
    /// Reads a command line that has nothing but a document and the options `-r` and `-v`; nil for any other.
    ///
    /// ArgumentParser reads the same from it, and takes a third of the instructions of a whole start for that.
    init?(plain arguments: some Sequence<String>) {
        var document: String?
        var root: String?
        var isVerbose = false
        var words = Array(arguments)[...]
        while let word = words.popFirst() {
            switch word {
            case "-v": isVerbose = true
            case "-r":
                guard root == nil, let directory = words.popFirst(), !directory.hasPrefix("-") else { return nil }
                root = directory
            default:
                guard document == nil, !word.hasPrefix("-") else { return nil }
                document = word
            }
        }
        guard let document else { return nil }
        self.init(document: document, root: root, isVerbose: isVerbose)
    }
}
