// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import Glibc
import SystemPackage

/// Where a user's daemons and clients meet: in the directory that a variable of the login session names.
struct SessionCheck {
    private static let variable = "XDG_RUNTIME_DIR"

    let paths: DaemonPaths
    var environment = DaemonPaths.environment
    /// What a login makes for the user.
    var usual = FilePath("/run/user/\(geteuid())")

    func findings() -> [Finding] {
        guard let text = environment[Self.variable], !text.isEmpty else { return unset() }
        let directory = FilePath(text)
        let access = FileAccess(of: directory)
        guard Glibc.access(text, F_OK) == 0 else {
            return [.wrong("session", "\(Self.variable) names '\(text)', which is not there.", mend: mend)]
        }
        guard access.isOwn, Glibc.access(text, W_OK | X_OK) == 0 else {
            return [
                .wrong(
                    "session",
                    "\(Self.variable) names '\(text)', which is \(access.owner) and not yours, as after 'su' or 'sudo'.",
                    mend: mend)
            ]
        }
        return []
    }

    private var isUsualThere: Bool { access(usual.string, W_OK | X_OK) == 0 }

    private var mend: String {
        isUsualThere
            ? "Type 'export \(Self.variable)=\(usual)'."
            : "Log in as yourself, by ssh or at the console, or make a directory of your own and 'export \(Self.variable)=' its path."
    }

    /// Nothing is wrong with that as such, but those who have the variable meet elsewhere.
    private func unset() -> [Finding] {
        let fact = "\(Self.variable) is not set, so your daemons and clients meet in '\(paths.run)'"
        let other = usual.appending("libvirt")
        guard access(other.string, F_OK) == 0 else { return [.note("session", "\(fact).")] }
        return [.wrong("session", "\(fact); those of your other sessions do in '\(other)'.", mend: mend)]
    }
}
