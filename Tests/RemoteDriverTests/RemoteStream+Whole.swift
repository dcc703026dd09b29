// SPDX-License-Identifier: Apache-2.0

import RemoteDriver

/// What a stream brought.
struct StreamContent: Equatable {
    var bytes: [UInt8] = []
    var holes: Int64 = 0
}

extension RemoteStream {
    /// All that the stream brings; nil when it does not end in ten seconds.
    ///
    /// libvirt 9.0 sometimes ends a stream before its last data or hole, or not at all: ask again then.
    func content() async throws -> StreamContent? {
        let content = try await withThrowingTaskGroup(of: StreamContent?.self) { group in
            group.addTask {
                var content = StreamContent()
                while let piece = try await self.read() {
                    switch piece {
                    case .data(let part): content.bytes += part
                    case .hole(let length): content.holes += length
                    }
                }
                return content
            }
            group.addTask {
                try await Task.sleep(for: .seconds(10))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        if content != nil { try await finish() }
        return content
    }
}
