// SPDX-License-Identifier: Apache-2.0

internal import RemoteDriver

/// How a connection to a daemon is made.
///
/// ```swift
/// var options = RemoteOptions(isReadOnly: true)
/// options.callLimit = .seconds(10)
/// ```
public struct RemoteOptions: Sendable, Hashable {
    /// Whether the daemon is to refuse changes.
    public var isReadOnly: Bool
    /// How long it may take to get through to the daemon.
    public var openingLimit: Duration
    /// How long a call may take that waits for no guest and no disk.
    public var quickCallLimit: Duration
    /// How long any other call may take.
    public var callLimit: Duration
    /// Time without a sign of life after which the daemon is asked for one; nil for never. After five times without an answer the
    /// connection is given up.
    public var keepaliveInterval: Duration?

    /// Makes options.
    public init(
        isReadOnly: Bool = false, openingLimit: Duration = .seconds(30), quickCallLimit: Duration = .seconds(30),
        callLimit: Duration = .seconds(600), keepaliveInterval: Duration? = .seconds(5)
    ) {
        self.isReadOnly = isReadOnly
        self.openingLimit = openingLimit
        self.quickCallLimit = quickCallLimit
        self.callLimit = callLimit
        self.keepaliveInterval = keepaliveInterval
    }

    var values: RemoteConnection.Options {
        var options = RemoteConnection.Options()
        options.isReadOnly = isReadOnly
        options.limit = openingLimit
        options.client.quickCall = quickCallLimit
        options.client.slowCall = callLimit
        options.client.keepaliveInterval = keepaliveInterval
        return options
    }
}
