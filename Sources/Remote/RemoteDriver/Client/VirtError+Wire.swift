// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import XDR

extension VirtError {
    /// The end of a connection that is as it should be.
    static var closedHere: VirtError {
        VirtError(.invalidConnection, "The connection was closed here. Open another one.")
    }

    /// The error that a message brings, in the words of the peer.
    init(_ packet: Packet, of call: String, from peer: String) {
        let error: NetMessage.Error
        do throws(XDRError) {
            // An aborted stream may be confirmed by an error without any content.
            error = try NetMessage.Error(xdr: packet.bytes, from: packet.offset)
        } catch {
            self.init(
                .rpc, "\(call) failed at \(peer), and the error that says why cannot be read. \(error)", cause: error)
            return
        }
        let message = error.message ?? "\(call) failed at \(peer), without a word."
        var code = Code(rawValue: error.code)
        // A peer that is older than the procedure, by libvirt's own convention: VIR_FROM_RPC is 7, VIR_FROM_REMOTE 13.
        if code == .rpc, error.domain == 7 || error.domain == 13, message.hasPrefix("unknown procedure") {
            code = .noSupport
        }
        self.init(code, message, cause: error)
    }
}
