// SPDX-License-Identifier: Apache-2.0
import VirtEmbedded

@main struct StartMany {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 5, let count = Int(words[4]) else { return print("start-many ROOT KERNEL IMAGE COUNT") }
        let connection = try await Connection.open("qemu:///embed?root=\(words[1])")

        // The guest boots once. Its init says 'ready', and runs each line that comes by the console.
        let template = try await connection.prepareTemplate(
            """
            <domain type='qemu'>
              <name>template</name>
              <memory unit='MiB'>256</memory>
              <os>
                <type arch='x86_64' machine='q35'>hvm</type>
                <kernel>\(words[2])</kernel><initrd>\(words[3])</initrd><cmdline>console=ttyS0 quiet</cmdline>
              </os>
              <devices><serial type='pty'/></devices>
            </domain>
            """, untilConsoleSays: "ready")

        // Each machine goes on from there, with its own job.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...count {
                group.addTask {
                    let console = try await template.start("worker-\(number)").openConsole()
                    try await console.write(Array("echo $((\(number) * \(number)))\npoweroff -f\n".utf8))
                    var said = ""
                    while let bytes = try await console.read() { said += String(decoding: bytes, as: UTF8.self) }
                    print("worker-\(number): \(said.split(whereSeparator: \.isNewline).compactMap { Int($0) })")
                }
            }
            try await group.waitForAll()
        }
        await connection.close()
    }
}
