// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The text of an IP address.
package enum IPAddressText {
    /// Whether a text is an address of a version; inet_pton(3).
    package static func isValid(_ text: String, isVersion6: Bool) -> Bool {
        var bytes = in6_addr()
        return inet_pton(isVersion6 ? AF_INET6 : AF_INET, text, &bytes) == 1
    }
}
