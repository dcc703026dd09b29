// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

extension HostCapabilities.Processor {
    /// The processor of this machine.
    init(architecture: String, files: SystemFiles) {
        self.init()
        self.architecture = architecture
        if let facts = ProcessorIdentity.ofThisMachine(), let description = ProcessorTable.x86.describe(facts, as: nil)
        {
            model = description.model
            vendor = description.vendor
            features = description.required.map { name in
                var feature = CPU.Feature()
                feature.name = name
                return feature
            }
            var signature = HostCapabilities.Signature()
            (signature.family, signature.model, signature.stepping) = (facts.family, facts.model, facts.stepping)
            self.signature = signature
        }
        let lines = (files.text("/proc/cpuinfo", atMost: 8192) ?? "").split(separator: "\n")
        func value(_ name: String) -> Substring? {
            lines.first { $0.hasPrefix(name) }?.split(separator: ":").last?.drop { $0 == " " }
        }
        if let text = value("microcode") { microcode = UInt32(text.dropFirst(2), radix: 16) }
        if let text = value("address sizes") { physicalAddressBits = Int(text.prefix { $0.isNumber }) }
        pages = [HostCapabilities.PageSize(kib: 4)] + Self.hugePages(files).map { .init(kib: $0) }
    }

    /// The sizes of huge pages in KiB: `hugepages-2048kB`.
    static func hugePages(_ files: SystemFiles, in directory: String = "/sys/kernel/mm/hugepages") -> [UInt64] {
        files.names(directory).compactMap { UInt64($0.dropFirst("hugepages-".count).dropLast(2)) }.sorted()
    }
}
