// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// What the init program does before it asks for a job.
enum Startup {
    /// Where the image lists the modules to load: a line each, the file's path, then its options after a space.
    static let moduleList: StaticString = "/lib/tinyvm/modules"

    /// Mounts what every program expects. The kernel's own `/dev` brings the nodes of devices as drivers find them.
    static func mountSystem() {
        mount("devtmpfs", "/dev", flags: 2)  // MS_NOSUID
        mount("proc", "/proc", flags: 14)  // and MS_NODEV, MS_NOEXEC
        mount("sysfs", "/sys", flags: 14)
        mount("tmpfs", "/dev/shm", flags: 6)
        mount("devpts", "/dev/pts", flags: 10, data: "ptmxmode=0666,mode=0620,gid=5")
        _ = guest_symlink("/proc/self/fd", "/dev/fd")
        _ = guest_symlink("/proc/self/fd/0", "/dev/stdin")
        _ = guest_symlink("/proc/self/fd/1", "/dev/stdout")
        _ = guest_symlink("/proc/self/fd/2", "/dev/stderr")
        _ = guest_sethostname("tinyvm", 6)
        bringUpLoopback()
    }

    private static func mount(_ type: StaticString, _ target: StaticString, flags: UInt, data: StaticString = "") {
        _ = guest_mkdir(target.cText, 0o755)
        _ = guest_mount(type.cText, target.cText, type.cText, flags, data.cText)
    }

    /// A module that the kernel refused, for a sentence to the host.
    struct RefusedModule {
        var path: [UInt8]
        var error: Int
    }

    /// Loads the modules that the image lists.
    static func loadModules() -> RefusedModule? {
        guard let list = contents(of: moduleList) else { return nil }
        var refused: RefusedModule?
        for line in list.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
            guard let first = parts.first else { continue }
            let module = Job.Module(path: [UInt8](first), options: parts.count > 1 ? [UInt8](parts[1]) : [])
            let trouble = load(module)
            if refused == nil { refused = trouble }
        }
        return refused
    }

    /// Loads a module; one that the kernel has already is fine.
    static func load(_ module: Job.Module) -> RefusedModule? {
        let path = CText(module.path)
        let options = CText(module.options)
        let file = guest_open(path.pointer, OpenFlag.closeOnExec, 0)
        var result = file
        if file >= 0 {
            result = guest_finit_module(CInt(truncatingIfNeeded: file), options.pointer, 0)
            _ = guest_close(CInt(truncatingIfNeeded: file))
        }
        return result < 0 && result != ErrorNumber.exists ? RefusedModule(path: module.path, error: result) : nil
    }

    /// Opens the channel, which appears a moment after its driver was loaded.
    ///
    /// The VM has one virtio-serial device with one port, number 1 (port 0 is kept for a console).
    static func openChannel(after refused: RefusedModule?) -> CInt {
        // A slow machine may need seconds; one whose device never comes shall not stay for ever.
        for _ in 0..<(refused == nil ? 60_000 : 1000) {
            let file = guest_open("/dev/vport0p1", OpenFlag.readWrite | OpenFlag.closeOnExec, 0)
            if file >= 0 { return CInt(truncatingIfNeeded: file) }
            sleep(microseconds: 500)
        }
        if let refused {
            report("tinyvm: The kernel does not take the module '\(refused.path)': error \(-refused.error).")
        } else {
            report("tinyvm: The channel to the host, /dev/vport0p1, did not appear.")
        }
        powerOff()
    }

    /// Says something on the kernel's log, for want of a channel.
    private static func report(_ message: Message) {
        let log = guest_open("/dev/kmsg", OpenFlag.writeOnly | OpenFlag.closeOnExec, 0)
        guard log >= 0 else { return }
        // <2> in front: critical, shown even with `quiet` (Documentation/ABI/testing/dev-kmsg).
        let line: Message = "<2>\(message.bytes)\n"
        _ = line.bytes.withUnsafeBytes {
            guest_write(CInt(truncatingIfNeeded: log), $0.baseAddress, guest_size($0.count))
        }
        _ = guest_close(CInt(truncatingIfNeeded: log))
    }
}
