// SPDX-License-Identifier: Apache-2.0

/// What is handed from one thread to another, and is used by one at a time, as a client.
package struct Unchecked<Value>: @unchecked Sendable {
    package let value: Value
    package init(_ value: Value) { self.value = value }
}
