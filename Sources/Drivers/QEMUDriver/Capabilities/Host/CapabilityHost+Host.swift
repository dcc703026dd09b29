// SPDX-License-Identifier: Apache-2.0

internal import Glibc

extension CapabilityHost {
    /// The machine that this runs on, as far as it is asked without an emulator. Blocks.
    package static func ofThisMachine() -> CapabilityHost {
        var host = CapabilityHost()
        host.architecture = EmulatorSearch.host
        host.firmware = FirmwareDescriptor.installed()
        host.hasFile = { access($0, F_OK) == 0 }
        host.hasVFIO = access("/dev/vfio/vfio", F_OK) == 0
        host.swtpmVersions = access("/usr/bin/swtpm", X_OK) == 0 ? ["1.2", "2.0"] : []
        return host
    }
}
