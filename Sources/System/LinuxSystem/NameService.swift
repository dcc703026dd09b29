// SPDX-License-Identifier: Apache-2.0

internal import CLinux

/// Where this process looks names up.
public enum NameService {
    /// Users and groups in `/etc/passwd` and `/etc/group` only, hosts in `/etc/hosts` and by DNS: without modules of the system
    /// (nsswitch.conf(5)), which a program that has the C library within cannot load. Before the first look-up.
    public static func useNoModules() { clinux_use_no_name_modules() }
}
