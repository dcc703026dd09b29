// SPDX-License-Identifier: Apache-2.0

import DaemonKit
import SystemPackage

/// libvirtd, the one daemon for everything, which drives the same machines from the same files.
struct LegacyCheck {
    let paths: DaemonPaths

    func findings() -> [Finding] {
        guard case .held(let legacy) = PIDFile.state(of: paths.pidFile("libvirtd")) else { return [] }
        let mend =
            paths.isPrivileged
            ? "Type 'systemctl disable --now libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket'. Machines live on, and virtqemud takes them over."
            : "Stop process \(legacy)."
        if case .held(let daemon) = PIDFile.state(of: paths.pidFile("virtqemud")) {
            return [
                .wrong(
                    "libvirtd",
                    "It runs (pid \(legacy)) beside virtqemud (pid \(daemon)), and both drive the same machines.",
                    mend: mend)
            ]
        }
        return [
            .note("libvirtd", "It runs (pid \(legacy)), so clients that look for 'libvirt-sock' reach it.", mend: mend)
        ]
    }
}
