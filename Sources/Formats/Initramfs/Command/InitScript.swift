// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem

/// The guest's first program, a script for busybox's shell: it makes /dev, loads modules, runs one command, and
/// powers off.
struct InitScript {
    /// The command, in the shell's language.
    var command: String
    /// Programs that are wanted in place of the applets of their names.
    var preferred: [(name: String, path: String)] = []
    /// Modules to load: paths in the image, and parameters.
    var modules: [(path: String, options: [String])] = []
    /// Whether nodes for the disks that the kernel found are made.
    var makesBlockDevices = false

    /// What interactive shells read first.
    static let shellFile = "/etc/ashrc"

    /// The content of ``shellFile``. A busybox that is built with "standalone shell", as Debian's is, runs its applets
    /// whatever PATH says; its shell looks at aliases before.
    var shellText: String {
        preferred.map { "alias \(ShellWord.quote($0.name))=\(ShellWord.quote($0.path))\n" }.joined()
    }

    /// An interactive shell with job control: a session of its own, with the console as its terminal.
    static let defaultCommand = "setsid cttyhack /bin/sh"

    /// The nodes in /dev; numbers from the kernel's Documentation/admin-guide/devices.txt.
    private static let devices: [(name: String, mode: Int, major: Int, minor: Int)] = [
        ("console", 622, 5, 1), ("null", 666, 1, 3), ("zero", 666, 1, 5), ("ptmx", 666, 5, 2), ("tty", 666, 5, 0),
        ("ttyS0", 666, 4, 64), ("random", 444, 1, 8), ("urandom", 444, 1, 9),
    ]

    /// The script. Programs that the guest must have are called as busybox's own, whatever else is called like them.
    var text: String {
        var lines = [
            "#!/bin/busybox sh",
            "export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/root TERM=${TERM:-linux}",
            "cd /",
        ]
        if !preferred.isEmpty { lines += ["export ENV=\(Self.shellFile)", ". $ENV"] }
        lines += [
            "b=/bin/busybox",
            "$b mount -t proc none /proc",
            "$b mount -t sysfs none /sys",
            "$b mount -t tmpfs -o mode=755 none /dev",
        ]
        lines += Self.devices.map { "$b mknod -m \($0.mode) /dev/\($0.name) c \($0.major) \($0.minor)" }
        lines += modules.map { module in
            "$b insmod " + ([module.path] + module.options).map(ShellWord.quote).joined(separator: " ")
        }
        if makesBlockDevices { lines.append(Self.blockDevices) }
        // A command that ends the shell, or that the shell cannot read, must not end the guest's first program.
        lines.append("(eval \(ShellWord.quote(command)))")
        lines.append("$b poweroff -f")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Disks may be found a while after their driver is loaded: look until some are there and their number stays the
    /// same, for at most five seconds. A "!" in a name of the kernel stands for a "/".
    private static let blockDevices = """
        disks() { ls -d /sys/class/block/*/ /sys/class/block/*/size 2>/dev/null | $b grep -c -v -E '/(loop|ram)[0-9]+/'; }
        n=0; old=0
        while [ $n -lt 50 ]; do
            new=$(disks)
            [ "$new" -gt 0 ] && [ "$new" = "$old" ] && break
            old=$new; n=$((n + 1)); $b usleep 100000
        done
        for f in /sys/class/block/*/dev; do
            [ -e "$f" ] || continue
            d=${f%/dev}; d=${d##*/}
            while [ "$d" != "${d#*!}" ]; do d=${d%%!*}/${d#*!}; done
            [ "$d" = "${d%/*}" ] || $b mkdir -p "/dev/${d%/*}"
            IFS=: read -r major minor < "$f"
            $b mknod -m 660 "/dev/$d" b "$major" "$minor"
        done
        """
}
