// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/keepalive.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension KeepaliveProgram {
    /// Procedure 1, `PING`.
    package static var ping: Procedure<XDRVoid, XDRVoid> { Procedure(1) }
    /// Procedure 2, `PONG`.
    package static var pong: Procedure<XDRVoid, XDRVoid> { Procedure(2) }
}
