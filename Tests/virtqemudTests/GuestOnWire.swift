// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Documents and processes of guests of a daemon.
enum GuestOnWire {
    /// A machine without a disk, whose firmware finds nothing to start.
    static func idle(_ name: String, _ more: String = "", devices: String = "") -> String {
        """
        <domain type='qemu'>
          <name>\(name)</name>
          <memory unit='MiB'>32</memory>
          <os><type arch='x86_64' machine='pc'>hvm</type></os>
          \(more)
          <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>\(devices)</devices>
        </domain>
        """
    }

    /// A machine that boots an image, with its console on a terminal.
    static func booting(_ image: GuestImage, _ name: String, devices: String = "") -> String {
        """
        <domain type='qemu'>
          <name>\(name)</name>
          <memory unit='MiB'>160</memory>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
            <kernel>\(image.kernel)</kernel><initrd>\(image.initrd)</initrd>
            <cmdline>console=ttyS0 quiet panic=1</cmdline>
          </os>
          <features><acpi/><apic/></features>
          <devices>
            <controller type='usb' model='none'/>
            <serial type='pty'/><console type='pty'/>
            <memballoon model='none'/>
            \(devices)
          </devices>
        </domain>
        """
    }

    /// A guest whose console is a shell.
    static let shell = """
        /bin/busybox mkdir -p /dev /proc
        /bin/busybox mount -t devtmpfs dev /dev
        while :; do /bin/busybox setsid /bin/busybox sh -i < /dev/ttyS0 > /dev/ttyS0 2>&1; done
        """

    /// The user of a process.
    static func user(of process: pid_t) -> uid_t? {
        var status = stat()
        return stat("/proc/\(process)", &status) == 0 ? status.st_uid : nil
    }
}

extension RunningDaemon {
    /// Defines a domain of a document.
    func define(_ name: String, _ xml: String) throws -> ProgramResult {
        try virsh("qemu", "define", root.write("\(name).xml", xml))
    }
}
