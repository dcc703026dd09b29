// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The system's Python, for which distributions have libvirt's module, and the scripts in `Tests/Clients`.
public enum SystemPython {
    private static let path = "/usr/bin/python3"

    /// Whether it knows libvirt; says aloud when not.
    public static var knowsLibvirt: Bool {
        guard FileManager.default.isExecutableFile(atPath: path),
            (try? Program.run([path, "-c", "import libvirt"]).status) == 0
        else {
            print("SKIPPING a test that needs \(path) and python3-libvirt, which are not installed here")
            return false
        }
        return true
    }

    /// Runs a script of `Tests/Clients`.
    ///
    /// - Parameter name: Its file's, without the ending.
    public static func run(
        _ name: String, _ environment: [String: String], seconds: Double = 200
    ) throws -> ProgramResult {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Program.run(
            [path, "-B", tests.appendingPathComponent("Clients/\(name).py").path], environment: environment,
            seconds: seconds)
    }
}

extension RunningDaemon {
    /// Runs a script of `Tests/Clients` against it: `VIRT_URI` and `VIRT_READ_ONLY_URI` lead to it, `DAEMON_PID` is its process.
    ///
    /// - Parameter driver: The scheme of the addresses.
    public func python(
        _ script: String, _ driver: String = "qemu", _ environment: [String: String] = [:]
    ) throws -> ProgramResult {
        let own = [
            "VIRT_URI": uri(driver), "VIRT_READ_ONLY_URI": uri(driver, readOnly: true),
            "DAEMON_PID": "\(program.identifier)",
        ]
        return try SystemPython.run(script, own.merging(environment) { $1 })
    }
}
