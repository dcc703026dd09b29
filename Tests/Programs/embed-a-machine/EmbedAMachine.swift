// SPDX-License-Identifier: Apache-2.0
import VirtEmbedded

@main struct EmbedAMachine {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 5 else { return print("usage: embed-a-machine ROOT KERNEL INITRAMFS CONSOLE") }

        // The root is the only directory that is written to, and nothing outlives this process, even when it is killed.
        let connection = try await Connection.open("qemu:///embed?root=\(words[1])")
        let domain = try await connection.create(
            """
            <domain type='qemu'>
              <name>tutorial</name>
              <memory unit='MiB'>256</memory>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>\(words[2])</kernel>
                <initrd>\(words[3])</initrd>
                <cmdline>console=ttyS0</cmdline>
              </os>
              <devices>
                <serial type='file'><source path='\(words[4])'/></serial>
              </devices>
            </domain>
            """, .paused)

        // What happens before you subscribe is not told, so the machine waits until you have.
        let events = try connection.events(of: domain)
        try await domain.resume()
        print("The machine is \(try await domain.status).")
        for try await event in events {
            guard case .lifecycle(.stopped(let reason)) = event.kind else { continue }
            print("The machine has ended: \(reason).")
            break
        }
        await connection.close()
    }
}
