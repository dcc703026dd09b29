// SPDX-License-Identifier: Apache-2.0

import Glibc
import VirtEmbedded

/// Starts machines side by side and prints how many run, and how much memory each costs this process, in KiB:
/// `many-machines ROOT COUNT`.
@main struct ManyMachines {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3, let count = Int(words[2]) else { return print("usage: many-machines ROOT COUNT") }
        let connection = try await Connection.open("qemu:///embed?root=\(words[1])")
        // The first one fills what all share.
        let first = try await connection.create(document(0))
        try await first.destroy()
        let before = residentKiB
        let failures = await withTaskGroup(of: String?.self) { group in
            for number in 1...count {
                group.addTask {
                    do {
                        _ = try await connection.create(document(number))
                        return nil
                    } catch { return "\(error)" }
                }
            }
            var failures: [String] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        for failure in failures { print("failed: \(failure)") }
        var running = 0
        for domain in try await connection.domains(.running) {
            if case .running = try await domain.status { running += 1 }
        }
        print("running \(running)")
        print("memory \((residentKiB - before) / count)")
        await connection.close()
    }

    private static func document(_ number: Int) -> String {
        """
        <domain type='qemu'>
          <name>machine-\(number)</name>
          <memory unit='MiB'>16</memory>
          <os><type arch='x86_64' machine='q35'>hvm</type></os>
          <devices><controller type='usb' model='none'/><memballoon model='none'/></devices>
        </domain>
        """
    }

    /// The second number of statm(5) is what is resident, in pages.
    private static var residentKiB: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [CChar](repeating: 0, count: 256)
        fgets(&bytes, 256, file)
        let words = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4
    }
}
