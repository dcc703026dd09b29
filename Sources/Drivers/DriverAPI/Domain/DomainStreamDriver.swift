// SPDX-License-Identifier: Apache-2.0

/// The consoles and channels of a running domain as streams of bytes.
package protocol DomainStreamDriver: Sendable {
    /// Opens a console, serial or parallel port that has a terminal or a socket: by its alias, or the first one.
    func openConsole(
        of domain: DomainIdentity, device: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream
    /// Opens a channel: by its alias or the name that the guest knows, or the first one.
    func openChannel(
        of domain: DomainIdentity, name: String?, _ flags: DomainConsoleFlags
    ) async throws -> DomainStream
    /// Has a screen of a running domain shown to the other end of a connected socket.
    ///
    /// - Parameters:
    ///   - index: Which of its `<graphics>`, from 0.
    ///   - descriptor: The socket's; it stays the caller's.
    func openGraphics(
        of domain: DomainIdentity, index: Int, descriptor: Int32, _ flags: DomainGraphicsFlags
    ) async throws
}

/// How a screen is opened; `virDomainOpenGraphicsFlags`.
package struct DomainGraphicsFlags: OptionSet, Sendable {
    /// libvirt's bits.
    package var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Ask for no password.
    package static let skipAuthentication = Self(rawValue: 1)
}

/// How a console is opened; `virDomainConsoleFlags`.
public struct DomainConsoleFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// End the stream of whoever has it open.
    public static let force = Self(rawValue: 1)
    /// Refuse when others cannot be kept out. They always are here.
    public static let safe = Self(rawValue: 2)
}

/// Bytes that go to a device of a guest and come from it.
///
/// A guest whose bytes nobody takes has to wait, or loses them, as its device does it; nothing piles up here. The stream ends when
/// the domain does, or when somebody else opens the device by force.
///
/// ```swift
/// let console = try await domain.openConsole()
/// try await console.write(Array("uptime\n".utf8))
/// for try await bytes in console { print(String(decoding: bytes, as: UTF8.self), terminator: "") }
/// ```
public struct DomainStream: AsyncSequence, Sendable {
    private let reading: @Sendable () async throws -> [UInt8]?
    private let writing: @Sendable ([UInt8]) async throws -> Void
    private let closing: @Sendable () -> Void

    /// Makes a stream of what it is done by.
    package init(
        read: @escaping @Sendable () async throws -> [UInt8]?,
        write: @escaping @Sendable ([UInt8]) async throws -> Void, close: @escaping @Sendable () -> Void
    ) {
        reading = read
        writing = write
        closing = close
    }

    /// The bytes that came next, as many as there are; nil at the end. One task reads at a time.
    ///
    /// ```swift
    /// while let bytes = try await console.read() { log(bytes) }
    /// ```
    public func read() async throws -> [UInt8]? { try await reading() }

    /// Writes bytes; returns when all are on their way to the guest.
    ///
    /// ```swift
    /// try await console.write([0x0d])
    /// ```
    public func write(_ bytes: [UInt8]) async throws { try await writing(bytes) }

    /// Ends the stream. It ends, too, when the last copy of this value goes.
    ///
    /// ```swift
    /// console.close()
    /// ```
    public func close() { closing() }

    /// Iterates over what comes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: DomainStream
        /// The bytes that came next; nil at the end.
        public mutating func next() async throws -> [UInt8]? { try await stream.read() }
    }

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }
}
