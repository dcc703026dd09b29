// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

extension RemoteProgram {
    /// `remote_auth_type`
    package enum AuthType: Int32, Sendable {
        /// `REMOTE_AUTH_NONE`
        case none = 0
        package static let first = Self.none
        /// `REMOTE_AUTH_SASL`
        case sasl = 1
        /// `REMOTE_AUTH_POLKIT`
        case polkit = 2
    }
}
