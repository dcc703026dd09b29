// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import VirtModel

extension VirtualMachine {
    /// Plugs the cable of an interface in or out.
    func setLink(interface name: String, isUp: Bool, _ affecting: DomainAffectFlags) async throws {
        @Sendable func index(in domain: Domain) throws -> Int {
            let interfaces = domain.devices.interfaces
            guard
                let index = interfaces.firstIndex(where: { $0.target == name })
                    ?? interfaces.firstIndex(where: { $0.mac?.xml == name.lowercased() })
            else {
                throw VirtError(.invalidArgument, "Domain '\(domain.name)' has no interface '\(name)'.")
            }
            return index
        }
        try await change("set the link of '\(name)' of", affecting) { process, domain in
            guard let alias = domain.devices.interfaces[try index(in: domain)].info.alias else { return }
            try await process.execute(Self.linkCommand(alias, isUp: isUp))
        } model: { domain in
            domain.devices.interfaces[try index(in: domain)].linkState = isUp ? "up" : "down"
        }
    }

    private static func linkCommand(_ alias: String, isUp: Bool) -> QMPCommand {
        QMPCommand("set_link", ["name": .string(alias), "up": .bool(isUp)])
    }

    /// Gives a disk another size; of an image, which grows or is cut off, and of what the guest sees.
    func resizeBlock(disk name: String, toBytes size: UInt64) async throws {
        guard size > 0, size <= UInt64(Int64.max) else {
            throw VirtError(.invalidArgument, "\(size) bytes are no size for disk '\(name)'.")
        }
        let disk = try disk(name, in: runningDomain)
        guard !isActive || !disk.isReadOnly && !disk.source.isEmpty else {
            throw VirtError(
                .operationUnsupported, "Disk '\(name)' of domain '\(self.name)' is read-only, or has no medium in it.")
        }
        try await perform(.modify, "resize disk '\(name)' of") { process in
            let replies = BlockReplies(statistics: try await process.execute(BlockReplies.commands[0]), nodes: .null)
            guard let node = replies.images(of: disk).first?.nodeName else {
                throw VirtError(
                    .operationInvalid, "Disk '\(name)' of domain '\(self.name)' has lost its medium meanwhile.")
            }
            _ = try await process.execute(
                QMPCommand("block_resize", ["node-name": .string(node), "size": .integer(Int64(size))]),
                deadline: .seconds(300))
        }
    }

    // MARK: Limits of disks

    /// The limits of a disk.
    func blockIOTune(disk name: String, _ affecting: DomainAffectFlags) throws -> [TypedParameter] {
        let tune = try disk(name, in: try domain(affecting)).tune
        var parameters: [TypedParameter] = []
        for limit in Disk.IOTune.names { parameters.append(.init(limit, .unsignedLong(tune.values[limit] ?? 0))) }
        parameters.append(.init("group_name", .string(tune.groupName ?? "")))
        for limit in Disk.IOTune.lengthNames {
            parameters.append(.init(limit, .unsignedLong(tune.values[limit] ?? 0)))
        }
        return parameters
    }

    /// Sets limits of a disk.
    func setBlockIOTune(
        disk name: String, _ parameters: [TypedParameter], _ affecting: DomainAffectFlags
    ) async throws {
        @Sendable func changed(_ disk: Disk) throws -> Disk {
            var disk = disk
            try disk.tune.change(parameters, disk: name)
            return disk
        }
        let target = try self.disk(name, in: try self.domain(affecting)).target
        let tunables =
            [TypedParameter("blkdeviotune.disk", .string(target))]
            + parameters.map { .init("blkdeviotune.\($0.name)", $0.value) }
        try await change("set the limits of disk '\(name)' of", affecting, tunables: tunables) { process, domain in
            let disk = try changed(try self.disk(name, in: domain))
            if let command = disk.throttleCommand(isComplete: true) { try await process.execute(command) }
        } model: { domain in
            let disk = try self.disk(name, in: domain)
            guard let index = domain.devices.disks.firstIndex(where: { $0.target == disk.target }) else { return }
            domain.devices.disks[index] = try changed(disk)
        }
    }

