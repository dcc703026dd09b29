// SPDX-License-Identifier: Apache-2.0

internal import Glibc
package import LinuxSystem
package import SystemPackage
package import VirtModel

/// swtpm, which is a guest's TPM and keeps its state in a directory of the domain.
package struct TPMEmulator: Sendable {
    /// The device.
    package var tpm: TPM
    /// The domain's own directory for the states of TPMs, `lib/swtpm/UUID`.
    package var stateDirectory: FilePath
    /// The passphrase that its state is encrypted with; nil for none.
    package var passphrase: SecretValue?
    /// Whether a new TPM gets certificates, for which swtpm-localca keeps a certificate authority of the host.
    package var hasCertificates = false

    private static let controlNumber: Int32 = 3
    private static let keyNumber: Int32 = 4
    private static let migrationKeyNumber: Int32 = 5
    /// Making keys takes a second, on a slow machine several.
    private static let setupLimit = Duration.seconds(60)
    /// Choosing banks takes a fraction of a second. Without the right passphrase swtpm_setup waits for ever.
    private static let changeLimit = Duration.seconds(10)
    private static let cipher = "aes-256-cbc"

    package init(tpm: TPM, stateDirectory: FilePath) {
        self.tpm = tpm
        self.stateDirectory = stateDirectory
    }

    private var isVersion2: Bool { tpm.version != "1.2" }
    private var name: String { tpm.info.alias ?? "tpm0" }
    /// The directory of the state of this version, as libvirt names it.
    package var directory: FilePath { stateDirectory.appending(isVersion2 ? "tpm2" : "tpm1.2") }
    /// The file that swtpm keeps the state in (swtpm(8), `--tpmstate`).
    private var stateFile: FilePath {
        directory.appending(isVersion2 ? "tpm2-00.permall" : "tpm-00.permall")
    }

    /// Where a new state is made, so that one whose making was cut short is none; it is renamed when it is whole.
    private var unfinishedDirectory: FilePath {
        stateDirectory.appending((directory.lastComponent?.string ?? "") + Self.unfinishedSuffix)
    }
    private static let unfinishedSuffix = ".new"

    /// swtpm_setup's arguments for a new TPM, or for the chosen banks of one that is there.
    private func setupArguments(isNew: Bool) -> [String] {
        var words = (isVersion2 ? ["--tpm2"] : [])
        words += ["--tpm-state", (isNew ? unfinishedDirectory : directory).string]
        if passphrase != nil { words += ["--pwdfile-fd", String(Self.keyNumber), "--cipher", Self.cipher] }
        if isNew {
            words.append("--createek")
            if hasCertificates { words += ["--create-ek-cert", "--create-platform-cert"] }
            words += ["--lock-nvram", "--not-overwrite"]
        } else {
            words.append("--reconfigure")
        }
        if isVersion2, !tpm.activePCRBanks.isEmpty {
            words += ["--pcr-banks", tpm.activePCRBanks.joined(separator: ",")]
        }
        return words
    }

    /// swtpm's arguments; it ends when QEMU closes the connection.
    var arguments: [String] {
        var words = ["socket", "--ctrl", "type=unixio,clientfd=\(Self.controlNumber)", "--terminate"]
        words += ["--tpmstate", "dir=\(directory),mode=0600"]
        if isVersion2 { words.append("--tpm2") }
        if passphrase != nil {
            words += ["--key", "pwdfd=\(Self.keyNumber),mode=\(Self.cipher)"]
            words += ["--migration-key", "pwdfd=\(Self.migrationKeyNumber),mode=\(Self.cipher)"]
        }
        return words
    }

    /// Starts it, with its state made first when there is none.
    ///
    /// - Returns: The program; QEMU's end of the connection to it, for the caller to close; the files of its passphrase, to be
    ///   kept until it answers QEMU.
    func start(
        in environment: HelperEnvironment
    ) async throws -> (program: HelperProgram, connection: FileDescriptor, keys: [SecretFile]) {
        guard let program = HelperEnvironment.find(["swtpm"]) else {
            throw QEMUDriverError(.missing, "TPM '\(name)' needs swtpm, which is not there. Install it.")
        }
        try await setUp(in: environment)
        let keys = try passphrase.map { [try SecretFile($0), try SecretFile($0)] } ?? []
        let (ours, theirs) = try LocalConnection.pair()
        defer { try? theirs.close() }
        do {
            var request = environment.request(program, arguments)
            request.descriptors = [(theirs, Self.controlNumber)]
            request.descriptors += zip(keys, [Self.keyNumber, Self.migrationKeyNumber]).map { ($0.descriptor, $1) }
            let helper = try await HelperProgram.start(
                request, purpose: "emulator of TPM '\(name)'", on: environment.loop,
                logFile: environment.logFile(name, "swtpm"), endsWithUs: environment.endsWithUs,
                // It takes no notice when its connection goes before QEMU has told it of another one, for the TPM's data.
                needsLifeline: !environment.endsWithUs)
            return (helper, ours, keys)
        } catch {
            try? ours.close()
            throw error
        }
    }

    private func setUp(in environment: HelperEnvironment) async throws {
        guard !stateDirectory.string.contains(",") else {
            throw QEMUDriverError.unsupported(
                "The state of TPM '\(name)' cannot be in '\(stateDirectory)', because that name holds a comma.")
        }
        let isNew = stateFile.withPlatformString { access($0, F_OK) } != 0
        try makeDirectory(isNew ? unfinishedDirectory : directory, isNew: isNew, for: environment.identity)
        guard isNew || (isVersion2 && !tpm.activePCRBanks.isEmpty) else { return }
        guard let program = HelperEnvironment.find(["swtpm_setup"]) else {
            throw QEMUDriverError(.missing, "TPM '\(name)' needs swtpm_setup, which is not there. Install swtpm-tools.")
        }
        let key = try passphrase.map { try SecretFile($0) }
        var request = environment.request(program, setupArguments(isNew: isNew))
        if let key { request.descriptors = [(key.descriptor, Self.keyNumber)] }
        // What it leaves behind when it is killed goes with the unfinished state.
        if isNew { request.environment.append("TMPDIR=\(unfinishedDirectory)") }
        let setup = try await HelperProgram.start(
            request, purpose: "setup of TPM '\(name)'", on: environment.loop,
            logFile: environment.logFile(name, "swtpm_setup"), startsOthers: true)
        let limit = isNew ? Self.setupLimit : Self.changeLimit
        let end = await setup.wait(atMost: limit)
        key?.erase()
        switch end {
        case .exited(0):
            if isNew { try publish() }
        case nil:
            await setup.stop()
            if isNew { removeUnfinishedState() }
            throw QEMUDriverError(
                .missing,
                "The setup of TPM '\(name)' took longer than \(limit). See whether its passphrase is the right one.")
        default:
            if isNew { removeUnfinishedState() }
            try setup.check()
        }
    }

    /// Makes the directory of the state, empty where it is `isNew`.
    private func makeDirectory(_ path: FilePath, isNew: Bool, for identity: ProcessIdentity?) throws {
        do {
            if isNew { try path.removeAll() }
            try path.createDirectories()
            guard let identity else { return }
            for path in [stateDirectory, path] {
                try systemCall { path.withPlatformString { chown($0, identity.user, identity.group) } }
            }
        } catch {
            throw QEMUDriverError(.missing, "The directory '\(path)' of TPM '\(name)' cannot be made: \(error).")
        }
    }

    /// Puts a state that is whole in its place.
    private func publish() throws {
        do {
            // A directory without a state is none that anybody misses.
            try directory.removeAll()
            try systemCall { rename(unfinishedDirectory.string, directory.string) }
        } catch {
            removeUnfinishedState()
            throw QEMUDriverError(.missing, "The state of TPM '\(name)' cannot be put into '\(directory)': \(error).")
        }
    }

    private func removeUnfinishedState() {
        try? unfinishedDirectory.removeAll()
        _ = stateDirectory.withPlatformString { rmdir($0) }
    }

    /// Removes the states whose making was cut short by the end of its process; blocks.
    ///
    /// - Parameter states: The directory of the states of all domains.
    package static func removeUnfinishedStates(in states: FilePath) throws {
        for domain in (try? states.entries()) ?? [] {
            let directory = states.appending(domain)
            for name in (try? directory.entries()) ?? [] where name.hasSuffix(unfinishedSuffix) {
                try directory.appending(name).removeAll()
                // Goes when it has become empty, as it was before.
                _ = directory.withPlatformString { rmdir($0) }
            }
        }
    }

    /// Removes the state: of a TPM that is not to persist, or of a domain that is undefined.
    package func removeState() {
        try? directory.removeAll()
        _ = stateDirectory.withPlatformString { rmdir($0) }
    }
}
