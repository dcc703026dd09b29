// SPDX-License-Identifier: Apache-2.0

/// The version of this package, which its own tools tell.
///
/// The daemons, which stand in for libvirt's, tell the version of libvirt whose behaviour they have.
public enum PackageVersion {
    /// Major, minor and patch level.
    public static let text = "0.1.0"
}
