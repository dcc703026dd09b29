// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QEMUDriver

extension MachineProcess {
    /// Why QEMU went before the command's status was known.
    ///
    /// - Parameters:
    ///   - console: What the guest said last.
    ///   - cameUp: Whether its init program has answered.
    func explain(_ end: ChildProcess.End, _ console: ConsoleText, cameUp: Bool) -> TinyVMError {
        if let panic = console.panic {
            return TinyVMError(.guest, "The guest's kernel panicked: \(panic)")
        }
        guard end == .exited(0) else {
            let said = complaints.split(separator: "\n").joined(separator: " ")
            return TinyVMError(
                .machine,
                "QEMU '\(qemu.program)' failed with \(end)\(said.isEmpty ? "." : ": \(said)")")
        }
        guard cameUp else {
            return TinyVMError(
                .guest,
                "The guest ended before it came up. Give it more memory with --memory, or see its messages with --console."
                    + console.quotation)
        }
        return TinyVMError(
            .guest,
            "The guest ended without telling the command's exit status: it was powered off or reset."
                + console.quotation)
    }
}

extension ConsoleText {
    /// The last line in a sentence of its own; empty when nothing was said.
    var quotation: String { lines.last.map { " Its console said last: \($0)" } ?? "" }
}
