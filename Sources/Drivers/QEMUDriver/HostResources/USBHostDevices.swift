// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel

/// The USB devices of the host, as the kernel lists them (Documentation/ABI/stable/sysfs-bus-usb).
///
/// QEMU takes a device that is not there without a word, and waits for it.
struct USBHostDevices {
    /// A directory for each device, `/sys/bus/usb/devices`.
    let directory: FilePath

    /// Checks that a device of the host is there, and is the only one of its kind where it is named by that; blocks.
    ///
    /// One that is optional may come later.
    ///
    /// - Throws: `VirtError` that names it.
    func require(_ device: HostDevice) throws {
        let source = device.source
        guard device.type == "usb", source.startupPolicy != "optional" else { return }
        if let address = source.usb, let number = address.device {
            guard count({ $0.number("busnum") == address.bus && $0.number("devnum") == number }) > 0 else {
                throw Self.missing("device \(number) of USB bus \(address.bus)")
            }
        } else if let vendor = source.vendorID, let product = source.productID {
            let name = "USB device \(vendor.xml.dropFirst(2)):\(product.xml.dropFirst(2))"
            let count = count {
                $0.number("idVendor", radix: 16) == Int(vendor.value)
                    && $0.number("idProduct", radix: 16) == Int(product.value)
            }
            guard count > 0 else { throw Self.missing(name) }
            guard count == 1 else {
                throw VirtError(
                    .operationFailed, "The host has \(count) of \(name). Say which by <address bus='' device=''>.")
            }
        }
    }

    private static func missing(_ name: String) -> VirtError {
        VirtError(.operationFailed, "There is no \(name) at the host. 'lsusb' lists those that are there.")
    }

    private func count(_ isMeant: (Attributes) -> Bool) -> Int {
        let names = (try? directory.entries()) ?? []
        return names.count { isMeant(Attributes(directory: directory.appending($0))) }
    }

    /// What the kernel says of one device or interface.
    private struct Attributes {
        let directory: FilePath

        func number(_ name: String, radix: Int = 10) -> Int? {
            TextFile.line(directory.appending(name)).flatMap { Int($0, radix: radix) }
        }
    }
}
