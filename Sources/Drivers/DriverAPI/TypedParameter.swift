// SPDX-License-Identifier: Apache-2.0

/// A value with the name that libvirt gives it, where an answer is a list of such: statistics, tunables.
///
/// ```swift
/// for parameter in record.parameters { print(parameter) }  // block.0.rd.bytes = 4096
/// ```
public struct TypedParameter: Sendable, Hashable, CustomStringConvertible {
    /// The name, such as `cpu.time`.
    public var name: String
    /// The value.
    public var value: Value

    /// A value of one of the types that the wire knows (`virTypedParameterType`).
    public enum Value: Sendable, Hashable {
        /// `VIR_TYPED_PARAM_INT`
        case int(Int32)
        /// `VIR_TYPED_PARAM_UINT`
        case unsignedInt(UInt32)
        /// `VIR_TYPED_PARAM_LLONG`
        case long(Int64)
        /// `VIR_TYPED_PARAM_ULLONG`
        case unsignedLong(UInt64)
        /// `VIR_TYPED_PARAM_DOUBLE`
        case double(Double)
        /// `VIR_TYPED_PARAM_BOOLEAN`
        case boolean(Bool)
        /// `VIR_TYPED_PARAM_STRING`
        case string(String)
    }

    /// Makes a parameter.
    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// The name and the value, as `virsh domstats` shows them.
    public var description: String {
        switch value {
        case .int(let value): "\(name)=\(value)"
        case .unsignedInt(let value): "\(name)=\(value)"
        case .long(let value): "\(name)=\(value)"
        case .unsignedLong(let value): "\(name)=\(value)"
        case .double(let value): "\(name)=\(value)"
        case .boolean(let value): "\(name)=\(value ? "yes" : "no")"
        case .string(let value): "\(name)=\(value)"
        }
    }
}

extension [TypedParameter] {
    /// The value of a name; nil when there is none.
    public subscript(_ name: String) -> TypedParameter.Value? { first { $0.name == name }?.value }
}
