// SPDX-License-Identifier: Apache-2.0

internal import VirtModel

/// What plugs into a PCI bus.
enum PCIConnector: Hashable {
    /// A conventional endpoint.
    case pci
    /// An express endpoint.
    case pcie
    case rootPort, downstreamPort, upstreamPort, dmiBridge, pciBridge, pcieToPCIBridge, expander, expressExpander

    /// Whether it makes a bus of its own.
    var isBridge: Bool { self != .pci && self != .pcie }
}

/// One PCI bus and what is taken of it.
struct PCIBus {
    let model: String
    /// The lowest and highest slot (PCI Local Bus Specification 3.0, section 3.2.2.3.4: 32 slots of eight functions).
    let slots: ClosedRange<Int>
    /// Functions taken in each slot, as bits.
    private(set) var taken = [UInt8](repeating: 0, count: 32)
    /// Slots whose free functions may be taken by further ports, as bits.
    private var aggregating: UInt32 = 0
    /// The isolation group of the devices on the bus; nil while there are none. On pSeries a host bridge belongs to
    /// one group of the host's I/O MMU, so devices of several groups never share one.
    var isolationGroup: Int?

    init(model: String) {
        self.model = model
        switch model {
        case "pci-root", "pci-bridge", "pcie-root", "pcie-to-pci-bridge": slots = 1...31
        case "pcie-root-port", "pcie-switch-downstream-port": slots = 0...0
        case "pci-expander-bus": slots = 0...31
        default: slots = 0...31
        }
    }

    /// Whether a device may sit here when libvirt chooses the place.
    func accepts(_ connector: PCIConnector, isHotpluggable: Bool) -> Bool {
        switch model {
        case "pci-root", "pci-bridge":
            [.pci, .pciBridge].contains(connector) || (model == "pci-root" && connector == .expander)
                || (model == "pci-root" && connector == .pcie)
        case "pcie-root":
            [.rootPort, .dmiBridge, .expressExpander].contains(connector)
                || (!isHotpluggable && [.pcie, .pci].contains(connector))
        case "pcie-root-port", "pcie-switch-downstream-port":
            [.pcie, .pcieToPCIBridge].contains(connector) || (connector == .upstreamPort)
        case "pcie-switch-upstream-port": connector == .downstreamPort
        case "dmi-to-pci-bridge": connector == .pciBridge || (connector == .pci && !isHotpluggable)
        case "pcie-to-pci-bridge": [.pci, .pciBridge].contains(connector)
        case "pci-expander-bus": [.pci, .pciBridge].contains(connector)
        case "pcie-expander-bus": [.rootPort, .dmiBridge].contains(connector)
        default: false
        }
    }

    /// Whether a place that a document names is one that the bus has.
    func has(slot: Int) -> Bool { slots.contains(slot) }

    func isFree(slot: Int, function: Int) -> Bool { taken[slot] & (1 << UInt8(function)) == 0 }
    func isFree(slot: Int) -> Bool { taken[slot] == 0 }

    mutating func take(slot: Int, function: Int? = nil, aggregates: Bool = false) {
        if let function { taken[slot] |= 1 << UInt8(function) } else { taken[slot] = 0xff }
        if aggregates { aggregating |= 1 << UInt32(slot) }
    }

    /// Leaves only one function of a slot taken.
    mutating func untake(slot: Int, keeping function: Int) { taken[slot] = 1 << UInt8(function) }

    /// The next free place; ports share the slots of other ports, function by function.
    func free(aggregates: Bool) -> (slot: Int, function: Int)? {
        for slot in slots {
            if isFree(slot: slot) { return (slot, 0) }
            if aggregates, aggregating & 1 << UInt32(slot) != 0,
                let function = (0..<8).first(where: { isFree(slot: slot, function: $0) })
            {
                return (slot, function)
            }
        }
        return nil
    }

    /// Whether every slot is taken.
    var isFull: Bool { slots.allSatisfy { !isFree(slot: $0) } }
}

/// The buses of a machine by their numbers.
struct PCIBuses {
    private var buses: [(number: Int, bus: PCIBus)] = []

    /// The numbers, lowest first.
    var numbers: [Int] { buses.map(\.number) }
    /// The buses, in the order of their numbers.
    var all: [PCIBus] { buses.map(\.bus) }

    /// Setting nil does nothing: no bus goes away.
    subscript(number: Int) -> PCIBus? {
        get { buses.first { $0.number == number }?.bus }
        set {
            guard let newValue else { return }
            if let place = buses.firstIndex(where: { $0.number >= number }) {
                if buses[place].number == number {
                    buses[place].bus = newValue
                } else {
                    buses.insert((number, newValue), at: place)
                }
            } else {
                buses.append((number, newValue))
            }
        }
    }
}
