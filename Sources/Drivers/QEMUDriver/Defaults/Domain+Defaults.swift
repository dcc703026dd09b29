// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension Domain {
    /// Adds what every domain has.
    mutating func addDefaults(_ capabilities: QEMUCapabilities, _ context: LaunchContext) {
        if os.architecture == nil { os.architecture = capabilities.architecture }
        if devices.emulator == nil { devices.emulator = "/usr/bin/qemu-system-\(os.architecture ?? "x86_64")" }
        onPowerOff = onPowerOff ?? "destroy"
        onReboot = onReboot ?? "restart"
        onCrash = onCrash ?? "destroy"
        if devices.balloon == nil { devices.balloon = MemoryBalloon() }
    }
}
