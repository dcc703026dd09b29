// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol
internal import XDR

/// An error as a client gets it.
package struct RemoteError: Error, Sendable, CustomStringConvertible {
    /// libvirt's number of an error, `virErrorNumber`.
    package struct Code: RawRepresentable, Sendable, Hashable {
        package var rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let internalError = Self(rawValue: 1)
        package static let noSupport = Self(rawValue: 3)
        package static let noConnect = Self(rawValue: 5)
        package static let invalidArgument = Self(rawValue: 8)
        package static let operationFailed = Self(rawValue: 9)
        package static let operationDenied = Self(rawValue: 29)
        package static let systemError = Self(rawValue: 38)
        package static let rpc = Self(rawValue: 39)
        package static let operationInvalid = Self(rawValue: 55)
        package static let operationTimeout = Self(rawValue: 68)
        package static let operationAborted = Self(rawValue: 78)
        package static let noServer = Self(rawValue: 95)
        package static let noClient = Self(rawValue: 96)
    }

    /// Which part of the system an error comes from, `virErrorDomain`.
    package struct Domain: RawRepresentable, Sendable, Hashable {
        package var rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let none = Self(rawValue: 0)
        package static let rpc = Self(rawValue: 7)
        package static let qemu = Self(rawValue: 10)
        package static let remote = Self(rawValue: 13)
        package static let storage = Self(rawValue: 18)
        package static let network = Self(rawValue: 19)
        package static let domain = Self(rawValue: 20)
        package static let nodeDevice = Self(rawValue: 22)
        package static let interface = Self(rawValue: 26)
        package static let secret = Self(rawValue: 30)
        package static let nwfilter = Self(rawValue: 33)
        package static let streams = Self(rawValue: 38)
        package static let event = Self(rawValue: 40)
        package static let admin = Self(rawValue: 62)
    }

    package var code: Code
    package var domain: Domain
    /// The whole sentence.
    package var message: String
    /// The sentence with `%s` for ``detail``.
    package var format: String
    /// What is particular about this error.
    package var detail: String?
    /// The error number of the operating system for ``Code/systemError``; else -1.
    package var number: Int32 = -1
    /// What somebody else told, whose error is passed on with all it says.
    private var told: NetMessage.Error?

    /// An error with a sentence of its own.
    package init(_ code: Code, in domain: Domain = .rpc, _ message: String) {
        self.code = code
        self.domain = domain
        self.message = message
        format = "%s"
        detail = message
    }

    /// An error whose sentence begins as that of all errors of its kind.
    ///
    /// - Parameter format: The sentence with one `%s`.
    package init(_ code: Code, in domain: Domain, format: String, _ detail: String) {
        self.code = code
        self.domain = domain
        self.format = format
        self.detail = detail
        var words = format.split(separator: "%s", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = words.count > 1 ? words.removeLast() : ""
        message = (words.first.map(String.init) ?? "") + detail + rest
    }

    /// An error that somebody else told.
    package init(_ told: NetMessage.Error) {
        self.init(
            Code(rawValue: told.code), in: Domain(rawValue: told.domain), told.message ?? "An error without a word.")
        self.told = told
    }

    package var description: String { message }

    /// The values of the wire.
    package var netMessage: NetMessage.Error {
        if let told { return told }
        // VIR_ERR_ERROR is 2.
        return NetMessage.Error(
            code: code.rawValue, domain: domain.rawValue, message: message, level: 2, dom: nil, str1: format,
            str2: detail,
            str3: nil, int1: number, int2: -1, net: nil)
    }

    /// A message with this error.
    func message(_ header: NetMessage.Header) -> [UInt8] {
        var error = netMessage
        let bytes = try? Packet.bytes(header) { stream throws(XDRError) in try error.xdr(&stream) }
        if let bytes { return bytes }
        // A text was too long for the wire.
        return RemoteError(code, in: domain, "The error is too long to be told.").message(header)
    }

    /// The answer to a call.
    package func reply(to call: NetMessage.Header) -> [UInt8] {
        var header = call
        header.type = .reply
        header.status = .error
        return message(header)
    }
}

extension RemoteError {
    /// A procedure that this server does not offer; clients fall back to another on this code.
    ///
    /// - Parameter function: The public function of libvirt's library that leads to the procedure.
    package static func noSupport(_ function: String, in domain: Domain) -> RemoteError {
        RemoteError(
            .noSupport, in: domain, format: "this function is not supported by the connection driver: %s", function)
    }

    /// A change, asked for by a client that may only read.
    package static func readOnly(_ function: String, in domain: Domain) -> RemoteError {
        RemoteError(
            .operationDenied, in: domain, format: "operation forbidden: %s", "read only access prevents \(function)")
    }

    /// Something that should not be.
    package static func internalError(_ detail: String, in domain: Domain = .rpc) -> RemoteError {
        RemoteError(.internalError, in: domain, format: "internal error: %s", detail)
    }

    /// A value that does not fit.
    package static func invalidArgument(_ detail: String, in domain: Domain = .rpc) -> RemoteError {
        RemoteError(.invalidArgument, in: domain, format: "invalid argument: %s", detail)
    }

    /// Flags that the function does not know.
    package static func unsupportedFlags(_ flags: UInt32, _ function: String, in domain: Domain) -> RemoteError {
        var error = RemoteError(
            .invalidArgument, in: domain,
            "unsupported flags (0x\(String(flags, radix: 16))) in function \(function)")
        error.format = function
        error.detail = "flags"
        return error
    }

    /// The error that a client gets for any error of a handler.
    package init(_ error: any Error) {
        switch error {
        case let error as RemoteError: self = error
        case let error as NetMessage.Error: self.init(error)
        case let error as any RemoteErrorConvertible: self = error.remoteError
        case is XDRError: self.init(.rpc, "Unable to decode message payload")
        case is CancellationError: self.init(.operationAborted, "The operation was ended before it was done.")
        default: self = .internalError("\(error)")
        }
    }
}

/// An error of a lower floor that knows what clients shall get.
package protocol RemoteErrorConvertible: Error {
    /// The error for clients.
    var remoteError: RemoteError { get }
}
