// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import QEMUDriver
import SystemPackage
import TestSupport
import Testing
import VirtModel
import XMLCoding

@Suite struct HostCapabilitiesTests {
    /// A pretended machine: two nodes, four cores of two threads, huge pages on the second node.
    private func machine() throws -> TemporaryDirectory {
        let place = try TemporaryDirectory("host")
        for node in 0..<2 {
            let directory = "sys/devices/system/node/node\(node)"
            try place.write(
                "\(directory)/meminfo", "Node \(node) MemTotal:  \(1_048_576 * (node + 1)) kB\nNode 0 MemFree: 1 kB\n")
            try place.write("\(directory)/distance", node == 0 ? "10 21\n" : "21 10\n")
            try place.write("\(directory)/cpulist", node == 0 ? "0-3\n" : "4-7\n")
            try place.write("\(directory)/hugepages/hugepages-2048kB/nr_hugepages", "\(node * 16)\n")
        }
        for processor in 0..<8 {
            let directory = "sys/devices/system/cpu/cpu\(processor)"
            try place.write("\(directory)/topology/physical_package_id", "\(processor / 4)")
            try place.write("\(directory)/topology/die_id", "0")
            try place.write("\(directory)/topology/core_id", "\(processor % 4 / 2)")
            try place.write("\(directory)/topology/thread_siblings_list", "\(processor & ~1)-\(processor | 1)")
            for (index, level) in [(0, 1), (3, 3)] {
                let cache = "\(directory)/cache/index\(index)"
                try place.write("\(cache)/level", "\(level)")
                try place.write("\(cache)/id", "\(processor / 4)")
                try place.write("\(cache)/size", "8192K")
                try place.write("\(cache)/type", "Unified")
                try place.write("\(cache)/shared_cpu_list", processor < 4 ? "0-3" : "4-7")
            }
        }
        try place.write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "16")
        try place.write("sys/kernel/iommu_groups/0/type", "DMA")
        try place.write("etc/machine-id", "00112233445566778899aabbccddeeff\n")
        try place.write(
            "proc/cpuinfo", "processor : 0\nmicrocode : 0x1f\naddress sizes : 46 bits physical, 48 bits virtual\n")
        return place
    }

    @Test("nodes, threads, caches and huge pages are told as the kernel tells them")
    func topology() throws {
        let place = try machine()
        let host = HostCapabilities.Host.ofThisMachine(architecture: "x86_64", root: place.path)
        #expect(host.uuid?.xml == "00112233-4455-6677-8899-aabbccddeeff")
        #expect(host.iommu?.support == .yes)
        #expect(host.cpu.topology?.sockets == 2)
        #expect(host.cpu.topology?.cores == 2)
        #expect(host.cpu.topology?.threads == 2)
        #expect(host.cpu.microcode == 31)
        #expect(host.cpu.physicalAddressBits == 46)
        #expect(host.cpu.pages.map(\.size) == [4, 2048])
        let cells = try #require(host.topology?.cells)
        let memory: [UInt64?] = [1_048_576, 2_097_152]
        #expect(cells.map { $0.memory?.amount } == memory)
        // All of the memory that is not in the sixteen huge pages.
        let pages: [UInt64?] = [516_096, 16]
        #expect(cells[1].pages.map(\.count) == pages)
        #expect(cells[0].distances.map(\.value) == [10, 21])
        #expect(cells[1].cpus.map(\.id) == [4, 5, 6, 7])
        #expect(cells[1].cpus.map(\.core) == [0, 0, 1, 1])
        #expect(cells[1].cpus[0].siblings?.xml == "4-5")
        #expect(host.cache.map(\.size) == [8, 8])
        #expect(host.cache.map(\.unit) == ["MiB", "MiB"])
        #expect(host.cache[1].cpus?.xml == "4-7")
    }

    @Test("a machine that tells nothing is no error")
    func empty() throws {
        let place = try TemporaryDirectory("host")
        let host = HostCapabilities.Host.ofThisMachine(architecture: "riscv64", root: place.path)
        #expect(host.topology == nil)
        #expect(host.cache.isEmpty)
        #expect(host.cpu.topology?.count == 1)
    }

    @Test(
        "the document of this host has its emulators, and reads back to itself",
        .enabled(if: Program.areInstalled("qemu-system-x86_64")))
    func document() async throws {
        let place = try TemporaryDirectory("host")
        let loop = try EventLoop()
        let catalog = EmulatorCatalog(
            loop: loop, blocking: try BlockingWork(loop: loop),
            cache: CapabilityCache(directory: FilePath(place("cache"))), search: EmulatorSearch(path: nil),
            proveKVM: { try KVMProof.run(device: "/nonexistent/kvm") })
        let (document, failures) = try await catalog.hostCapabilities(host: CapabilityHost())
        #expect(failures.isEmpty, "\(failures)")
        let guest = try #require(document.guests.first { $0.architecture.name == "x86_64" })
        #expect(guest.architecture.domains.map(\.type) == ["qemu"])
        #expect(guest.architecture.machines[1].name == "pc")
        #expect(guest.architecture.machines[1].canonical == guest.architecture.machines[0].name)
        let text = try document.xmlText()
        let again: HostCapabilities = try XMLReader.read(from: XMLParser().parse(text), form: XMLForm())
        let isSame = again == document
        #expect(isSame)
        #expect(document.host.cpu.model != nil)
    }

    @Test("an emulator that does not serve is named, and the others are told")
    func broken() async throws {
        let place = try TemporaryDirectory("host")
        let broken = try place.write("bin/qemu-system-sparc", "#!/bin/sh\nexit 1\n", executable: true)
        let loop = try EventLoop()
        let catalog = EmulatorCatalog(
            loop: loop, blocking: try BlockingWork(loop: loop), cache: nil,
            search: EmulatorSearch(directories: [FilePath(place("bin"))]))
        let (document, failures) = try await catalog.hostCapabilities(host: CapabilityHost())
        #expect(document.guests.isEmpty)
        #expect(failures.count == 1)
        #expect("\(failures)".contains(broken))
    }

    @Test("emulators are found by architecture, also under other names")
    func search() throws {
        let place = try TemporaryDirectory("search")
        for name in ["qemu-system-arm", "qemu-kvm", "qemu-system-x86_64"] {
            try place.write("bin/\(name)", "", executable: true)
        }
        try place.write("bin/qemu-system-ppc", "")
        let search = EmulatorSearch(directories: [FilePath(place("none")), FilePath(place("bin"))])
        func found(_ architecture: String, host: String = "x86_64") -> String? {
            search.emulator(for: architecture, host: host)?.lastComponent?.string
        }
        #expect(found("armv7l") == "qemu-system-arm")
        #expect(found("i686") == "qemu-system-x86_64")
        #expect(found("x86_64") == "qemu-system-x86_64")
        #expect(found("s390x", host: "s390x") == "qemu-kvm")
        #expect(found("s390x") == nil)
        // What cannot be executed is no emulator.
        #expect(found("ppc") == nil)
    }
}
