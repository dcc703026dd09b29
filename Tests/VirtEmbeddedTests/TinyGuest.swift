// SPDX-License-Identifier: Apache-2.0

import Foundation
import Initramfs
import SystemPackage
import TestSupport
import Testing
import VirtEmbedded

/// A guest of busybox and a script, and documents of machines that boot it.
struct TinyGuest {
    let directory: TemporaryDirectory
    let kernel: String

    /// Builds an image whose first program is a script.
    ///
    /// - Parameter modules: Kernel modules that the script finds loaded, with all applets of busybox in its path and the usual file
    ///   systems mounted; the kernel is then the generic one, which has modules for every device. Nil for the bare script.
    init(_ script: String, modules: [String]? = nil) throws {
        directory = try TemporaryDirectory("machine")
        var (start, kernel): (String, String?) = ("", nil)
        if let modules {
            let version = try #require(GuestModules.version, "There is no generic kernel in /boot.")
            kernel = "/boot/vmlinuz-\(version)"
            let order = try GuestModules.copy(modules, of: version, into: directory("tree/modules"))
            start = GuestModules.prelude(order)
        }
        self.kernel = try GuestImage("\(start)\(script)", in: directory, kernel: kernel).kernel
    }

    /// Whether guests can be booted here.
    static var isPossible: Bool { GuestImage.isPossible }

    /// A machine that boots the guest; its console goes to the file ``console``.
    ///
    /// - Parameter memory: In MiB.
    /// - Parameter firmware: The attributes of `<os>`, after a space.
    func document(
        _ name: String, _ more: String = "", emulator: String? = nil, machine: String = "q35", memory: Int = 160,
        firmware: String = "", usb: String = "none", devices: String = ""
    ) -> String {
        """
        <domain type='qemu'>
          <name>\(name)</name>
          <memory unit='MiB'>\(memory)</memory>
          <os\(firmware)>
            <type arch='x86_64' machine='\(machine)'>hvm</type>
            <kernel>\(kernel)</kernel><initrd>\(directory("image"))</initrd>
            <cmdline>console=ttyS0 quiet panic=1</cmdline>
          </os>
          <features><acpi/><apic/></features>
          \(more)
          <devices>
            \(emulator.map { "<emulator>\($0)</emulator>" } ?? "")
            <controller type='usb' model='\(usb)'/>
            <serial type='file'><source path='\(directory("console-\(name)"))'/></serial>
            <memballoon model='none'/>
            \(devices)
          </devices>
        </domain>
        """
    }

    /// The address of a root below the guest's directory.
    func uri(_ root: String = "root", _ more: String = "") -> String {
        "qemu:///embed?root=\(directory(root))\(more)"
    }

    /// What the console of a machine has said.
    func console(_ name: String) -> String {
        (try? String(contentsOfFile: directory("console-\(name)"), encoding: .utf8)) ?? ""
    }

    /// The files and directories of a root that are left, but for logs and the lock.
    func leftovers(_ root: String = "root") -> [String] {
        let names = FileManager.default.enumerator(atPath: directory(root))?.allObjects as? [String] ?? []
        let usual = Set(["cache", "etc", "lib", "log", "run"].flatMap { [$0, "\($0)/qemu"] })
        return names.filter {
            !usual.contains($0) && !$0.hasPrefix("log/qemu/") && $0 != "run/qemu/driver.pid" && $0 != "lib/qemu/nvram"
        }.sorted()
    }

    /// The QEMUs whose arguments name the guest's directory.
    var emulators: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { process in
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline"))) ?? Data()
            return line.range(of: Data(directory.path.utf8)) != nil && line.range(of: Data("-name".utf8)) != nil
        }
    }
}

/// Waits until something holds, at most so long.
func eventually(within seconds: Double = 20, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        if ContinuousClock.now > end { break }
        try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try await condition())
}

extension EventSequence<DomainEvent> {
    /// What happens until a domain has stopped.
    func untilStopped() async throws -> [DomainEvent.Kind] {
        var kinds: [DomainEvent.Kind] = []
        for try await event in self {
            kinds.append(event.kind)
            if case .lifecycle(.stopped) = event.kind { break }
        }
        return kinds
    }
}
