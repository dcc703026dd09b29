// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension Errno {
    /// The error number left by the C call that just failed on this thread; see errno(3).
    public static var last: Errno { Errno(rawValue: currentErrorNumber()) }
}
