// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
internal import SystemPackage
package import VirtModel

/// The files of a domain in the hands of the user that QEMU runs as: libvirt's dynamic ownership.
///
/// What that user can use anyhow, such as an image that all may read, is not touched, so nobody fights over it.
package struct ImageOwnership: Sendable {
    private var owned: [FileOwnership] = []

    /// Hands the files over, or none of them; blocks.
    package init(of files: [Domain.HostFile], to identity: ProcessIdentity) throws {
        for file in files {
            do throws(FileOwnership.Failure) {
                let path = FilePath(file.path)
                if let one = try FileOwnership.hand(path, to: identity, forWriting: file.isWritten) {
                    owned.append(one)
                }
            } catch {
                _ = giveBack()
                throw Self.refusal(file.path, error, identity)
            }
        }
    }

    /// Finds files that an earlier process of ours handed over, and that remember it; blocks.
    package init(found files: [Domain.HostFile]) {
        owned = files.compactMap { FileOwnership(handedOver: FilePath($0.path)) }
    }

    private static func refusal(
        _ path: String, _ failure: FileOwnership.Failure, _ identity: ProcessIdentity
    ) -> QEMUDriverError {
        let user = "\(identity.user):\(identity.group)"
        return switch failure {
        case .system(let error):
            QEMUDriverError(.missing, "The file '\(path)' cannot be handed over to the user \(user) of QEMU: \(error).")
        case .inUse(let owner, let group):
            QEMUDriverError(
                .missing,
                "The file '\(path)' is in use by another domain, as user \(owner):\(group). End that one, or run this one as the same user."
            )
        }
    }

    /// Gives all of them back; blocks.
    ///
    /// - Returns: A sentence for each that could not be.
    package func giveBack() -> [String] {
        owned.reversed().compactMap { file in
            do throws(Errno) {
                try file.giveBack()
                return nil
            } catch {
                return "The file '\(file.path)' could not be given back to its owner: \(error)."
            }
        }
    }
}
