// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// What this process may become.
public enum ProcessPrivileges {
    /// From now on no program that this process starts gains rights, as setuid programs do (prctl(2), PR_SET_NO_NEW_PRIVS).
    public static func neverGain() throws(Errno) {
        let result = clinux_no_new_privileges()
        if result < 0 { throw Errno(rawValue: -result) }
    }

    /// How many threads this process has; proc(5). What a process gives up it gives up for one thread and those that come after.
    public static var threadCount: Int {
        guard let directory = opendir("/proc/self/task") else { return 1 }
        defer { closedir(directory) }
        var count = 0
        // "." and ".." are no threads.
        while readdir(directory) != nil { count += 1 }
        return max(1, count - 2)
    }
}
