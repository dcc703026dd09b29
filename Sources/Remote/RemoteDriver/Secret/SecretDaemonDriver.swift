// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import LinuxSystem

/// The secrets of the daemon that has them, for another daemon.
///
/// It connects for each question, so that the daemon may come and go meanwhile, and its idle time is not held up.
package struct SecretDaemonDriver: SecretDriver {
    private let uri: ConnectionURI
    private let options: RemoteConnection.Options
    private let loop: EventLoop

    /// - Parameters:
    ///   - uri: The daemon's address.
    ///   - options: How it is connected to.
    ///   - loop: Where its answers are read.
    package init(_ uri: ConnectionURI, _ options: RemoteConnection.Options, on loop: EventLoop) {
        self.uri = uri
        self.options = options
        self.loop = loop
    }

    package func define(_ xml: String) async throws -> SecretIdentity { try await ask { try await $0.define(xml) } }

    package func undefine(_ secret: SecretIdentity) async throws { try await ask { try await $0.undefine(secret) } }

    package func secret(uuid: ObjectUUID) async throws -> SecretIdentity {
        try await ask { try await $0.secret(uuid: uuid) }
    }

    package func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity {
        try await ask { try await $0.secret(usage: usage, id: id) }
    }

    package func list(_ flags: SecretListFlags) async throws -> [SecretIdentity] {
        try await ask { try await $0.list(flags) }
    }

    package func xml(of secret: SecretIdentity) async throws -> String {
        try await ask { try await $0.xml(of: secret) }
    }

    package func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws {
        try await ask { try await $0.setValue(value, of: secret) }
    }

    package func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8] {
        try await ask { try await $0.value(of: secret, internally: internally) }
    }

    /// Events need a connection that stays, which clients make to the daemon itself.
    package func events() -> EventSequence<SecretEvent> {
        let hub = EventHub<SecretEvent>()
        hub.finish(
            throwing: VirtError(.noSupport, "Events of secrets come from '\(uri)' itself: connect to it for them."))
        return hub.subscribe()
    }

    private func ask<Value: Sendable>(
        _ question: @Sendable (any SecretDriver) async throws -> Value
    ) async throws -> Value {
        let connection = try await RemoteConnection.open(uri, options, on: loop)
        guard let secrets = connection.drivers.secrets else {
            throw VirtError(.noSupport, "'\(uri)' has no secrets.")
        }
        let result: Result<Value, any Error>
        do { result = .success(try await question(secrets)) } catch { result = .failure(error) }
        await connection.close()
        return try result.get()
    }
}
