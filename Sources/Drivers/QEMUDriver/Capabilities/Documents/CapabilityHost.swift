// SPDX-License-Identifier: Apache-2.0

/// What documents of capabilities tell of the host, and no emulator knows.
package struct CapabilityHost: Sendable {
    /// The host's architecture, as domains name it.
    package var architecture = "x86_64"
    /// The model of the host's CPU, where domains name it by generation (POWER).
    package var cpuModel: String?
    /// The versions of TPM that the software emulator knows; none where it is not installed.
    package var swtpmVersions: [String] = []
    /// The firmware images for `<loader>` that are there; nil for those of the firmware descriptors.
    package var loaders: [String]?
    /// The firmware of the host by its descriptors.
    package var firmware: [FirmwareDescriptor] = []
    /// Whether a firmware image is there; descriptors name also those that are not.
    package var hasFile: @Sendable (_ path: String) -> Bool = { _ in true }
    /// How many guests with encrypted memory there can be: without, and with encrypted state.
    package var sevGuests: (plain: UInt32, encryptedState: UInt32)?
    /// Whether PCI devices can be handed over by VFIO.
    package var hasVFIO = false

    package init() {}
}
