// SPDX-License-Identifier: Apache-2.0

internal import LinuxSystem
internal import QMP
internal import SystemPackage

/// The monitor's side of a restore: all commands go out at once, and only a refusal is of interest, because the guest itself
/// shows that it is there.
struct Restoration {
    private let monitor: FileDescriptor
    private var session = QMPSession()
    private var isOpen = true

    /// For poll(2); negative when there is nothing to be read any more.
    var descriptor: FileDescriptor { isOpen ? monitor : FileDescriptor(rawValue: -1) }

    /// Has a QEMU that awaits the state of its guest read it.
    ///
    /// The guest ran when it was saved, and so it does afterwards, without being told.
    ///
    /// - Parameter state: The saved state, at its beginning.
    init(monitor: FileDescriptor, state: FileDescriptor) throws {
        self.monitor = monitor
        var bytes: [UInt8] = []
        let commands = [
            MonitorCommand.negotiate, MonitorCommand.takeState, MonitorCommand.ignoreSharedMemory,
            MonitorCommand.restore,
        ]
        for command in commands {
            _ = session.encode(command, to: &bytes)
        }
        // A new socket has room for far more.
        guard try monitor.send(bytes[...], descriptors: [state]) == bytes.count else { throw Errno.noBufferSpace }
    }

    /// Reads what QEMU says.
    ///
    /// - Returns: Why the guest cannot be restored; nil as long as it can.
    mutating func receive() -> String? {
        var refusal: String?
        withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 16) { buffer in
            while isOpen, refusal == nil {
                do {
                    guard let count = try monitor.receive(into: buffer) else { return }
                    // That QEMU has gone is seen elsewhere.
                    guard count > 0 else { return isOpen = false }
                    try session.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { output in
                        if case .reply(_, .failure(let error)) = output { refusal = refusal ?? "\(error)" }
                    }
                } catch {
                    refusal = "\(error)"
                }
            }
        }
        return refusal
    }
}

/// The commands of QEMU's monitor that save and restore a guest (QEMU's docs/interop/qemu-qmp-ref, "Migration").
enum MonitorCommand {
    private static let stateName = "state"

    static let negotiate = QMPCommand("qmp_capabilities")
    /// Takes the descriptor that comes with the message.
    static let takeState = QMPCommand("getfd", ["fdname": .string(stateName)])
    /// The memory stays in its file; only the rest is written and read.
    static let ignoreSharedMemory = capabilities(["x-ignore-shared"])
    /// The same, and events tell how it goes.
    static let ignoreSharedMemoryWithEvents = capabilities(["x-ignore-shared", "events"])
    static let save = QMPCommand("migrate", ["uri": .string("fd:\(stateName)")])
    static let restore = QMPCommand("migrate-incoming", ["uri": .string("fd:\(stateName)")])
    static let explain = QMPCommand("query-migrate")
    static let quit = QMPCommand("quit")

    private static func capabilities(_ names: [String]) -> QMPCommand {
        let settings = names.map { name in
            JSONValue.object([.init("capability", .string(name)), .init("state", .bool(true))])
        }
        return QMPCommand("migrate-set-capabilities", ["capabilities": .array(settings)])
    }
}
