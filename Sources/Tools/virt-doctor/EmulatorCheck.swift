// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import SystemPackage

/// What machines run on: QEMU, and KVM.
struct EmulatorCheck {
    private let program: FilePath
    private let device: FilePath

    /// - Parameter program: Nil for the emulator of this machine's own architecture.
    init(program: FilePath?, device: FilePath) {
        self.program = program ?? FilePath("/usr/bin/qemu-system-\(Self.architecture)")
        self.device = device
    }

    private static var architecture: String {
        var names = utsname()
        uname(&names)
        return withUnsafeBytes(of: &names.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    func findings() async -> [Finding] { [await emulator(), kvm()] }

    private func emulator() async -> Finding {
        let mend = "Install QEMU for this machine (Debian: qemu-system-x86 or qemu-system-arm)."
        guard access(program.string, F_OK) == 0 else {
            return .wrong("QEMU", "There is no '\(program)', so no machine can start.", mend: mend)
        }
        guard access(program.string, X_OK) == 0 else {
            return .wrong("QEMU", "You may not execute '\(program)'.", mend: "See its permissions: 'ls -l \(program)'.")
        }
        do {
            let output = try MemoryFile("version")
            var request = ChildProcess.Request(
                program: program, arguments: [program.string, "--version"], environment: ["LC_ALL=C"])
            request.descriptors = [(output.descriptor, 1), (output.descriptor, 2)]
            // It ends by itself, and the thread that starts it may end before.
            request.parentDeathSignal = nil
            let child = try ChildProcess.start(request)
            let loop = try EventLoop()
            guard let end = try await child.wait(on: loop, atMost: .seconds(10)) else {
                child.send(SIGKILL)
                _ = try child.wait()
                return .wrong("QEMU", "'\(program) --version' does not end.", mend: "Try it by hand. \(mend)")
            }
            let text = String(decoding: output.contents(atMost: 4096), as: UTF8.self)
            let line = text.split(separator: "\n").first.map(String.init) ?? ""
            guard end == .exited(0), line.contains("version") else {
                return .wrong("QEMU", "'\(program) --version' fails: \(line)", mend: "Try it by hand. \(mend)")
            }
            return .good("QEMU", "'\(program)' is \(line).")
        } catch {
            return .wrong("QEMU", "'\(program)' cannot be started: \(error).", mend: mend)
        }
    }

    private func kvm() -> Finding {
        guard access(device.string, F_OK) == 0 else {
            return .note(
                "KVM",
                "There is no '\(device)', so machines are emulated, slowly, and those of type 'kvm' do not start.",
                mend:
                    "Turn virtualization on in the firmware, or nesting in the host of this machine; then 'modprobe kvm_intel' or 'kvm_amd'."
            )
        }
        guard Glibc.access(device.string, R_OK | W_OK) == 0 else {
            let access = FileAccess(of: device)
            return .note(
                "KVM",
                "You may not use '\(device)', which is \(access.owner), so machines that you run yourself are emulated, slowly.",
                mend: access.groupRemedy
                    ?? "Have its group let in, as distributions do: 'chgrp kvm \(device)' and 'chmod 0660 \(device)' as root."
            )
        }
        do throws(KVMProof) {
            try KVMProof.run(device: device)
            return .good("KVM", "A guest of a few instructions has run on '\(device)'.")
        } catch {
            return .wrong(
                "KVM", "A guest of a few instructions does not run on '\(device)': \(error).",
                mend: "Use machines of type 'qemu', which are emulated; or see 'dmesg' for what the kernel says of KVM."
            )
        }
    }
}
