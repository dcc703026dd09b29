// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// How many keys may be pressed together (libvirt, VIR_DOMAIN_SEND_KEY_MAX_KEYS).
    private static let maximumKeys = 16

    /// Presses keys together and lets them go.
    func sendKeys(_ keys: [DomainKey], holdTimeInMilliseconds: UInt32) async throws {
        guard (1...Self.maximumKeys).contains(keys.count) else {
            throw VirtError(
                .invalidArgument, "\(keys.count) keys cannot be pressed together. Send 1 to \(Self.maximumKeys).")
        }
        let values = try keys.map { JSONValue.object(try Self.members(of: $0)) }
        var arguments: [JSONValue.Member] = [.init("keys", .array(values))]
        if holdTimeInMilliseconds > 0 { arguments.append(.init("hold-time", .integer(Int64(holdTimeInMilliseconds)))) }
        let command = QMPCommand("send-key", members: arguments)
        try await perform(.control, "send keys to") { process in _ = try await process.execute(command) }
    }

    private static func members(of key: DomainKey) throws -> [JSONValue.Member] {
        func named(_ name: String) -> [JSONValue.Member] { [.init("type", "qcode"), .init("data", .string(name))] }
        switch key {
        case .named(let name): return named(name)
        case .code(let number, .qemuNumber):
            // QEMU has more of them than names.
            return [.init("type", "number"), .init("data", .integer(Int64(number)))]
        case .code(let code, let set):
            guard let name = KeyNames.name(of: code, in: set) else {
                throw VirtError(
                    .invalidArgument,
                    "There is no key \(code) of the code set '\(set.name)' on the keyboards of QEMU. Send one that is, or name another code set."
                )
            }
            return named(name)
        }
    }

    /// Sends the guest a non-maskable interrupt.
    func injectNMI() async throws {
        try await perform(.control, "send an NMI to") { process in
            _ = try await process.execute(QMPCommand("inject-nmi"))
        }
    }

    // MARK: The screen

    /// The largest picture that is taken, in bytes.
    private static let maximumPicture = 512 << 20

    /// Takes a picture of a screen: QEMU writes it to a file in memory that has no name.
    ///
    /// - Parameter format: Nil: a compressed one where QEMU can, else the other.
    func screenshot(screen: Int, _ format: DomainScreenshot.Format?) async throws -> DomainScreenshot {
        let device = try device(ofScreen: screen)
        return try await perform(.control, "take a picture of") { process in
            guard let format else {
                do {
                    return try await self.screenshot(.png, device, process)
                } catch let error as QMPError
                    where error.explanation.contains("format") || error.explanation.contains("png")
                {
                    return try await self.screenshot(.ppm, device, process)
                }
            }
            return try await self.screenshot(format, device, process)
        }
    }

    private func screenshot(
        _ format: DomainScreenshot.Format, _ device: [JSONValue.Member], _ process: QEMUProcess
    ) async throws -> DomainScreenshot {
        let file = try PictureFile()
        let set = try await process.execute(QMPCommand("add-fd"), passing: [file.writer.descriptor])
        guard let number = set["fdset-id"]?.integer else {
            throw VirtError(.internalError, "QEMU did not take the file for a picture of domain '\(name)'.")
        }
        var arguments = [JSONValue.Member("filename", .string("/dev/fdset/\(number)"))] + device
        if format != .ppm { arguments.append(.init("format", .string(format.rawValue))) }
        // The set goes at once, whether or not there is a picture. While the guest stands still, QEMU only notes that it is to go,
        // and is told again later.
        let isRunning = status.isRunning
        let sets = state.withLock { state in
            let sets = (state.run?.descriptorSets ?? []) + [number]
            state.run?.descriptorSets = isRunning ? [] : sets
            return isRunning ? sets : [number]
        }
        let results = try await process.execute(
            pipelined: [QMPCommand("screendump", members: arguments)]
                + sets.map { QMPCommand("remove-fd", ["fdset-id": .integer($0)]) })
        _ = try results[0].get()
        guard let bytes = file.contents(atMost: Self.maximumPicture), !bytes.isEmpty else {
            throw VirtError(
                .operationFailed,
                "The picture of domain '\(name)' is empty or has more than \(Self.maximumPicture) bytes.")
        }
        return DomainScreenshot(format: format, bytes: bytes)
    }

    /// Names a screen to QEMU: the heads of all video devices are counted, and the first needs no name.
    private func device(ofScreen screen: Int) throws -> [JSONValue.Member] {
        let videos = runningDomain.devices.videos
        guard !videos.isEmpty else {
            throw VirtError(
                .operationInvalid, "Domain '\(name)' has no screen. Define it with a <video>.")
        }
        var first = 0
        for video in videos {
            let heads = max(1, Int(video.heads ?? 1))
            if (first..<first + heads).contains(screen) {
                guard screen > 0, let alias = video.info.alias else { return [] }
                return [.init("device", .string(alias)), .init("head", .integer(Int64(screen - first)))]
            }
            first += heads
        }
        throw VirtError(.operationInvalid, "Domain '\(name)' has \(first) screens, and none of number \(screen).")
    }

    /// Where the screens can be seen.
    func displays() throws -> [DomainDisplay] {
        _ = try liveProcess(for: "tell the displays of")
        return runningDomain.devices.graphics.compactMap { graphics in
            guard graphics.kind == .vnc || graphics.kind == .spice else { return nil }
            let socket = graphics.socket ?? graphics.listens.first { $0.type == "socket" }?.socket
            func open(_ port: Int?) -> Int? { port.flatMap { $0 > 0 ? $0 : nil } }
            return DomainDisplay(
                kind: graphics.kind.rawValue, host: socket == nil ? graphics.listens.first?.address : nil,
                port: socket == nil ? open(graphics.port) : nil,
                encryptedPort: socket == nil ? open(graphics.tlsPort) : nil, socket: socket)
        }
    }
}

/// A file in memory that QEMU writes a picture to.
///
/// QEMU takes a descriptor of a set only for the very mode in which it opens the file, so it gets one that only writes.
private final class PictureFile: Sendable {
    private let file: OwnedDescriptor
    let writer: OwnedDescriptor

    init() throws {
        let memory = try MemoryFile("picture")
        file = OwnedDescriptor(try memory.descriptor.duplicateCloseOnExec())
        writer = OwnedDescriptor(
            try FileDescriptor.open("/proc/self/fd/\(file.descriptor.rawValue)", .writeOnly, options: .closeOnExec))
    }

    /// What was written; nil when it is too much.
    func contents(atMost limit: Int) -> [UInt8]? {
        guard let size = try? file.descriptor.seek(offset: 0, from: .end), size <= limit else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let count = try? bytes.withUnsafeMutableBytes { try file.descriptor.read(fromAbsoluteOffset: 0, into: $0) }
        // A QEMU whose guest stands still keeps its descriptor for a while; it keeps no memory with it.
        try? file.descriptor.resize(to: 0)
        return count == bytes.count ? bytes : nil
    }
}
