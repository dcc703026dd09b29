// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage
import TestSupport

@testable import DevKit

/// A systemd that runs: as the first process of namespaces of its own, over this machine's own file system, to which it changes nothing.
///
/// Our units and daemons are in `/usr/local` there, the daemons as they were built with the tests.
final class ServiceManager {
    /// Goes into a control group of its own, for systemd takes the one that it finds itself in to be all of the tree, and goes on in
    /// namespaces. `$1` is a directory to do it in, `$2` holds what is laid over `/usr/local`, `$3` names the group.
    private static let enter = """
        mount --make-rprivate /
        mount -t tmpfs -o mode=755 none "$1"
        mkdir "$1/groups"
        mount -t cgroup2 none "$1/groups"
        group="$1/groups$(sed -n 's/^0:://p' /proc/self/cgroup)/$3"
        mkdir "$group"
        echo $$ > "$group/cgroup.procs"
        exec unshare -p -C -n -u -i -f --kill-child sh -ec "$4" sh "$1" "$2"
        """

    /// Makes the namespaces' file system and becomes systemd. What systemd would change of the kernel's it can only read.
    private static let setUp = """
        mkdir "$1/upper" "$1/work" "$1/root" "$1/local"
        cp -a "$2/." "$1/local"
        mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" none "$1/root"
        cd "$1/root"
        mount -t proc none proc
        mount --bind proc/sys proc/sys
        mount -o remount,bind,ro proc/sys
        mount -t sysfs -o ro none sys
        mount -t cgroup2 none sys/fs/cgroup
        mount -t tmpfs -o mode=755 none dev
        mkdir dev/pts dev/shm
        mount -t devpts -o newinstance,ptmxmode=666 none dev/pts
        ln -s pts/ptmx dev/ptmx
        ln -s /proc/self/fd dev/fd
        for node in null zero full random urandom tty; do
            touch dev/$node
            mount --bind /dev/$node dev/$node
        done
        mount --bind "$1/local" usr/local
        for place in run etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do
            mkdir -p $place
            mount -t tmpfs -o mode=755 none $place
        done
        mkdir old
        pivot_root . old
        umount -l old
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=other /lib/systemd/systemd --unit=basic.target
        """

    private let directory: TemporaryDirectory
    private let group: String
    private let program: RunningProgram
    private let process: pid_t

    /// Whether it can be had; says aloud when not.
    static var isPossible: Bool {
        guard getuid() == 0, Program.areInstalled("unshare", "nsenter", "systemctl") else { return false }
        let probe = try? Program.run([
            "unshare", "-m", "-p", "-C", "-n", "-f", "sh", "-ec",
            "mount -t cgroup2 none /mnt; test -w /mnt/cgroup.procs",
        ])
        if probe?.status != 0 { print("SKIPPING a test that needs namespaces of its own: \(probe?.errorText ?? "")") }
        return probe?.status == 0
    }

    /// Starts it and waits until it takes commands.
    init() throws {
        directory = try TemporaryDirectory("systemd")
        group = (directory.path as NSString).lastPathComponent
        let daemons = DaemonUnits.table.map(\.daemon)
        for daemon in daemons {
            let path = FilePath(directory("local/bin/\(daemon)"))
            try File.write(
                try File.bytes(of: FilePath(Program.built(daemon))), to: path,
                mode: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
        }
        // What is written for /usr/local is not put there.
        for unit in DaemonUnits.table.flatMap({ $0.units(in: "/usr/local/bin") }) {
            try File.write(unit.text.utf8, to: FilePath(directory("local/lib/systemd/system/\(unit.name)")))
        }
        try FileManager.default.createDirectory(atPath: directory("root"), withIntermediateDirectories: true)
        let log = directory("log")
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = open(log, O_WRONLY | O_APPEND | O_CLOEXEC)
        defer { close(output) }
        let program = try RunningProgram(
            [
                "unshare", "-m", "sh", "-ec", Self.enter, "sh", directory("root"), directory("local"), group,
                Self.setUp,
            ], output: .descriptor(output), errors: .descriptor(output))
        self.program = program
        var first: pid_t?
        let path = "/proc/\(program.identifier)/task/\(program.identifier)/children"
        let isThere = RunningProgram.wait {
            first = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
                pid_t($0.trimmingCharacters(in: .whitespaces))
            }
            guard let first else { return false }
            let name = try? String(contentsOfFile: "/proc/\(first)/comm", encoding: .utf8)
            return name == "systemd\n"
        }
        guard isThere, let first else {
            throw DevError("systemd does not start: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
        }
        process = first
        guard RunningProgram.wait(until: { (try? run(["systemctl", "is-active", "basic.target"]))?.status == 0 }) else {
            throw DevError("systemd does not reach its target: \((try? run(["systemctl", "list-jobs"]).text) ?? "")")
        }
    }

    /// All that runs there ends with the first process; its control groups are empty then.
    deinit {
        program.send(SIGKILL)
        _ = program.wait(seconds: 10)
        _ = RunningProgram.wait(seconds: 10) { !RunningProgram.isAlive(process) }
        _ = try? Program.run([
            "unshare", "-m", "sh", "-c",
            "mount -t cgroup2 none /mnt; find \"/mnt$(sed -n 's/^0:://p' /proc/self/cgroup)/$1\" -depth -type d -exec rmdir {} +",
            "sh", group,
        ])
    }

    /// Runs a command there.
    func run(_ words: [String]) throws -> ProgramResult {
        try Program.run(
            ["nsenter", "-t", "\(process)", "-m", "-p", "-C", "-n", "-u", "-i", "-r", "-w"] + words,
            environment: ["LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
    }

    /// Writes a file there.
    func write(_ path: String, _ text: String) throws {
        let result = try Program.run(
            ["nsenter", "-t", "\(process)", "-m", "-r", "sh", "-ec", "mkdir -p \"${1%/*}\"; cat > \"$1\"", "sh", path],
            input: Data(text.utf8))
        if result.status != 0 { throw DevError(result.errorText) }
    }

    /// A property of a unit, as `systemctl show` tells it.
    func property(_ name: String, of unit: String) throws -> String {
        try run(["systemctl", "show", "--value", "-p", name, unit]).text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
