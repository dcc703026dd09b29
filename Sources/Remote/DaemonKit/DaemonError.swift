// SPDX-License-Identifier: Apache-2.0

/// Why a daemon cannot start, in a sentence for the operator.
package struct DaemonError: Error, Sendable, CustomStringConvertible {
    /// The sentence.
    package var description: String

    package init(_ description: String) { self.description = description }
}
