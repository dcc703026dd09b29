// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

func currentErrorNumber() -> CInt { errno }

/// Makes a C call that returns -1 and sets `errno` when it fails, again whenever a signal interrupted it.
///
/// - Parameter call: The call; its result is returned unless it is -1.
/// - Throws: The error number that the call left, except `EINTR`.
@discardableResult
public func systemCall<Result: FixedWidthInteger>(_ call: () -> Result) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let error = Errno.last
        if error != .interrupted { throw error }
    }
}
