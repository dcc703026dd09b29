// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Starts the domain.
    ///
    /// ```swift
    /// try await domain.start()
    /// ```
    ///
    /// - Throws: ``VirtError``: `operationInvalid` when it runs already; `operationFailed`, with QEMU's own words, when that does not
    ///   come up. Everything that was made for the start is then undone.
    public func start(_ flags: DomainStartFlags = []) async throws { _ = try await driver.start(identity, flags) }

    /// Asks the guest to power off, and does not wait for it.
    ///
    /// ```swift
    /// try await domain.shutdown()
    /// ```
    public func shutdown(_ flags: DomainPowerFlags = []) async throws { try await driver.shutdown(identity, flags) }

    /// Asks the guest to reboot, and does not wait for it.
    ///
    /// ```swift
    /// try await domain.reboot()
    /// ```
    public func reboot(_ flags: DomainPowerFlags = []) async throws { try await driver.reboot(identity, flags) }

    /// Resets the machine, whatever its guest is doing.
    ///
    /// ```swift
    /// try await domain.reset()
    /// ```
    public func reset() async throws { try await driver.reset(identity) }

    /// Lets the guest stand still.
    ///
    /// ```swift
    /// try await domain.suspend()
    /// ```
    public func suspend() async throws { try await driver.suspend(identity) }

    /// Lets the guest go on.
    ///
    /// ```swift
    /// try await domain.resume()
    /// ```
    public func resume() async throws { try await driver.resume(identity) }

    /// Ends the domain at once; it has ended when this returns.
    ///
    /// ```swift
    /// try await domain.destroy()
    /// ```
    public func destroy(_ flags: DomainDestroyFlags = []) async throws { try await driver.destroy(identity, flags) }
}
