// SPDX-License-Identifier: Apache-2.0

internal import CLinux
public import SystemPackage

/// A part of root's rights; capabilities(7), linux/capability.h.
public enum Capability: Int32, Sendable, CaseIterable {
    case changeOwner = 0
    case overrideFilePermissions = 1
    case searchAnyDirectory = 2
    case ownAnyFile = 3
    case keepSetIdentifiers = 4
    case signalAnyProcess = 5
    case setGroup = 6
    case setUser = 7
    case setCapabilities = 8
    case changeImmutableFlag = 9
    case bindLowPorts = 10
    case broadcast = 11
    case administerNetwork = 12
    case useRawSockets = 13
    case lockMemory = 14
    case overrideOwnershipOfMemory = 15
    case loadModules = 16
    case useRawPorts = 17
    case changeRoot = 18
    case traceProcesses = 19
    case accountProcesses = 20
    case administerSystem = 21
    case reboot = 22
    case raisePriority = 23
    case exceedResourceLimits = 24
    case setTime = 25
    case configureTerminals = 26
    case makeDevices = 27
    case leaseFiles = 28
    case writeAuditLog = 29
    case controlAudit = 30
    case setFileCapabilities = 31
    case overrideMandatoryAccess = 32
    case administerMandatoryAccess = 33
    case readKernelLog = 34
    case wakeSystem = 35
    case blockSuspend = 36
    case readAuditLog = 37
    case monitorPerformance = 38
    case loadPrograms = 39
    case checkpointProcesses = 40

    /// Gives capabilities up, for this process and for all that it starts, root's programs included.
    ///
    /// - Throws: The error number; `notPermitted` when the process has not the right to limit its children, which none has that
    ///   is not root's.
    public static func drop(_ capabilities: some Collection<Capability>) throws(Errno) {
        for capability in capabilities {
            let result = clinux_forbid_capability(capability.rawValue)
            if result < 0 { throw Errno(rawValue: -result) }
        }
        let result = clinux_drop_capabilities(capabilities.reduce(0) { $0 | 1 << UInt64($1.rawValue) })
        if result < 0 { throw Errno(rawValue: -result) }
    }
}
