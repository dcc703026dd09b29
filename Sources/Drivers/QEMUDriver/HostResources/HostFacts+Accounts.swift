// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import VirtModel

extension HostFacts {
    /// The numbers of the users and groups that a domain names. Blocks.
    ///
    /// - Throws: ``ProcessIdentity/Unknown`` that names what there is not.
    package static func accounts(of domain: Domain) throws(ProcessIdentity.Unknown) -> [String: [String: UInt32]] {
        var accounts: [String: [String: UInt32]] = [:]
        for (kind, name) in domain.accountNames {
            let isUser = kind == "user"
            let identity = try ProcessIdentity(user: isUser ? name : nil, group: isUser ? nil : name)
            accounts[kind, default: [:]][name] = isUser ? identity.user : identity.group
        }
        return accounts
    }

    /// The number of a user or a group of an NFS source.
    func number(ofThe kind: String, _ name: String) throws -> Int {
        guard let number = accounts[kind]?[name] ?? UInt32(name.drop { $0 == "+" }) else {
            throw QEMUDriverError.invalid("The \(kind) '\(name)' of an NFS source is not known. Name its number.")
        }
        return Int(number)
    }
}

extension Domain {
    /// As whom disks on NFS are used, where it is no number: `user` or `group`, and its name.
    package var accountNames: [(kind: String, name: String)] {
        var names: [(kind: String, name: String)] = []
        for disk in devices.disks {
            for identity in disk.sources.compactMap(\.network?.identity) {
                names += ["user", "group"].compactMap { kind in identity[kind].map { (kind, $0) } }
            }
        }
        return names.filter { !$0.name.hasPrefix("+") }
    }
}
