// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import QEMUDriver
import SystemPackage
import TestSupport
import Testing
import VirtModel

/// Taps, each test in a network namespace of its own, which only its thread is in.
@Suite(.enabled(if: mayMakeNamespaces() && Program.areInstalled("ip", "qemu-system-x86_64")))
struct TapDeviceTests {
    /// Runs a closure on a thread in a new network namespace; unshare(2).
    private func inNamespace<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            Thread.detachNewThread {
                typealias Unshare = @convention(c) (CInt) -> CInt
                let unshare = unsafeBitCast(dlsym(nil, "unshare"), to: Unshare.self)
                // CLONE_NEWNET and, for a view of the interfaces in /sys, CLONE_NEWNS
                guard unshare(0x4002_0000) == 0 else {
                    continuation.resume(throwing: Errno(rawValue: errno))
                    return
                }
                continuation.resume(with: Result { try body() })
            }
        }
    }

    /// What a command of this thread's namespace says.
    @discardableResult
    private static func run(_ command: String...) throws -> String {
        let output = try MemoryFile("output")
        var request = ChildProcess.Request(
            program: FilePath(try #require(Program.find(command[0]))), arguments: command, environment: [])
        request.descriptors = [(output.descriptor, 1), (output.descriptor, 2)]
        let child = try ChildProcess.start(request)
        let end = try child.wait()
        let text = String(decoding: output.contents(atMost: 1 << 16), as: UTF8.self)
        try #require(end == .exited(0), "\(text)")
        return text
    }

    private static func interface(_ text: String) throws -> NetworkInterface {
        var interface = try #require(Domain(xml: CommandLineTests.document(text)).devices.interfaces.first)
        interface.info.alias = "net0"
        return interface
    }

    @Test(
        "a tap is in its bridge, up, of its size, with an address that leaves the bridge's alone; QEMU takes it with it"
    )
    func bridge() async throws {
        try await inNamespace {
            try Self.run("ip", "link", "add", "br7", "type", "bridge")
            try Self.run("ip", "link", "set", "br7", "mtu", "1400", "up")
            let interface = try Self.interface(
                "<interface type='bridge'><mac address='52:54:00:12:34:56'/><source bridge='br7'/><model type='virtio'/></interface>"
            )
            let tap = try TapDevice.make(for: interface, bridge: "br7")
            let second = try TapDevice.make(for: interface, bridge: "br7")
            #expect([tap.name, second.name] == ["vnet0", "vnet1"])
            for queue in second.queues { try queue.close() }
            let shown = try Self.run("ip", "link", "show", "vnet0")
            #expect(shown.contains("master br7") && shown.contains("mtu 1400") && shown.contains(",UP"), "\(shown)")
            #expect(shown.contains("fe:54:00:12:34:56"), "\(shown)")
            #expect(try Self.goes("vnet1"))

            try Self.giveToEmulator(tap.queues[0])
            #expect(try Self.goes("vnet0"))
        }
    }

    /// Whether an interface goes. A child that another test is just starting may have its descriptor for a moment more.
    private static func goes(_ name: String) throws -> Bool {
        try RunningProgram.wait(seconds: 10) { !(try run("ip", "link")).contains(name) }
    }

    /// Has a QEMU use a tap, which closes it here, and ends it.
    private static func giveToEmulator(_ queue: FileDescriptor) throws {
        var request = ChildProcess.Request(
            program: FilePath(try #require(Program.find("qemu-system-x86_64"))),
            arguments: [
                "qemu", "-machine", "q35", "-nodefaults", "-display", "none", "-S", "-netdev", "tap,id=n,fd=3",
                "-device", "virtio-net-pci,netdev=n", "-monitor", "stdio",
            ],
            environment: [])
        let (ours, theirs) = try LocalConnection.pair()
        let output = try MemoryFile("output")
        request.descriptors = [(theirs, 0), (output.descriptor, 1), (output.descriptor, 2), (queue, 3)]
        let qemu = try ChildProcess.start(request)
        try theirs.close()
        try queue.close()
        _ = try ours.writeAll("info network\nquit\n".utf8)
        #expect(try qemu.wait() == .exited(0))
        let said = String(decoding: output.contents(atMost: 1 << 16), as: UTF8.self)
        #expect(said.contains("fd=3"), "\(said)")
        try ours.close()
    }

    @Test("a macvtap has the guest's address, QEMU takes it, and after a crash its note finds it")
    func direct() async throws {
        try await inNamespace {
            try Self.addLowerInterface()
            func interface(_ mode: String, _ more: String = "") throws -> NetworkInterface {
                try Self.interface(
                    "<interface type='direct'><mac address='52:54:00:12:34:56'/><source dev='lower' mode='\(mode)'/><model type='virtio'/>\(more)</interface>"
                )
            }
            let tap = try TapDevice.makeDirect(for: interface("bridge"), note: "test mine")
            #expect(tap.name == "macvtap0")
            let shown = try Self.run("ip", "-d", "link", "show", "macvtap0")
            for part in ["macvtap0@lower", "52:54:00:12:34:56", ",UP", "mode bridge", "alias test mine"] {
                #expect(shown.contains(part), "\(part): \(shown)")
            }
            try Self.giveToEmulator(tap.queues[0])
            let other = try Self.interface(
                "<interface type='direct'><mac address='52:54:00:12:34:57'/><source dev='lower'/><target dev='mine'/><model type='virtio'/><driver queues='2'/></interface>"
            )
            let second = try TapDevice.makeDirect(for: other, note: "test other")
            #expect(second.name == "mine" && second.queues.count == 2)
            for queue in second.queues { try queue.close() }
            // Both stay until somebody removes them.
            try MacVTap.removeAll { $0 == "test mine" }
            let left = try Self.run("ip", "link")
            #expect(!left.contains("macvtap0") && left.contains("mine@lower"), "\(left)")
            try MacVTap.remove("mine")
            #expect(try Self.goes("mine"))
            #expect { try TapDevice.makeDirect(for: interface("sideways"), note: "") } throws: {
                "\($0)".contains("'sideways'")
            }
            try Self.run("ip", "link", "delete", "lower")
            #expect { try TapDevice.makeDirect(for: interface("bridge"), note: "") } throws: {
                "\($0)".contains("'lower'")
            }
        }
    }

    /// Puts an interface into this thread's namespace, and shows what there is in /sys.
    private static func addLowerInterface() throws {
        try run("mount", "--make-rprivate", "/")
        try run("mount", "-t", "sysfs", "none", "/sys")
        try run("ip", "link", "add", "lower", "type", "veth", "peer", "name", "other")
        try run("ip", "link", "set", "lower", "up")
    }

    @Test("a macvtap has an interface to itself, which takes the guest's address for that time")
    func passthrough() async throws {
        try await inNamespace {
            try Self.addLowerInterface()
            func interface(_ mode: String) throws -> NetworkInterface {
                try Self.interface(
                    "<interface type='direct'><mac address='52:54:00:12:34:56'/><source dev='lower' mode='\(mode)'/></interface>"
                )
            }
            func address() throws -> String { try TextFile.read("/sys/class/net/lower/address") }
            let own = try address()
            let tap = try TapDevice.makeDirect(for: interface("passthrough"), note: "test")
            let shown = try Self.run("ip", "-d", "link", "show", "macvtap0")
            #expect(shown.contains("mode passthru") && shown.contains("52:54:00:12:34:56"), "\(shown)")
            #expect(try address().contains("52:54:00:12:34:56"))
            #expect { try TapDevice.makeDirect(for: interface("bridge"), note: "") } throws: {
                "\($0)".contains("'lower'") && "\($0)".contains("passthrough")
            }
            for queue in tap.queues { try queue.close() }
            try MacVTap.removeAll { $0 == "test" }
            #expect(try address() == own)
        }
    }

    @Test("macvtaps of two namespaces with one number are told apart")
    func sameNumbers() async throws {
        @Sendable func make(_ name: String) throws -> NetworkTap {
            try Self.addLowerInterface()
            return try MacVTap.make(
                name, over: "lower", .bridge, address: [0x52, 0x54, 0, 0, 0, 1], hasVirtioHeader: false, note: "")
        }
        let (isMade, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let first = inNamespace {
            defer { isMade.signal() }
            let tap = try make("first")
            isMade.signal()
            isDone.wait()
            for queue in tap.queues { try queue.close() }
            return if_nametoindex("first")
        }
        let second = try await inNamespace {
            defer { isDone.signal() }
            isMade.wait()
            let tap = try make("second")
            // The kernel tells which interface a descriptor is of.
            #expect(try NetworkTap(queue: tap.queues[0]).name == "second")
            try tap.queues[0].close()
            return if_nametoindex("second")
        }
        #expect(try await first == second)
    }

    @Test("a tap has as many queues, the name and the size that are asked for")
    func queues() async throws {
        try await inNamespace {
            let text =
                "<interface type='ethernet'><target dev='mine'/><model type='virtio'/><driver queues='3'/><mtu size='9000'/></interface>"
            let tap = try TapDevice.make(for: Self.interface(text), bridge: nil)
            #expect(tap.name == "mine" && tap.queues.count == 3)
            #expect(try Self.run("ip", "-d", "link", "show", "mine").contains("mtu 9000"))
            // It is ours now, so nobody else makes it.
            #expect { try TapDevice.make(for: Self.interface(text), bridge: nil) } throws: { "\($0)".contains("mine") }
            for queue in tap.queues { try queue.close() }
            #expect(try Self.goes("mine"))
        }
    }

    @Test("a tap of the host is used as it is, and stays")
    func unmanaged() async throws {
        try await inNamespace {
            try Self.run("ip", "tuntap", "add", "theirs", "mode", "tap", "vnet_hdr")
            let text =
                "<interface type='ethernet'><target dev='theirs' managed='no'/><model type='virtio'/></interface>"
            let tap = try TapDevice.make(for: Self.interface(text), bridge: nil)
            for queue in tap.queues { try queue.close() }
            let shown = try Self.run("ip", "link", "show", "theirs")
            #expect(!shown.contains(",UP"), "\(shown)")
        }
    }

    @Test("a bridge that is not there, and what is not supported, are named, and no tap is left")
    func refusals() async throws {
        try await inNamespace {
            let bridge = try Self.interface("<interface type='bridge'><source bridge='none'/></interface>")
            #expect { try TapDevice.make(for: bridge, bridge: "none") } throws: { "\($0)".contains("'none'") }
            let vlan = try Self.interface(
                "<interface type='bridge'><source bridge='b'/><vlan><tag id='4'/></vlan></interface>")
            #expect { try TapDevice.make(for: vlan, bridge: "b") } throws: { "\($0)".contains("'vlan'") }
            #expect(try Self.goes("vnet"))
        }
    }
}

private func mayMakeNamespaces() -> Bool {
    let may = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0
    if !may { print("SKIPPING taps: they need root and /dev/net/tun") }
    return may
}
