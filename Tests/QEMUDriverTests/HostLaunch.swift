// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import QEMUDriver
import QMP
import SystemPackage
import TestSupport
import Testing
import VirtModel

/// Secrets that a test names.
struct GivenSecrets: SecretDriver {
    var values: [ObjectUUID: (identity: SecretIdentity, value: [UInt8])] = [:]

    mutating func add(_ uuid: String, _ usage: SecretUsage, _ id: String, _ value: String) throws {
        let uuid = try #require(ObjectUUID(uuid))
        values[uuid] = (SecretIdentity(uuid: uuid, usage: usage, usageID: id), Array(value.utf8))
    }

    private var missing: VirtError { VirtError(.noSecret, "There is no such secret here.") }
    func secret(uuid: ObjectUUID) async throws -> SecretIdentity {
        guard let found = values[uuid] else { throw missing }
        return found.identity
    }
    func secret(usage: SecretUsage, id: String) async throws -> SecretIdentity {
        guard let found = values.values.first(where: { $0.identity.usage == usage && $0.identity.usageID == id }) else {
            throw missing
        }
        return found.identity
    }
    func value(of secret: SecretIdentity, internally: Bool) async throws -> [UInt8] {
        guard let found = values[secret.uuid] else { throw missing }
        return found.value
    }
    func define(_ xml: String) async throws -> SecretIdentity { throw missing }
    func undefine(_ secret: SecretIdentity) async throws { throw missing }
    func list(_ flags: SecretListFlags) async throws -> [SecretIdentity] { values.values.map(\.identity) }
    func xml(of secret: SecretIdentity) async throws -> String { throw missing }
    func setValue(_ value: [UInt8], of secret: SecretIdentity) async throws { throw missing }
    func events() -> EventSequence<SecretEvent> { EventHub().subscribe() }
}

/// A real QEMU that was started with what the host gives it, paused before its first instruction.
final class HostLaunch: Sendable {
    let client: QMPClient
    let process: ChildProcess
    let resources: HostResources
    let invocation: QEMUInvocation
    let domain: Domain
    private let complaints: MemoryFile
    private let loop: EventLoop

    static let uuid = "11111111-2222-4333-8444-555555555555"

    /// Starts QEMU for some devices and waits until its monitor answers.
    ///
    /// - Throws: What it complained about, when it ends instead.
    static func start(
        _ devices: String, more: String = "", in folder: TemporaryDirectory, on loop: EventLoop,
        secrets: GivenSecrets? = nil, adjust: (inout HostEnvironment) -> Void = { _ in }
    ) async throws -> HostLaunch {
        let emulator = try #require(Program.find("qemu-system-x86_64"))
        let text = """
            <domain type='qemu'>
              <name>launch</name>
              <uuid>\(uuid)</uuid>
              <memory unit='MiB'>64</memory>
              \(more)
              <vcpu>1</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type></os>
              <features><acpi/></features>
              <devices>
                <emulator>\(emulator)</emulator>
                <controller type='usb' model='none'/>
                <memballoon model='none'/>
                \(devices)
              </devices>
            </domain>
            """
        var context = LaunchContext()
        context.usesMasterKey = false
        context.configuration.libraryDirectory = folder.path
        context.handedIn["monitor"] = .connectedSocket(3)
        context.descriptors.firstFree = 4
        let prepared = try PreparedDomain(Domain(xml: text), capabilities: .assumed, context: context)
        let invocation = try QEMUInvocation(prepared, capabilities: .assumed, context: context)
        var helpers = HelperEnvironment(loop: loop)
        helpers.logDirectory = FilePath(folder.path)
        helpers.domainName = "launch"
        var environment = try HostEnvironment(
            helpers: helpers, tpmDirectory: FilePath(folder("swtpm")), work: BlockingWork(loop: loop), secrets: secrets)
        adjust(&environment)
        let resources = try await HostResources.acquire(for: prepared.domain, invocation, environment)
        do {
            return try await HostLaunch(prepared.domain, invocation, resources, loop)
        } catch {
            try? resources.settle()
            await resources.release()
            throw error
        }
    }

    private init(
        _ domain: Domain, _ invocation: QEMUInvocation, _ resources: HostResources, _ loop: EventLoop
    ) async throws {
        (self.domain, self.invocation, self.resources, self.loop) = (domain, invocation, resources, loop)
        let complaints = try MemoryFile("complaints")
        self.complaints = complaints
        let (ours, theirs) = try LocalConnection.pair()
        var request = ChildProcess.Request(
            program: FilePath(invocation.program), arguments: [invocation.program] + invocation.arguments,
            environment: ["PATH=/usr/bin:/bin"])
        request.descriptors = [(complaints.descriptor, 2), (theirs, 3)]
        resources.apply(to: &request)
        let final = request
        process = try await loop.perform { Box(try ChildProcess.start(final)) }.take()
        try theirs.close()
        resources.closeDescriptors()
        client = try QMPClient(descriptor: ours, loop: loop)
        do {
            _ = try await client.negotiate(deadline: .seconds(30))
        } catch {
            _ = try await process.wait(on: loop, atMost: .seconds(10))
            let words = String(decoding: complaints.contents(atMost: 4096), as: UTF8.self)
            try resources.settle()
            throw Failure(description: words)
        }
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// A process on its way between threads.
    private final class Box: @unchecked Sendable {
        private var process: ChildProcess?
        init(_ process: consuming ChildProcess) { self.process = consume process }
        func take() throws -> ChildProcess {
            guard let process = process.take() else { throw Errno.badFileDescriptor }
            return process
        }
    }

    func execute(_ command: QMPCommand) async throws -> JSONValue {
        try await client.execute(command, deadline: .seconds(30))
    }

    /// Ends QEMU, and gives back what it had.
    func end() async throws {
        _ = try? await execute(QMPCommand("quit"))
        if try await process.wait(on: loop, atMost: .seconds(20)) == nil {
            process.send(SIGKILL)
            _ = try process.wait()
        }
        await resources.release()
    }
}
