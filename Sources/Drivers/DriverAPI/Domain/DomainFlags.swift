// SPDX-License-Identifier: Apache-2.0

/// How a domain is defined; `virDomainDefineFlags`.
public struct DomainDefineFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Refuse what the schema does not know. That is always done here.
    public static let validate = Self(rawValue: 1)
}

/// How a domain is started; `virDomainCreateFlags`.
public struct DomainStartFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Let the guest wait until it is resumed.
    public static let paused = Self(rawValue: 1)
    /// End the domain when the connection that started it is closed.
    public static let autodestroy = Self(rawValue: 2)
    /// Read a saved state past the cache of the file system.
    public static let bypassCache = Self(rawValue: 4)
    /// Forget a saved state and boot.
    public static let forceBoot = Self(rawValue: 8)
    /// Refuse what the schema does not know. That is always done here.
    public static let validate = Self(rawValue: 16)
    /// Begin with fresh firmware variables.
    public static let resetNVRAM = Self(rawValue: 32)
}

/// What goes with a definition; `virDomainUndefineFlagsValues`.
public struct DomainUndefineFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The saved state goes.
    public static let managedSave = Self(rawValue: 1)
    /// What is known of snapshots goes.
    public static let snapshotsMetadata = Self(rawValue: 2)
    /// The firmware's variables go.
    public static let nvram = Self(rawValue: 4)
    /// The firmware's variables stay.
    public static let keepNVRAM = Self(rawValue: 8)
    /// What is known of checkpoints goes.
    public static let checkpointsMetadata = Self(rawValue: 16)
    /// The state of the TPM goes.
    public static let tpm = Self(rawValue: 32)
    /// The state of the TPM stays.
    public static let keepTPM = Self(rawValue: 64)
}

/// How a domain is ended at once; `virDomainDestroyFlagsValues`.
public struct DomainDestroyFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Fail rather than kill a QEMU that does not end when told to.
    public static let graceful = Self(rawValue: 1)
    /// Remove the logs too.
    public static let removeLogs = Self(rawValue: 2)
}

/// How a guest is asked to power off or to reboot; `virDomainShutdownFlagValues`. None: as the driver finds best.
public struct DomainPowerFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// By the power button.
    public static let acpi = Self(rawValue: 1)
    /// By the agent in the guest.
    public static let agent = Self(rawValue: 2)
    /// By init's FIFO, which containers have.
    public static let initControl = Self(rawValue: 4)
    /// By a signal, which containers take.
    public static let signal = Self(rawValue: 8)
    /// By Xen's channel.
    public static let paravirtual = Self(rawValue: 16)
}

/// Which form of a domain's document is wanted; `virDomainXMLFlags`.
public struct DomainXMLFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// With passwords.
    public static let secure = Self(rawValue: 1)
    /// The next start's, even when the domain runs.
    public static let inactive = Self(rawValue: 2)
    /// With what the CPU comes to on this host.
    public static let updateCPU = Self(rawValue: 4)
    /// As another host of another version takes it.
    public static let migratable = Self(rawValue: 8)
}

/// Domains as a filter of a list; `virConnectListAllDomainsFlags`. Of each pair or group one has to fit, when any is given.
public struct DomainListFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// With a QEMU.
    public static let active = Self(rawValue: 1)
    /// Without a QEMU.
    public static let inactive = Self(rawValue: 1 << 1)
    /// With a definition that stays.
    public static let persistent = Self(rawValue: 1 << 2)
    /// Gone when they end.
    public static let transient = Self(rawValue: 1 << 3)
    /// Running.
    public static let running = Self(rawValue: 1 << 4)
    /// Paused.
    public static let paused = Self(rawValue: 1 << 5)
    /// Off.
    public static let shutoff = Self(rawValue: 1 << 6)
    /// In any other state.
    public static let other = Self(rawValue: 1 << 7)
    /// With a saved state.
    public static let managedSave = Self(rawValue: 1 << 8)
    /// Without a saved state.
    public static let noManagedSave = Self(rawValue: 1 << 9)
    /// Started with the host.
    public static let autostart = Self(rawValue: 1 << 10)
    /// Not started with the host.
    public static let noAutostart = Self(rawValue: 1 << 11)
    /// With a snapshot.
    public static let hasSnapshot = Self(rawValue: 1 << 12)
    /// Without a snapshot.
    public static let noSnapshot = Self(rawValue: 1 << 13)
    /// With a checkpoint.
    public static let hasCheckpoint = Self(rawValue: 1 << 14)
    /// Without a checkpoint.
    public static let noCheckpoint = Self(rawValue: 1 << 15)
}

/// What a change concerns; `virDomainModificationImpact`. None: the running domain, or the definition of one that is off.
public struct DomainAffectFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The running domain.
    public static let live = Self(rawValue: 1)
    /// The definition.
    public static let config = Self(rawValue: 2)
}
