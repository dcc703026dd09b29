// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues

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
