// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI

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