    /// What a new QEMU is told of its devices before its guest runs, because its command line has no words for it.
    static func settings(of domain: Domain) -> [QMPCommand] {
        var commands = domain.devices.disks.compactMap { $0.throttleCommand(isComplete: false) }
        for interface in domain.devices.interfaces where interface.linkState == "down" {
            if let alias = interface.info.alias { commands.append(linkCommand(alias, isUp: false)) }
        }
        if let path = domain.balloonPath {
            if let period = domain.devices.balloon?.statsPeriod { commands.append(periodCommand(path, period)) }
            if let size = domain.currentMemory?.kib, size < domain.memory.kib {
                commands.append(QMPCommand("balloon", ["value": .integer(Int64(clamping: size) * 1024)]))
            }
        }
        return commands
    }

    /// Sets how often the balloon's driver in the guest tells of its memory.
    static func periodCommand(_ path: String, _ period: Int) -> QMPCommand {
        QMPCommand(
            "qom-set",
            [
                "path": .string(path), "property": "guest-stats-polling-interval", "value": .integer(Int64(period)),
            ])
    }
}

extension Disk.IOTune {
    /// Takes over limits under libvirt's names.
    fileprivate mutating func change(_ parameters: [TypedParameter], disk: String) throws {
        for parameter in parameters {
            switch parameter.value {
            case .string(let group) where parameter.name == "group_name": groupName = group.isEmpty ? nil : group
            case .unsignedLong(let value)
            where Self.names.contains(parameter.name) || Self.lengthNames.contains(parameter.name):
                guard value <= UInt64(Int64.max) else {
                    throw VirtError(
                        .invalidArgument, "The limit '\(parameter.name)' of \(value) is above \(Int64.max).")
                }
                values[parameter.name] = value == 0 ? nil : value
            default:
                throw VirtError(
                    .invalidArgument, "Disk '\(disk)' has no limit '\(parameter.name)' of that type.")
            }
        }
        for kind in ["bytes_sec", "iops_sec", "bytes_sec_max", "iops_sec_max"]
        where values["total_\(kind)"] != nil && (values["read_\(kind)"] != nil || values["write_\(kind)"] != nil) {
            throw VirtError(
                .invalidArgument, "A total limit of '\(kind)' cannot be set beside one for reading or writing.")
        }
        for name in Self.names where name.hasSuffix("_max") && values[name] != nil {
            let base = String(name.dropLast(4))
            guard values[base] == nil else { continue }
            throw VirtError(
                .configurationUnsupported, "A burst '\(name)' is above a limit '\(base)', which is not set. Set both.")
        }
    }
}

extension Disk {
    /// The command that gives the disk its limits (`block_set_io_throttle`, qapi/block-core.json); nil when it has none.
    ///
    /// - Parameter isComplete: Whether there is one for a disk without limits, too.
    func throttleCommand(isComplete: Bool) -> QMPCommand? {
        guard let alias = info.alias, isComplete || !tune.isEmpty else { return nil }
        // The backend of a virtio disk is that of a part of it.
        let device = bus == .virtio ? "/machine/peripheral/\(alias)/virtio-backend" : alias
        var members: [JSONValue.Member] = [.init("id", .string(device))]
        let kinds = [("bytes_sec", "bps"), ("iops_sec", "iops")]
        let directions = [("total", ""), ("read", "_rd"), ("write", "_wr")]
        for (suffix, ending) in [("", ""), ("_max", "_max"), ("_max_length", "_max_length")] {
            for (kind, word) in kinds {
                for (direction, letters) in directions {
                    let value = tune.values["\(direction)_\(kind)\(suffix)"]
                    // The plain limits are all told; a length without its limit is refused.
                    guard let value = value ?? (suffix.isEmpty ? 0 : nil) else { continue }
                    members.append(.init("\(word)\(letters)\(ending)", .integer(Int64(clamping: value))))
                }
            }
        }
        if let size = tune.values["size_iops_sec"] {
            members.append(.init("iops_size", .integer(Int64(clamping: size))))
        }
        if let group = tune.groupName { members.append(.init("group", .string(group))) }
        return QMPCommand("block_set_io_throttle", members: members)
    }
}
