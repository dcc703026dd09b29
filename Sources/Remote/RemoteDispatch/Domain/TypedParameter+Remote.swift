// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer

extension RemoteTypedParameter {
    /// The parameter of a driver for clients.
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

extension TypedParameter {
    /// The parameter of a client for drivers.
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

extension [TypedParameter] {
    /// The list as a caller gets it that says for how many it has room: one that has room for none asks how many there are.
    ///
    /// - Throws: ``RemoteError`` for a number that cannot be.
    func answer(roomFor count: Int32) throws -> (parameters: [RemoteTypedParameter], count: Int32) {
        guard count >= 0 else { throw RemoteError.invalidArgument("There is no room for \(count) parameters") }
        if count == 0 { return ([], Int32(clamping: self.count)) }
        let some = prefix(Int(count)).map { RemoteTypedParameter($0) }
        return (some, Int32(clamping: some.count))
    }
}
