// SPDX-License-Identifier: Apache-2.0

/// In which way a connection has ended; the numbers are libvirt's `virConnectCloseReason`.
package enum CloseReason: Int32, Sendable {
    /// What came could not be understood.
    case error = 0
    /// The other side closed it.
    case endOfInput = 1
    /// The other side was silent for too long.
    case keepalive = 2
    /// It was closed here.
    case client = 3
}
