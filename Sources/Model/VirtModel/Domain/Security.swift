// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<keywrap><cipher name='aes' state='on'/></keywrap>` of s390x.
package struct KeyWrapCipher: XMLRepresentable, Sendable, Hashable {
    package var name = ""
    package var state = OnOff.on
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.required("state", &state)
        if x.isReading, name != "aes", name != "dea" {
            throw x.failure(.invalid, "Cipher '\(name)' is not 'aes' or 'dea'.")
        }
    }
}

/// `<launchSecurity>`: memory that the host cannot read.
package struct LaunchSecurity: XMLRepresentable, Sendable, Hashable {
    package var type = ""
    package var kernelHashes: YesNo?
    package var cbitpos: UInt32?
    package var reducedPhysBits: UInt32?
    package var policy: Hex4?
    package var dhCert: String?
    package var session: String?
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("type", &type)
        switch type {
        case "sev":
            try x.attribute("kernelHashes", &kernelHashes)
            try x.leaf("cbitpos", &cbitpos)
            try x.leaf("reducedPhysBits", &reducedPhysBits)
            try x.leaf("policy", &policy)
            try x.leaf("dhCert", &dhCert)
            try x.leaf("session", &session)
            if x.isReading, policy == nil { throw x.failure(.missing, "Launch security 'sev' needs a policy.") }
        case "s390-pv": break
        default: throw x.failure(.unsupported, "Launch security '\(type)' is not supported.")
        }
    }
}
