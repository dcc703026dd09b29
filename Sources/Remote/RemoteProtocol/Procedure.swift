// SPDX-License-Identifier: Apache-2.0

package import XDR

/// A procedure of a program, with the types of its arguments and of its result.
package struct Procedure<Arguments: XDRCodable, Result: XDRCodable>: Sendable {
    /// Its number in the program.
    package let number: Int32

    package init(_ number: Int32) { self.number = number }
}

/// A message that a server sends unasked, with the type of what it says.
package struct Event<Message: XDRCodable>: Sendable {
    /// Its number in the program.
    package let number: Int32

    package init(_ number: Int32) { self.number = number }
}
