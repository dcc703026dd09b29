// SPDX-License-Identifier: Apache-2.0

/// A command of the QEMU Machine Protocol, without the id that matches its reply.
///
/// ```swift
/// QMPCommand("device_del", ["id": "net0"])
/// ```
public struct QMPCommand: Sendable, Hashable {
    /// Its name in QEMU's schema.
    public var name: String
    /// Its arguments, in order; none makes a command without arguments.
    public var arguments: [JSONValue.Member]

    /// A command without arguments.
    public init(_ name: String) {
        self.name = name
        arguments = []
    }

    /// A command with arguments.
    public init(_ name: String, _ arguments: KeyValuePairs<String, JSONValue>) {
        self.name = name
        self.arguments = arguments.map { JSONValue.Member($0.key, $0.value) }
    }

    /// A command with arguments that are already members of an object.
    public init(_ name: String, members: [JSONValue.Member]) {
        self.name = name
        arguments = members
    }

    /// Appends the command as one line.
    func write(id: UInt64, to out: inout [UInt8]) {
        var members: [JSONValue.Member] = [.init("execute", .string(name))]
        if !arguments.isEmpty { members.append(.init("arguments", .object(arguments))) }
        members.append(.init("id", .integer(Int64(clamping: id))))
        JSONValue.object(members).write(to: &out)
        out.append(UInt8(ascii: "\n"))
    }
}

/// QEMU's refusal of a command.
public struct QMPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The command.
    public var command: String
    /// The kind: "GenericError", "CommandNotFound", "DeviceNotFound", ...
    public var errorClass: String
    /// QEMU's own words.
    public var explanation: String

    /// Makes an error.
    public init(command: String, errorClass: String, explanation: String) {
        self.command = command
        self.errorClass = errorClass
        self.explanation = explanation
    }

    /// One sentence around QEMU's words.
    public var description: String { "QEMU refused '\(command)': \(explanation)" }
}

/// What QEMU tells unasked.
public struct QMPEvent: Sendable, Hashable {
    /// Its name in QEMU's schema, such as "SHUTDOWN".
    public var name: String
    /// What it says; null for nothing.
    public var data: JSONValue
    /// When it happened, in microseconds since 1970 by QEMU's clock; nil when that could not be read.
    public var microseconds: Int64?

    /// Makes an event.
    public init(name: String, data: JSONValue, microseconds: Int64?) {
        self.name = name
        self.data = data
        self.microseconds = microseconds
    }
}

/// What QEMU says when somebody connects.
public struct QMPGreeting: Sendable, Hashable {
    /// The version: major, minor, micro.
    public var version: [Int]
    /// The version of the distribution's package, such as " (Debian 1:7.2+dfsg-7)"; empty for none.
    public var package: String
    /// The capabilities that may be turned on, such as "oob".
    public var capabilities: [String]

    /// Makes a greeting.
    public init(version: [Int], package: String, capabilities: [String]) {
        self.version = version
        self.package = package
        self.capabilities = capabilities
    }
}
