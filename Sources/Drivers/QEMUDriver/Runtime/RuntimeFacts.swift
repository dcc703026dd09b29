// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel

/// What only a QEMU that is there can tell: read from its replies, pure.
enum RuntimeFacts {
    /// The threads of the virtual CPUs, by their numbers, of `query-cpus-fast`.
    static func vcpuThreads(_ reply: JSONValue) -> [Int: Int] {
        var threads: [Int: Int] = [:]
        for cpu in reply.array ?? [] {
            guard let index = cpu["cpu-index"]?.integer, let thread = cpu["thread-id"]?.integer else { continue }
            threads[Int(clamping: index)] = Int(clamping: thread)
        }
        return threads
    }

    /// Sets in a domain what QEMU chose for its character devices, of `query-chardev`: terminals, and who is connected.
    static func complete(_ domain: inout Domain, characterDevices reply: JSONValue) {
        var terminals: [String: String] = [:]
        var connected: [String: Bool] = [:]
        for device in reply.array ?? [] {
            guard let label = device["label"]?.string, label.hasPrefix("char") else { continue }
            let alias = String(label.dropFirst(4))
            if let name = device["filename"]?.string, name.hasPrefix("pty:") {
                terminals[alias] = String(name.dropFirst(4))
            }
            connected[alias] = device["frontend-open"]?.bool
        }
        func complete(_ devices: inout [CharacterDevice]) {
            for index in devices.indices {
                guard let alias = devices[index].info.alias else { continue }
                if devices[index].source.kind == .pty, let path = terminals[alias] { devices[index].source.path = path }
                if devices[index].role == .channel, devices[index].targetType == "virtio", let isOpen = connected[alias]
                {
                    devices[index].state = isOpen ? "connected" : "disconnected"
                }
            }
        }
        complete(&domain.devices.serials)
        complete(&domain.devices.parallels)
        complete(&domain.devices.channels)
        complete(&domain.devices.consoles)
        // The first console is the first serial port under another name.
        if let serial = domain.devices.serials.first, let console = domain.devices.consoles.first,
            console.targetType == nil || console.targetType == "serial"
        {
            domain.devices.consoles[0].source = serial.source
            domain.devices.consoles[0].info.alias = serial.info.alias
        }
    }
}
