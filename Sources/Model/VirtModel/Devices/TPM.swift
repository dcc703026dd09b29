// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<tpm>`.
package struct TPM: XMLRepresentable, Sendable, Hashable {
    package var model: String?
    /// `passthrough`, `emulator` or `external`.
    package var backend = "passthrough"
    package var version: String?
    package var device: String?
    package var source: CharacterSource?
    package var encryptionSecret: UUIDText?
    package var persistentState: YesNo?
    package var activePCRBanks: [String] = []
    package var hasActivePCRBanks = false
    package var info = DeviceInfo()
    package init() {}
    package static let pcrBanks = ["sha1", "sha256", "sha384", "sha512"]

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("model", &model)
        if x.isReading, !x.childNames.contains("backend") {
            throw x.failure(.missing, "A TPM needs a backend.")
        }
        if x.isReading, (x.childNames.filter { $0 == "backend" }).count > 1 {
            throw x.failure(.unsupported, "A TPM has one backend.")
        }
        try x.group("backend") { x in
            try x.required("type", &backend)
            try x.attribute("version", &version)
            switch backend {
            case "passthrough":
                try x.single("device", "path", &device)
                if x.isReading, device == nil { device = "/dev/tpm0" }
            case "emulator":
                try x.attribute("persistent_state", &persistentState)
                try x.group("encryption") { x in try x.attribute("secret", &encryptionSecret) }
                try x.group("active_pcr_banks") { x in
                    for bank in Self.pcrBanks {
                        var isThere = activePCRBanks.contains(bank)
                        try x.presence(bank, &isThere)
                        if x.isReading, isThere { activePCRBanks.append(bank) }
                    }
                }
            case "external":
                var path = source?.path
                var mode = source?.endpoints.first?.mode
                var type: String? = "unix"
                if x.isReading, !x.childNames.contains("source") {
                    throw x.failure(.missing, "An external TPM needs a source.")
                }
                try x.group("source") { x in
                    try x.attribute("type", &type)
                    try x.attribute("mode", &mode)
                    try x.attribute("path", &path)
                }
                if x.isReading {
                    guard type == "unix" else {
                        throw x.failure(.invalid, "An external TPM has a source of type 'unix'.")
                    }
                    guard let path else { throw x.failure(.missing, "An external TPM needs a path.") }
                    guard mode ?? "connect" == "connect" else {
                        throw x.failure(
                            .invalid, "An external TPM is connected to, so mode '\(mode ?? "")' is not for it.")
                    }
                    var unix = CharacterSource(.unix, path: path)
                    unix.endpoints[0].mode = "connect"
                    source = unix
                }
            default: throw x.failure(.invalid, "TPM backend '\(backend)' is not known.")
            }
        }
        try info.xml(&x)
        guard x.isReading else { return }
        if let model, !["tpm-tis", "tpm-crb", "tpm-spapr", "spapr-tpm-proxy"].contains(model) {
            throw x.failure(.invalid, "TPM model '\(model)' is not known.")
        }
        if let version, version != "1.2", version != "2.0" {
            throw x.failure(.invalid, "TPM version '\(version)' is not '1.2' or '2.0'.")
        }
    }
}
