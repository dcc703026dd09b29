// SPDX-License-Identifier: Apache-2.0

/// Why an operation on a virtual machine, or on another object of a driver, did not succeed.
///
/// The code tells programs what to do about it; the message, one sentence of object, reason and remedy, tells people.
///
/// ```swift
/// do {
///     try await connection.domain(named: "ci-3").start()
/// } catch let error as VirtError where error.code == .noDomain {
///     print("ci-3 is not defined here.")
/// }
/// ```
public struct VirtError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is; see the static values.
    ///
    /// The number is libvirt's (`virErrorNumber`), so that the wire needs no table. A code that has no name here, as a newer peer
    /// may send it, is kept as its number.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// libvirt's number.
        public var rawValue: Int32
        /// Makes a code of libvirt's number.
        public init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// The kind of failure.
    public var code: Code
    /// One sentence, or more, that name the object, the reason and, where there is one, the remedy.
    public var message: String
    /// The error of a lower layer that led to this one.
    public var cause: (any Error)?

    /// Makes an error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}

extension VirtError.Code {
    /// Something that must not happen did; the emulator or this driver is at fault.
    public static let internalError = Self(rawValue: 1)
    /// The driver does not offer the operation.
    public static let noSupport = Self(rawValue: 3)
    /// The address of a connection leads to no driver.
    public static let noConnect = Self(rawValue: 5)
    /// The connection is closed.
    public static let invalidConnection = Self(rawValue: 6)
    /// An argument is not one of those that are possible.
    public static let invalidArgument = Self(rawValue: 8)
    /// The operation was tried and failed.
    public static let operationFailed = Self(rawValue: 9)
    /// A document lacks what it needs, or says what cannot be.
    public static let xmlError = Self(rawValue: 27)
    /// There is a domain of that name or UUID already.
    public static let domainExists = Self(rawValue: 28)
    /// The caller, or this kind of connection, may not do it.
    public static let operationDenied = Self(rawValue: 29)
    /// A document is not well-formed.
    public static let xmlDetail = Self(rawValue: 35)
    /// A call of the operating system failed.
    public static let systemError = Self(rawValue: 38)
    /// The conversation with a daemon failed.
    public static let rpc = Self(rawValue: 39)
    /// There is no such domain.
    public static let noDomain = Self(rawValue: 42)
    /// There is no such network.
    public static let noNetwork = Self(rawValue: 43)
    /// There is no such storage pool.
    public static let noStoragePool = Self(rawValue: 49)
    /// There is no such storage volume.
    public static let noStorageVolume = Self(rawValue: 50)
    /// The object is in a state in which the operation makes no sense.
    public static let operationInvalid = Self(rawValue: 55)
    /// A document describes no secret that can be.
    public static let invalidSecret = Self(rawValue: 65)
    /// There is no such secret, or it has no value.
    public static let noSecret = Self(rawValue: 66)
    /// A document asks for what this host, emulator or version cannot do.
    public static let configurationUnsupported = Self(rawValue: 67)
    /// Something did not answer in time.
    public static let operationTimeout = Self(rawValue: 68)
    /// There is no such snapshot.
    public static let noSnapshot = Self(rawValue: 72)
    /// The operation is known, one of its arguments is not supported.
    public static let argumentUnsupported = Self(rawValue: 74)
    /// Going back to a snapshot may lose more than expected, and was not forced.
    public static let snapshotRevertRisky = Self(rawValue: 77)
    /// The operation was ended on request.
    public static let operationAborted = Self(rawValue: 78)
    /// The domain has no such metadata.
    public static let noMetadata = Self(rawValue: 80)
    /// The operation does not fit the configuration of the object.
    public static let operationUnsupported = Self(rawValue: 84)
    /// The agent in the guest does not answer.
    public static let agentUnresponsive = Self(rawValue: 86)
    /// What is needed is in use by somebody else.
    public static let resourceBusy = Self(rawValue: 87)
    /// An access rule forbids it.
    public static let accessDenied = Self(rawValue: 88)
    /// There is no such device in the domain.
    public static let deviceMissing = Self(rawValue: 99)
}
