// SPDX-License-Identifier: Apache-2.0

package import DriverAPI
package import RemoteProtocol

extension RemoteTypedParameter {
    /// The parameter of the wire.
    package init(_ parameter: TypedParameter) {
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

    /// The parameter that is meant.
    package var parameter: TypedParameter {
        let value: TypedParameter.Value =
            switch value {
            case .int(let value): .int(value)
            case .unsignedInt(let value): .unsignedInt(value)
            case .long(let value): .long(value)
            case .unsignedLong(let value): .unsignedLong(value)
            case .double(let value): .double(value)
            case .boolean(let value): .boolean(value)
            case .string(let value): .string(value)
            }
        return TypedParameter(field, value)
    }
}
