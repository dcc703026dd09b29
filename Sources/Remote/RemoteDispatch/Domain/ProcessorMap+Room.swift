// SPDX-License-Identifier: Apache-2.0

internal import RemoteServer
internal import RemoteValues

extension ProcessorMap {
    /// The longest map that is taken, in bytes.
    private static let maximumLength = 2048

    /// Checks for how many maps of which length a client has room.
    static func check(_ count: Int32, _ length: Int32, atMost most: Int32) throws {
        guard (0...most).contains(count), (0...Int32(maximumLength)).contains(length) else {
            throw RemoteError.invalidArgument("There is no room for \(count) maps of \(length) bytes", in: .domain)
        }
    }
}
