// SPDX-License-Identifier: Apache-2.0

extension Domain {
    /// Presses keys together and lets them go.
    ///
    /// ```swift
    /// try await domain.sendKeys([.named("ctrl"), .named("alt"), .named("delete")])
    /// ```
    ///
    /// - Parameter holdTimeInMilliseconds: How long they are held; 0 for QEMU's usual time.
    public func sendKeys(_ keys: [DomainKey], holdTimeInMilliseconds: UInt32 = 0) async throws {
        try await driver.sendKeys(to: identity, keys, holdTimeInMilliseconds: holdTimeInMilliseconds)
    }

    /// A picture of a screen.
    ///
    /// ```swift
    /// let picture = try await domain.screenshot(format: .ppm)
    /// ```
    ///
    /// - Parameters:
    ///   - screen: Its number; the heads of all video devices are counted.
    ///   - format: Nil: a compressed one where QEMU can.
    public func screenshot(
        ofScreen screen: Int = 0, format: DomainScreenshot.Format? = nil
    ) async throws -> DomainScreenshot { try await driver.screenshot(of: identity, screen: screen, format) }

    /// Sends the guest a non-maskable interrupt.
    ///
    /// ```swift
    /// try await domain.injectNMI()
    /// ```
    public func injectNMI() async throws { try await driver.injectNMI(into: identity) }

    /// Where the screens of the running domain can be seen.
    ///
    /// ```swift
    /// for display in try await domain.displays { print(display) }  // vnc://localhost:0
    /// ```
    public var displays: [DomainDisplay] { get async throws { try await driver.displays(of: identity) } }
}
