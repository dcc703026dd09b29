// SPDX-License-Identifier: Apache-2.0

internal import CGuest

// Interfaces are set up by ioctl: the requests of netdevice(7) and the numbers of linux/sockios.h.

private let setFlags: UInt = 0x8914
private let setAddress: UInt = 0x8916
private let setNetmask: UInt = 0x891c
private let addRoute: UInt = 0x890b
private let getFlags: UInt = 0x8913
private let setHardwareAddress: UInt = 0x8924

private func withSocket(_ body: (CInt) -> Void) {
    // AF_INET, SOCK_DGRAM
    let socket = guest_socket(2, 2, 0)
    guard socket >= 0 else { return }
    body(CInt(truncatingIfNeeded: socket))
    _ = guest_close(CInt(truncatingIfNeeded: socket))
}

private func request(_ name: StaticString) -> guest_ifreq {
    var request = guest_ifreq()
    withUnsafeMutableBytes(of: &request) { bytes in
        for index in 0..<min(name.utf8CodeUnitCount, 15) { bytes[index] = name.utf8Start[index] }
    }
    return request
}

private func address(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> guest_sockaddr_in {
    var address = guest_sockaddr_in()
    address.family = 2
    address.address = (a, b, c, d)
    return address
}

private func bringUp(_ name: StaticString, on socket: CInt) -> Bool {
    var up = request(name)
    // IFF_UP | IFF_RUNNING
    up.value.flags = 0x41
    return guest_ioctl(socket, setFlags, &up) >= 0
}

/// Brings the loopback interface up by a file of sysfs (the kernel's Documentation/ABI/testing/sysfs-class-net, "flags"):
/// a guest that is to be saved opens no socket before, so that no secret of the network's is drawn yet.
func bringUpLoopback() {
    let file = guest_open("/sys/class/net/lo/flags", OpenFlag.writeOnly | OpenFlag.closeOnExec, 0)
    guard file >= 0 else { return }
    // IFF_UP
    _ = guest_write(CInt(truncatingIfNeeded: file), "1", 1)
    _ = guest_close(CInt(truncatingIfNeeded: file))
}

/// Sets up eth0 for the network that QEMU's user mode pretends (qemu(1), -netdev user): 10.0.2.15/24, gateway 10.0.2.2.
///
/// - Parameter hardwareAddress: Six bytes that replace the address of the device, which a restored guest shares with others.
func configureUserNetwork(hardwareAddress: [UInt8]?) -> Bool {
    var isUp = false
    withSocket { socket in
        // The driver finds its device a moment after it was loaded.
        for _ in 0..<2000 {
            var flags = request("eth0")
            if guest_ioctl(socket, getFlags, &flags) >= 0 { break }
            sleep(microseconds: 1000)
        }
        if let hardwareAddress {
            var hardware = request("eth0")
            // ARPHRD_ETHER
            hardware.value.hardware.family = 1
            withUnsafeMutableBytes(of: &hardware.value.hardware.address) { bytes in
                for index in 0..<min(hardwareAddress.count, 6) { bytes[index] = hardwareAddress[index] }
            }
            guard guest_ioctl(socket, setHardwareAddress, &hardware) >= 0 else { return }
        }
        var own = request("eth0")
        own.value.address = address(10, 0, 2, 15)
        guard guest_ioctl(socket, setAddress, &own) >= 0 else { return }
        var mask = request("eth0")
        mask.value.address = address(255, 255, 255, 0)
        guard guest_ioctl(socket, setNetmask, &mask) >= 0, bringUp("eth0", on: socket) else { return }
        var route = guest_rtentry()
        route.destination = address(0, 0, 0, 0)
        route.genmask = address(0, 0, 0, 0)
        route.gateway = address(10, 0, 2, 2)
        // RTF_UP | RTF_GATEWAY
        route.flags = 3
        isUp = guest_ioctl(socket, addRoute, &route) >= 0
    }
    return isUp
}
