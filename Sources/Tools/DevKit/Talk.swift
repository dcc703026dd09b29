// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Lines for the user. They are written at once, so that they stand in order with what children write.
public enum Talk {
    /// Writes a result, to standard output.
    public static func result(_ line: String) {
        // A reader that has gone away is no reason to fail.
        _ = try? FileDescriptor.standardOutput.writeAll("\(line)\n".utf8)
    }

    /// Writes about what happens, to standard error.
    public static func note(_ line: String) {
        _ = try? FileDescriptor.standardError.writeAll("\(line)\n".utf8)
    }
}
