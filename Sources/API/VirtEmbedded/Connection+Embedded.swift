// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SecretDriver
internal import SystemPackage
public import Virt

extension ConnectionProvider {
    /// Drivers in this process, for addresses such as `qemu:///embed?root=/srv/vms`.
    ///
    /// ```swift
    /// let connection = try await Connection.open(address, by: .embedded)
    /// ```
    public static var embedded: ConnectionProvider { embedded(report: Connection.reportToStandardError) }

    /// Drivers in this process, which tell what goes wrong beside an operation.
    ///
    /// ```swift
    /// let connection = try await Connection.open(address, by: .embedded { log.warning("\($0)") })
    /// ```
    public static func embedded(report: @escaping @Sendable (String) -> Void) -> ConnectionProvider {
        ConnectionProvider(
            accepts: { $0.path == "/embed" && $0.transport == nil },
            opening: { try await Connection.open($0.description, report: report) })
    }
}

extension Connection {
    /// Opens a connection whose driver is in this process: short for `open(uri, by: .embedded(report: report))`.
    ///
    /// ```swift
    /// let connection = try await Connection.open("qemu:///embed?root=/srv/vms") { print($0) }
    /// ```
    ///
    /// - Parameters:
    ///   - uri: `qemu:///embed?root=DIRECTORY`; the parameters are listed with the module.
    ///   - report: Told, in a sentence, what went wrong beside an operation, such as a definition that cannot be read. By default
    ///     that goes to the standard error stream.
    /// - Throws: ``VirtError``: `invalidArgument` for an address that cannot be, `resourceBusy` when another process has the root.
    public static func open(
        _ uri: String, report: @escaping @Sendable (String) -> Void = Self.reportToStandardError
    ) async throws -> Connection {
        let address = try EmbeddedAddress(try ConnectionURI(uri))
        var root = FilePath(address.root)
        do {
            try root.createDirectories()
            root = try FilePath.realPath(of: root)
        } catch {
            throw VirtError(
                .systemError, "The root '\(root)' cannot be used: \(error). Choose one that you may write to.",
                cause: error)
        }
        var configuration = QEMUDomainDriver.Configuration(directories: DriverDirectories(root: root))
        configuration.endsWithUs = address.endsWithUs
        configuration.identity = try await address.identity()
        let secrets = root.appending("etc/secrets")
        configuration.secrets = { work in
            LocalSecretDriver(try SecretStore(directory: secrets, complain: report), work: work)
        }
        configuration.report = report
        let driver = try await QEMUDomainDriver.open(configuration)
        return Connection(uri: uri, drivers: DriverSet(domains: driver, secrets: driver.secrets)) {
            await driver.close()
        }
    }

    /// Writes a sentence to the standard error stream.
    ///
    /// ```swift
    /// let connection = try await Connection.open(uri, report: Connection.reportToStandardError)
    /// ```
    @Sendable public static func reportToStandardError(_ sentence: String) {
        _ = try? FileDescriptor.standardError.writeAll("\(sentence)\n".utf8)
    }
}
