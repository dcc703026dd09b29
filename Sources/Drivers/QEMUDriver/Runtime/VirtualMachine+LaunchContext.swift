// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

extension VirtualMachine {
    /// What the command line depends on beside the domain and the emulator.
    func launchContext(_ run: Run?) -> LaunchContext {
        var context = LaunchContext()
        context.configuration = environment.configuration
        context.domainID = run?.id ?? -1
        context.host.architecture = EmulatorSearch.host
        context.host.hasVhostNet = access("/dev/vhost-net", R_OK | W_OK) == 0
        // Secrets go to QEMU in memory that it inherits or over its monitor, so there is nothing to encrypt.
        context.usesMasterKey = false
        // Limits of disks are set over the monitor before the CPUs go, where they can be changed later, too.
        context.throttlesByObjects = false
        context.plugsVCPUs = true
        context.inheritedEnvironment =
            [.init("LC_ALL", "C")]
            + ["PATH", "USER", "LOGNAME", "TMPDIR"].compactMap { name in
                getenv(name).map { .init(name, String(cString: $0)) }
            }
        context.now = Int64(time(nil))
        context.random = { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
        return context
    }
}
