// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol

extension TypedParameter {
    /// A parameter as it came.
    init(_ parameter: RemoteTypedParameter) {
        let value: Value =
            switch parameter.value {
            case .int(let value): .int(value)
            case .unsignedInt(let value): .unsignedInt(value)
            case .long(let value): .long(value)
            case .unsignedLong(let value): .unsignedLong(value)
            case .double(let value): .double(value)
            case .boolean(let value): .boolean(value)
            case .string(let value): .string(value)
            }
        self.init(parameter.field, value)
    }
}

extension RemoteTypedParameter {
    /// A parameter as it goes.
    init(_ parameter: TypedParameter) {
        let value: TypedValue =
            switch parameter.value {
            case .int(let value): .int(value)
            case .unsignedInt(let value): .unsignedInt(value)
            case .long(let value): .long(value)
            case .unsignedLong(let value): .unsignedLong(value)
            case .double(let value): .double(value)
            case .boolean(let value): .boolean(value)
            case .string(let value): .string(value)
            }
        self.init(parameter.name, value)
    }
}

extension [TypedParameter] {
    /// A number that counts something; nil when there is none of that name, or it counts nothing.
    func count(_ name: String) -> UInt64? {
        switch self[name] {
        case .int(let value): UInt64(exactly: value)
        case .unsignedInt(let value): UInt64(value)
        case .long(let value): UInt64(exactly: value)
        case .unsignedLong(let value): value
        default: nil
        }
    }
}
