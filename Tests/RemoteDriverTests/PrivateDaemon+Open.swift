// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import RemoteDriver
import WireTestSupport

extension PrivateDaemon {
    /// Opens a connection to it.
    func open(_ address: String = "test+unix:///default", isReadOnly: Bool = false) async throws -> RemoteConnection {
        var uri = try ConnectionURI(address)
        uri.parameters.append(.init("socket", socket))
        var options = RemoteConnection.Options()
        options.isReadOnly = isReadOnly
        return try await RemoteConnection.open(uri, options)
    }
}
