// SPDX-License-Identifier: Apache-2.0
import VirtRemote

/// Lists the machines of a daemon: `list-machines qemu:///session`.
@main struct ListMachines {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 2 else { return print("usage: list-machines ADDRESS") }
        let connection = try await Connection.open(words[1], by: .remote)
        let domains = try await connection.domains()
        print("\(domains.count) machines at \(words[1])")
        for domain in domains { print("\(domain.name): \(try await domain.status)") }
        await connection.close()
    }
}
