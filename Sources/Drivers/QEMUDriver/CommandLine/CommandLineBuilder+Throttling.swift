// SPDX-License-Identifier: Apache-2.0

internal import QMP
internal import VirtModel
internal import XMLCoding

extension CommandLineBuilder {
    /// Puts a throttling node on top of a disk's images, and returns its name; the name given where there is no limit.
    ///
    /// The limits are in a group (QEMU, docs/throttle.txt), which disks of one `group_name` share.
    mutating func throttle(_ disk: Disk, _ below: String) -> String {
        guard context.throttlesByObjects, !disk.tune.isEmpty else { return below }
        let group = "throttle-\(disk.tune.groupName ?? disk.info.alias ?? disk.target)"
        if throttleGroups.insert(group).inserted, !isGroupOfOthers(disk) {
            var object = QEMUProperties("qom-type", "throttle-group")
            object.add("id", group)
            object.add("limits", Self.limits(disk.tune))
            add(object: object)
        }
        let name = "libvirt-throttle-\(disk.info.alias ?? disk.target)"
        var node = QEMUProperties("driver", "throttle")
        node.add("node-name", name)
        node.add("throttle-group", group)
        node.add("file", below)
        add(blockdev: node)
        return name
    }

    /// Whether the group of a disk is there because of a disk that is not written now.
    private func isGroupOfOthers(_ disk: Disk) -> Bool {
        guard let group = disk.tune.groupName else { return false }
        return domain.devices.disks.contains { $0.tune.groupName == group && !includes($0.info) }
    }

    /// `ThrottleLimits` of QEMU's schema: `total_bytes_sec_max_length` is `bps-total-max-length`.
    private static func limits(_ tune: Disk.IOTune) -> QEMUProperties {
        var limits = QEMUProperties()
        for (name, value) in tune.values.sorted(by: { $0.key < $1.key }) {
            if name == "size_iops_sec" {
                limits.add("iops-size", value)
                continue
            }
            let words = name.split(separator: "_").map(String.init)
            let kind = words[1] == "bytes" ? "bps" : "iops"
            limits.add(([kind, words[0]] + words.dropFirst(3)).joined(separator: "-"), value)
        }
        return limits
    }
}
