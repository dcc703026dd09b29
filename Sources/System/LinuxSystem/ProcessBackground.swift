// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc

/// What makes this process one that works when nobody else wants to.
public enum ProcessBackground {
    /// Leaves the caller's session, directory and descriptors from 3 on, and lets others go first at processors and disks.
    ///
    /// For the first thing that a process does: whatever it has opened itself is closed, too.
    public static func enter() {
        _ = setsid()
        _ = chdir("/")
        clinux_close_from(3)
        // nice(2), then ioprio_set(2): low, but on a busy machine the turn comes all the same.
        _ = nice(10)
        clinux_lowest_io_priority()
    }
}
