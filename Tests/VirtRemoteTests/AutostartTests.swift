// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A user's own daemon, which its first client starts.
@Suite(.enabled(if: PrivateUser.isPossible && Program.areInstalled("qemu-system-x86_64")), .timeLimit(.minutes(3)))
struct AutostartTests {
    /// The processes of a program, as it was built, that have their directory for sockets below another one.
    private static func daemons(_ program: String, below directory: String) -> [pid_t] {
        let files = FileManager.default
        let processes = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return processes.filter { process in
            let settings = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/environ"))) ?? Data()
            return (try? files.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")) == program
                && settings.range(of: Data("XDG_RUNTIME_DIR=\(directory)".utf8)) != nil
        }
    }

    @Test(
        "our daemon is started when nobody listens, by one of many clients, and is found by the others and by later ones"
    )
    func session() throws {
        let client = Program.built("list-machines")
        let daemon = Program.built("virtqemud")
        let user = try PrivateUser("autostart")
        guard try user.run([daemon, "--help"]).status == 0 else {
            return print("SKIPPING the daemon of another user: others cannot execute our programs")
        }
        let directory = user.directory
        let place = ["VIRTD_PATH": (daemon as NSString).deletingLastPathComponent]
        let output = try PipeReader()
        let errors = try PipeReader()
        let clients = try (0..<5).map { _ in
            try RunningProgram(
                user.command([client, "qemu:///session"]), output: .descriptor(output.writingEnd),
                errors: .descriptor(errors.writingEnd), environment: user.variables.merging(place) { $1 })
        }
        let statuses = clients.map { $0.wait(seconds: 60) }
        for pipe in [output, errors] {
            pipe.closeWritingEnd()
            _ = pipe.readToEnd()
        }
        #expect(statuses == [0, 0, 0, 0, 0], "\(errors.text)")
        let started = Self.daemons(daemon, below: directory("run"))
        defer { for process in started { kill(process, SIGTERM) } }
        #expect(started.count == 1, "\(started)")
        let answers = output.text.components(separatedBy: "0 machines at qemu:///session").count - 1
        #expect(answers == 5, "\(output.text)")

        let sockets = try FileManager.default.contentsOfDirectory(atPath: directory("run/libvirt"))
        #expect(sockets.contains("virtqemud-sock"))
        #expect(!sockets.contains { $0.hasSuffix(".lock") }, "\(sockets)")
        // It outlives those who started it, and who comes later finds it, a stock client too.
        let later = try user.run([client, "qemu:///session"], environment: place)
        #expect(later.status == 0, "\(later.errorText)")
        if Program.areInstalled("virsh") {
            let virsh = try user.run(["virsh", "-q", "-c", "qemu:///session", "uri"], environment: place)
            #expect(virsh.text.hasPrefix("qemu:///session"), "\(virsh.errorText)")
        }
        #expect(Self.daemons(daemon, below: directory("run")) == started)
        let alone = place.merging(["LIBVIRT_AUTOSTART": "0", "XDG_RUNTIME_DIR": directory("home")]) { $1 }
        let none = try user.run([client, "qemu:///session"], environment: alone)
        #expect(none.status != 0)
        #expect(Self.daemons(daemon, below: directory("home")).isEmpty)
    }
}
