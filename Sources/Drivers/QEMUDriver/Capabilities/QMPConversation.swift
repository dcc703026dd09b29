// SPDX-License-Identifier: Apache-2.0

package import QMP

/// Commands to QEMU and what it answered.
package struct QMPConversation: Sendable {
    /// One command with its answer.
    package struct Exchange: Sendable {
        package var command: String
        package var arguments: JSONValue?
        /// What was returned; nil for an error.
        package var result: JSONValue?
    }

    /// The exchanges of one QEMU process each.
    package var processes: [[Exchange]] = []

    /// Reads a recording: JSON objects, each command followed by its reply. A greeting or `qmp_capabilities` begins a
    /// process.
    package init(recording bytes: [UInt8]) throws {
        var parser = JSONParser(bytes)
        var pending: (command: String, arguments: JSONValue?)?
        while let value = try parser.next() {
            if let command = value["execute"]?.string {
                if command == "qmp_capabilities" || processes.isEmpty { processes.append([]) }
                pending = (command, value["arguments"])
            } else if let sent = pending, value["return"] != nil || value["error"] != nil {
                processes[processes.count - 1].append(
                    Exchange(command: sent.command, arguments: sent.arguments, result: value["return"]))
                pending = nil
            }
        }
    }
}

extension QMPConversation {
    /// What one process answered.
    package init(process exchanges: [Exchange]) { processes = [exchanges] }
}
