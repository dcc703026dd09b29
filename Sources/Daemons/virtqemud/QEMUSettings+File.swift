// SPDX-License-Identifier: Apache-2.0

internal import DaemonKit
internal import Glibc
internal import LinuxSystem
internal import QEMUDriver
internal import SystemPackage

extension QEMUSettings {
    /// The settings of `qemu.conf`, and as whom they have QEMUs run; nil for us. Blocks.
    ///
    /// - Throws: ``DaemonError`` when the file cannot be read or understood, or names a user that there is not.
    static func read(_ paths: DaemonPaths) throws -> (settings: QEMUSettings, identity: ProcessIdentity?) {
        let path = paths.configuration.appending("qemu.conf")
        let settings = try read(path)
        return (settings, try findIdentity(settings, paths, path))
    }

    /// Why another user in the file changes nothing yet: the files of a machine that runs belong to the user that it runs as.
    static func identityStays(_ paths: DaemonPaths) -> String {
        "'user' or 'group' in '\(paths.configuration)/qemu.conf' have changed, which takes effect when the daemon starts anew. End the machines before, and restart it."
    }

    private static func read(_ path: FilePath) throws -> QEMUSettings {
        guard access(path.string, F_OK) == 0 else { return QEMUSettings() }
        do {
            return try QEMUSettings(ConfigurationFile(TextFile.read(path)), name: path.string)
        } catch let error as ConfigurationFile.Failure {
            throw DaemonError("'\(path)' cannot be understood. \(error)")
        } catch {
            throw DaemonError("'\(path)' cannot be read: \(error). See who may read it.")
        }
    }

    /// As whom QEMUs run: as the file says, else as the distribution's user for them; nil for us.
    private static func findIdentity(
        _ settings: QEMUSettings, _ paths: DaemonPaths, _ path: FilePath
    ) throws -> ProcessIdentity? {
        guard paths.isPrivileged else { return nil }
        do {
            return try .ofEmulators(user: settings.user, group: settings.group)
        } catch {
            throw DaemonError("\(error) See 'user' and 'group' in '\(path)'.")
        }
    }
}
