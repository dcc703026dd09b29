// SPDX-License-Identifier: Apache-2.0

package import XDR

/// A value with a name, as statistics and tunables have them: libvirt's `virTypedParameter`.
package struct RemoteTypedParameter: XDRCodable, Equatable {
    /// The name; at most 80 bytes in clients, with the NUL that ends it there.
    package var field = ""
    /// The value.
    package var value = TypedValue.int(0)

    package init() {}

    package init(_ field: String, _ value: TypedValue) {
        self.field = field
        self.value = value
    }

    package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
        try stream.string(&field, atMost: 4_194_304)
        try value.xdr(&stream)
    }
}

/// The value of a ``RemoteTypedParameter``: one of libvirt's `virTypedParameterType`, VIR_TYPED_PARAM_INT is 1.
package enum TypedValue: XDRCodable, Equatable {
    case int(Int32)
    case unsignedInt(UInt32)
    case long(Int64)
    case unsignedLong(UInt64)
    case double(Double)
    case boolean(Bool)
    case string(String)

    package init() { self = .int(0) }

    package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
        var kind = discriminant
        try stream.integer(&kind)
        switch kind {
        case 1:
            var number: Int32 = if case .int(let own) = self { own } else { 0 }
            try stream.integer(&number)
            self = .int(number)
        case 2:
            var number: UInt32 = if case .unsignedInt(let own) = self { own } else { 0 }
            try stream.integer(&number)
            self = .unsignedInt(number)
        case 3:
            var number: Int64 = if case .long(let own) = self { own } else { 0 }
            try stream.integer(&number)
            self = .long(number)
        case 4:
            var number: UInt64 = if case .unsignedLong(let own) = self { own } else { 0 }
            try stream.integer(&number)
            self = .unsignedLong(number)
        case 5:
            var number: Double = if case .double(let own) = self { own } else { 0 }
            try stream.double(&number)
            self = .double(number)
        case 6:
            var flag: Int32 = if case .boolean(true) = self { 1 } else { 0 }
            try stream.integer(&flag)
            self = .boolean(flag != 0)
        case 7:
            var text = if case .string(let own) = self { own } else { "" }
            try stream.string(&text, atMost: 4_194_304)
            self = .string(text)
        default:
            throw XDRError(.badValue, "\(kind) is no type of a parameter.")
        }
    }

    private var discriminant: Int32 {
        switch self {
        case .int: 1
        case .unsignedInt: 2
        case .long: 3
        case .unsignedLong: 4
        case .double: 5
        case .boolean: 6
        case .string: 7
        }
    }
}
