// SPDX-License-Identifier: Apache-2.0

package import VirtModel

extension HostCapabilities.Host {
    /// The machine that this runs on.
    ///
    /// - Parameters:
    ///   - architecture: The host's.
    ///   - root: What stands in front of the paths of /proc and /sys; empty for this machine.
    package static func ofThisMachine(architecture: String = EmulatorSearch.host, root: String = "") -> Self {
        let files = SystemFiles(root: root)
        var host = HostCapabilities.Host()
        host.uuid = identity(files)
        let topology = HostTopology(files: files)
        let cells = topology.cells()
        host.cpu = HostCapabilities.Processor(architecture: architecture, files: files)
        host.cpu.topology = topology.shape(cells)
        host.iommu = .init(!files.names("/sys/kernel/iommu_groups").isEmpty)
        if !cells.isEmpty {
            var nodes = HostCapabilities.Topology()
            nodes.cells = cells
            host.topology = nodes
        }
        host.cache = topology.caches(cells)
        host.securityModels = [.init("none")]
        return host
    }

    /// What the firmware calls this machine, or, where that is hidden, its operating system: machine-id(5).
    private static func identity(_ files: SystemFiles) -> UUIDText? {
        let texts = ["/sys/class/dmi/id/product_uuid", "/etc/machine-id"].compactMap { files.text($0) }
        return texts.lazy.compactMap { UUIDText(xml: $0) }.first
    }
}
