// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Opens a console, serial or parallel port that has a terminal.
    ///
    /// ```swift
    /// let console = try await domain.openConsole()
    /// for try await bytes in console { print(String(decoding: bytes, as: UTF8.self), terminator: "") }
    /// ```
    ///
    /// - Parameter device: Its alias; nil for the first one.
    /// - Throws: ``VirtError``: `operationFailed` when it is open already and the flags do not say `force`.
    public func openConsole(_ device: String? = nil, _ flags: DomainConsoleFlags = []) async throws -> DomainStream {
        try await driver.openConsole(of: identity, device: device, flags)
    }

    /// Opens a channel.
    ///
    /// ```swift
    /// let channel = try await domain.openChannel("org.example.job")
    /// try await channel.write(Array("hello".utf8))
    /// ```
    ///
    /// - Parameter name: Its alias, or the name that the guest knows; nil for the first one.
    public func openChannel(_ name: String? = nil, _ flags: DomainConsoleFlags = []) async throws -> DomainStream {
        try await driver.openChannel(of: identity, name: name, flags)
    }
}
