// SPDX-License-Identifier: Apache-2.0

/// A machine that was booted once and kept where it was then: from here any number of machines go on, each in a small part of the
/// time that a boot takes.
///
/// ```swift
/// let template = try await connection.prepareTemplate(xml, untilConsoleSays: "ready")
/// let one = try await template.start("ci-1")
/// let two = try await template.start("ci-2")
/// ```
///
/// Each machine is independent of the template and of the others: it has a name, UUID, network addresses, consoles and a generation
/// (`<genid/>`) of its own, keeps its changes to memory and disks for itself, and is gone when it ends. What the guest drew or read
/// before it was kept is the same in all of them; see the article on templates in `VirtEmbedded`.
public struct DomainTemplate: Sendable, CustomStringConvertible {
    /// The name of the domain that was booted.
    public let name: String
    private let source: any DomainTemplateSource
    private let driver: any DomainDriver

    init(name: String, _ source: any DomainTemplateSource, _ driver: any DomainDriver) {
        self.name = name
        self.source = source
        self.driver = driver
    }

    /// The name.
    public var description: String { name }

    /// Starts a machine from the template. It runs, unless the guest stood still when it was kept, or the flags want it so.
    ///
    /// ```swift
    /// let domain = try await template.start("ci-7", .paused)
    /// let console = try await domain.openConsole()
    /// try await domain.resume()
    /// ```
    ///
    /// - Parameter name: The name of the machine; no other has it.
    /// - Throws: ``VirtError``: `domainExists` for a name that is taken; `operationFailed` when an image of its disks was changed since,
    ///   or QEMU does not take the state.
    public func start(_ name: String, _ flags: DomainStartFlags = []) async throws -> Domain {
        Domain(try await source.start(name, flags), driver)
    }

    /// Removes the template; machines that were started from it go on. It goes with its connection anyway.
    ///
    /// ```swift
    /// try await template.remove()
    /// ```
    public func remove() async throws { try await source.remove() }
}

extension Connection {
    /// Boots a machine, keeps it as a template when it is ready, and ends it.
    ///
    /// The machine stands still when the closure gets it, so that nothing is missed: the closure lets it go, waits until the guest is
    /// where all others are to begin, and returns. It may leave the guest standing still.
    ///
    /// ```swift
    /// let template = try await connection.prepareTemplate(xml) { domain in
    ///     let channel = try await domain.openChannel("org.example.job")
    ///     try await domain.resume()
    ///     while let bytes = try await channel.read(), !bytes.contains(UInt8(ascii: "!")) {}
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - xml: libvirt's domain XML. Its images have to stay as they are while the template is used.
    ///   - isReady: Returns when the guest is ready; what it throws ends the machine and is thrown.
    /// - Throws: ``VirtError``: `configurationUnsupported`, with the device by name, for a machine of which there can be no template;
    ///   `operationFailed` when there is no room for its memory; `noSupport` when the driver has none.
    public func prepareTemplate(
        _ xml: String, until isReady: (Domain) async throws -> Void
    ) async throws -> DomainTemplate {
        let driver = try domainDriver
        let draft = try await driver.createForTemplate(xml)
        let domain = Domain(draft.domain, driver)
        do {
            try await isReady(domain)
            return DomainTemplate(name: domain.name, try await draft.keep(), driver)
        } catch {
            // It may have ended by itself, and then the closure knows nothing of the reason.
            try? await domain.destroy()
            throw draft.failure ?? error
        }
    }

    /// Boots a machine, keeps it as a template when a text appears on its first console, and ends it.
    ///
    /// The guest waits for input behind that text, or does nothing that matters: it is kept a moment after.
    ///
    /// ```swift
    /// let template = try await connection.prepareTemplate(xml, untilConsoleSays: "login:")
    /// ```
    ///
    /// - Throws: ``VirtError``: `operationTimeout` when the text did not come in time, `operationFailed` when the console ended
    ///   before; otherwise as ``prepareTemplate(_:until:)``.
    public func prepareTemplate(
        _ xml: String, untilConsoleSays text: String, within limit: Duration = .seconds(300)
    ) async throws -> DomainTemplate {
        try await prepareTemplate(xml) { domain in
            let console = try await domain.openConsole()
            try await domain.resume()
            try await console.awaitText(text, of: domain, within: limit)
        }
    }
}

extension DomainStream {
    /// Reads until a text has come, and closes.
    fileprivate func awaitText(_ text: String, of domain: Domain, within limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        let watchdog = Task {
            try await Task.sleep(until: end)
            close()
        }
        defer {
            watchdog.cancel()
            close()
        }
        let wanted = Array(text.utf8)
        var said: [UInt8] = []
        while !said.contains(wanted) {
            // What cannot be the beginning of the text any more.
            said.removeFirst(Swift.max(0, said.count - wanted.count))
            guard let bytes = try await read() else {
                throw ContinuousClock.now < end
                    ? VirtError(
                        .operationFailed,
                        "The console of '\(domain)' ended before it said '\(text)'. See its guest boot.")
                    : VirtError(
                        .operationTimeout, "The console of '\(domain)' did not say '\(text)' within \(limit).")
            }
            said += bytes
        }
    }
}
