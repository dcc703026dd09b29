// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import QMP
internal import Synchronization
internal import VirtModel

extension VirtualMachine {
    /// Takes what QEMU tells, on the loop and in order.
    func handle(_ event: QMPEvent) {
        announce(event)
        let machineEvent = MachineEvent(event)
        switch machineEvent {
        case .other(let event): handleOther(event)
        case .ioError(let node, let device, let action, let isOutOfSpace):
            let disk = state.withLock { $0.run?.domain.disk(node: node, device: device) }
            announce(
                .ioError(
                    source: disk?.source.path ?? "", alias: disk?.info.alias ?? device, action: action,
                    reason: isOutOfSpace ? "enospc" : ""))
            apply(.machine(machineEvent))
        default: apply(.machine(machineEvent))
        }
    }

    /// Events that say nothing about how the machine runs.
    private func handleOther(_ event: QMPEvent) {
        let data = event.data
        switch event.name {
        case "RTC_CHANGE":
            if let offset = data["offset"]?.integer { announce(.clockChanged(offsetInSeconds: offset)) }
        case "BALLOON_CHANGE":
            guard let actual = data["actual"]?.integer else { return }
            let kib = UInt64(clamping: actual) / 1024
            state.withLock { $0.run?.domain.currentMemory = MemorySize(kib: kib) }
            announce(.balloonChanged(memoryInKiB: kib))
        case "DEVICE_DELETED":
            if let alias = data["device"]?.string { deviceLeft(alias, isGone: true) }
        case "DEVICE_UNPLUG_GUEST_ERROR", "MEM_UNPLUG_ERROR":
            if let alias = data["device"]?.string { deviceLeft(alias, isGone: false) }
        case "DEVICE_TRAY_MOVED":
            guard let alias = data["id"]?.string, let isOpen = data["tray-open"]?.bool else { return }
            announce(.trayChanged(alias: alias, isOpen: isOpen))
        case "BLOCK_WRITE_THRESHOLD":
            announce(
                .blockThreshold(
                    device: data["node-name"]?.string ?? "", path: nil,
                    threshold: UInt64(clamping: data["write-threshold"]?.integer ?? 0),
                    excess: UInt64(clamping: data["amount-exceeded"]?.integer ?? 0)))
        case "VSERPORT_CHANGE": channelChanged(data)
        case "MIGRATION_PASS":
            if let pass = data["pass"]?.integer { announce(.migrationIteration(Int(clamping: pass))) }
        case "VNC_CONNECTED": graphics(.connect, data)
        case "VNC_INITIALIZED", "SPICE_INITIALIZED": graphics(.initialize, data)
        case "VNC_DISCONNECTED", "SPICE_DISCONNECTED": graphics(.disconnect, data)
        case "SPICE_CONNECTED": graphics(.connect, data)
        case "MEMORY_FAILURE":
            announce(
                .memoryFailure(
                    isInGuest: data["recipient"]?.string == "guest", action: data["action"]?.string ?? "",
                    isRecursive: data["flags"]?["recursive"]?.bool ?? false))
        case "MEMORY_DEVICE_SIZE_CHANGE":
            guard let alias = data["id"]?.string, let size = data["size"]?.integer else { return }
            announce(.memoryDeviceSizeChanged(alias: alias, sizeInKiB: UInt64(clamping: size) / 1024))
        default: break
        }
    }

    /// Somebody in the guest opened or closed a channel; the one of the agent is known by its name.
    private func channelChanged(_ data: JSONValue) {
        guard let alias = data["id"]?.string, let isOpen = data["open"]?.bool else { return }
        let isAgent = state.withLock { state -> Bool in
            guard let index = state.run?.domain.devices.channels.firstIndex(where: { $0.info.alias == alias }) else {
                return false
            }
            state.run?.domain.devices.channels[index].state = isOpen ? "connected" : "disconnected"
            return state.run?.domain.devices.channels[index].isAgents == true
        }
        if isAgent { announce(.agent(isConnected: isOpen)) }
    }

    private func graphics(_ phase: DomainEvent.GraphicsEvent.Phase, _ data: JSONValue) {
        func address(_ value: JSONValue?) -> DomainEvent.GraphicsEvent.Address {
            let family: DomainEvent.GraphicsEvent.Address.Family =
                switch value?["family"]?.string {
                case "ipv6": .ipv6
                case "unix": .unix
                default: .ipv4
                }
            let host = value?["host"]?.string ?? ""
            let service = value?["service"]?.string ?? value?["port"]?.string ?? ""
            return .init(
                family: family, node: family == .unix ? service : host, service: family == .unix ? "" : service)
        }
        announce(
            .graphics(
                .init(
                    phase: phase, local: address(data["server"]), remote: address(data["client"]),
                    authentication: data["server"]?["auth"]?.string ?? "")))
    }
}

extension CharacterDevice {
    /// Whether the agent in the guest is reached over this channel, which is known by its name.
    fileprivate var isAgents: Bool { role == .channel && name == "org.qemu.guest_agent.0" }
}

extension Domain {
    /// Whether somebody in the guest has the agent's channel open; nil without one.
    var isAgentConnected: Bool? { devices.channels.first { $0.isAgents }.map { $0.state == "connected" } }

    /// The disk of a device or of a node of its image.
    func disk(node: String, device: String) -> Disk? {
        devices.disks.first { disk in
            guard let alias = disk.info.alias else { return false }
            // `device` is the name of the backend or the QOM path of the frontend: `/machine/peripheral/virtio-disk0/...`.
            return device == alias || device == "drive-\(alias)"
                || device.split(separator: "/").contains(Substring(alias))
        }
    }
}
