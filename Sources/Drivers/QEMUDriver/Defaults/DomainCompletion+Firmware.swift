// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Firmware: what kind of loader there is, and where its variables are kept.
    mutating func firmwareDefaults() throws {
        // Keys are enrolled for secure boot, which they imply.
        if domain.os.firmwareFeatures.contains(where: { $0.name == "enrolled-keys" && $0.enabled == .yes }),
            !domain.os.firmwareFeatures.contains(where: { $0.name == "secure-boot" })
        {
            var feature = OperatingSystem.FirmwareFeature()
            feature.name = "secure-boot"
            domain.os.firmwareFeatures.append(feature)
        }
        domain.os.firmwareFeatures.sort { $0.name < $1.name }
        guard domain.os.firmware == nil else { return }
        if !context.updatesABI, domain.os.loader != nil { domain.os.firmwareFeatures = [] }
        guard var loader = domain.os.loader, loader.path != nil else { return }
        if loader.type == nil { loader.type = domain.os.nvram != nil ? "pflash" : "rom" }
        domain.os.loader = loader
        guard loader.type == "pflash", loader.isReadOnly == .yes else { return }
        if domain.os.nvram == nil, loader.stateless != .yes {
            var nvram = OperatingSystem.NVRAM()
            nvram.source = StorageSource(
                file: "\(context.configuration.nvramDirectory)/\(domain.name)_VARS.fd", format: .raw)
            domain.os.nvram = nvram
        }
        if domain.os.nvram != nil, domain.os.nvram?.source == nil {
            domain.os.nvram?.source = StorageSource(
                file: "\(context.configuration.nvramDirectory)/\(domain.name)_VARS.fd", format: .raw)
        }
        if domain.os.nvram?.source?.format == nil { domain.os.nvram?.source?.format = .raw }
    }

    /// Firmware that was asked for by what it can do, chosen among the descriptors of the host at a start.
    mutating func chooseFirmware() throws {
        guard let wanted = domain.os.firmware else { return }
        guard let firmware = context.firmware.first(where: { suits($0, wanted) }) else {
            throw QEMUDriverError(
                .missing,
                "No firmware of type '\(wanted)' on this host suits machine type '\(domain.os.machine ?? "")'.")
        }
        var loader = domain.os.loader ?? OperatingSystem.Loader()
        loader.path = firmware.executable
        if firmware.device == "flash" {
            loader.type = "pflash"
            loader.isReadOnly = .yes
            if firmware.features.contains("requires-smm") {
                guard domain.features.smm?.state != .off else {
                    throw QEMUDriverError.invalid(
                        "The firmware '\(firmware.executable)' needs system management mode, which the domain switches off. "
                            + "Set the feature 'smm', or ask for firmware without secure boot.")
                }
                domain.features.smm = domain.features.smm ?? Features.SMM()
                domain.features.smm?.state = .on
                loader.secure = .yes
            }
            if let template = firmware.nvramTemplate {
                var nvram = domain.os.nvram ?? OperatingSystem.NVRAM()
                nvram.template = nvram.template ?? template
                nvram.source =
                    nvram.source
                    ?? StorageSource(
                        file: "\(context.configuration.nvramDirectory)/\(domain.name)_VARS.fd", format: .raw)
                domain.os.nvram = nvram
            }
        } else {
            loader.type = "rom"
        }
        domain.os.loader = loader
    }

    private func suits(_ firmware: FirmwareDescriptor, _ wanted: String) -> Bool {
        guard firmware.interfaces.contains(wanted == "efi" ? "uefi" : "bios") else { return false }
        let names = ["i686": "i386", "armv7l": "arm"]
        let architecture = domain.os.architecture ?? ""
        let machine = domain.os.machine ?? ""
        guard
            firmware.targets.contains(where: { target in
                target.architecture == names[architecture] ?? architecture
                    && target.machines.contains { machine.matches(glob: $0) }
            })
        else { return false }
        if firmware.device != "flash" {
            // Without flash memory there is nothing to keep.
        } else if firmware.mode == "stateless" || firmware.mode == "combined" {
            // Stateless firmware is only for those who ask for it; combined images are not supported.
            guard firmware.mode == "stateless", domain.os.loader?.stateless == .yes else { return false }
        } else if domain.os.loader?.stateless == .yes {
            return false
        }
        let isSecure = firmware.features.contains("secure-boot")
        let hasKeys = firmware.features.contains("enrolled-keys")
        for feature in domain.os.firmwareFeatures {
            let isThere = feature.name == "secure-boot" ? isSecure : hasKeys
            if isThere != (feature.enabled == .yes) { return false }
        }
        if domain.os.loader?.secure == .yes, !isSecure { return false }
        if domain.launchSecurity?.type == "sev", !firmware.features.contains("amd-sev") { return false }
        return true
    }
}

extension String {
    /// Whether the text matches a shell pattern of plain characters and `*` (glob(7)).
    func matches(glob: String) -> Bool {
        let parts = glob.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else { return self == glob }
        guard hasPrefix(parts[0]) else { return false }
        var rest = self.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }
}
