// SPDX-License-Identifier: Apache-2.0

internal import VirtModel
internal import XMLCoding

extension DomainCompletion {
    /// Firmware: what kind of loader there is, and where its variables are kept.
    mutating func firmwareDefaults() throws {
        guard domain.os.firmware == nil else { return }
        guard var loader = domain.os.loader, loader.path != nil else { return }
        if loader.type == nil, loader.isReadOnly == .yes || domain.os.nvram != nil { loader.type = domain.os.nvram != nil ? "pflash" : loader.type }
        domain.os.loader = loader
        guard loader.type == "pflash", loader.isReadOnly == .yes else { return }
        let known = context.configuration.firmwares.first { $0.loader == loader.path }
        if domain.os.nvram == nil, known != nil {
            var nvram = OperatingSystem.NVRAM()
            nvram.source = StorageSource(file: "\(context.configuration.nvramDirectory)/\(domain.name)_VARS.fd", format: .raw)
            domain.os.nvram = nvram
        }
        if domain.os.nvram != nil, domain.os.nvram?.source == nil {
            domain.os.nvram?.source = StorageSource(
                file: "\(context.configuration.nvramDirectory)/\(domain.name)_VARS.fd", format: .raw)
        }
        if domain.os.nvram?.source?.format == nil { domain.os.nvram?.source?.format = .raw }
    }
}
