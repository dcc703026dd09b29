// SPDX-License-Identifier: Apache-2.0

/// A way of numbering the keys of a keyboard, by libvirt's own number for it (`virKeycodeSet`).
public enum KeyCodeSet: UInt32, Sendable, Hashable, CaseIterable {
    /// Linux' codes, `KEY_...` in linux/input-event-codes.h.
    case linux = 0
    /// Scan codes of the XT keyboard; 0xE0 in the upper byte for the second half. The same as ``atSet1``.
    case xt = 1
    /// Scan codes of the AT keyboard's first set.
    case atSet1 = 2
    /// Scan codes of the AT keyboard's second set, which keyboards send by default.
    case atSet2 = 3
    /// Scan codes of the AT keyboard's third set.
    case atSet3 = 4
    /// Virtual key codes of macOS, `kVK_...` in HIToolbox's Events.h.
    case macOS = 5
    /// Linux' raw codes of a PC's keyboard: XT scan codes with 0x100 for the second half.
    case xtKeyboard = 6
    /// Usages on the keyboard page of the USB HID Usage Tables.
    case usb = 7
    /// Virtual key codes of Windows, `VK_...` in winuser.h.
    case windows = 8
    /// QEMU's numbers: XT scan codes with 0x80 for the second half. Remote frame buffers (RFB) use them.
    case qemuNumber = 9

    /// What clients call it, as after `virsh send-key --codeset`.
    public var name: String {
        switch self {
        case .linux: "linux"
        case .xt: "xt"
        case .atSet1: "atset1"
        case .atSet2: "atset2"
        case .atSet3: "atset3"
        case .macOS: "os_x"
        case .xtKeyboard: "xt_kbd"
        case .usb: "usb"
        case .windows: "win32"
        case .qemuNumber: "qnum"
        }
    }
}
