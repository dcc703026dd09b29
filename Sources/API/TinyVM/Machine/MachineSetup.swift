// SPDX-License-Identifier: Apache-2.0

internal import GuestProtocol
internal import Initramfs
internal import LinuxSystem
internal import SystemPackage

/// A VM with all that was found out for it, before anything is started.
struct MachineSetup {
    let vm: TinyVM
    let choice: MachineChoice
    let base: BaseImage
    let guest: GuestImage
    let memoryInMiB: Int
    /// When the caller's patience ends; nil for never.
    let deadline: ContinuousClock.Instant?
    private let transport: ShareTransport?
    private let devices: [GuestDevice]

    init(for vm: TinyVM, notify: (String) -> Void) throws {
        // A billion seconds are for ever.
        deadline = vm.timeoutInSeconds.map { .now + .milliseconds(Int(max(0, min($0, 1e9)) * 1000)) }
        choice = try MachineChoice(for: vm)
        choice.notices.forEach(notify)
        transport = vm.shares.isEmpty ? nil : try ShareTransport.choose(for: vm, choice.kernel)
        devices = MachineSetup.devices(of: vm, transport)
        base = try BaseImage(for: vm, kernel: choice.kernel, devices: devices)
        guest = try GuestImage(for: vm, base: base, devices: devices)
        guest.plan.notices.forEach(notify)
        memoryInMiB = vm.memoryInMiB ?? TinyVM.memoryInMiB(forFilesOf: guest.plan.contentSize)
        var sized = vm
        sized.memoryInMiB = memoryInMiB
        self.vm = sized
    }

    private static func devices(of vm: TinyVM, _ transport: ShareTransport?) -> [GuestDevice] {
        var devices: [GuestDevice] = [.channel]
        if !vm.disks.isEmpty { devices.append(.disk) }
        if vm.network == .user { devices.append(.network) }
        switch transport {
        case .plan9: devices.append(.share9p)
        case .virtiofs: devices.append(.shareVirtiofs)
        case nil: break
        }
        return devices
    }

    /// The command of QEMU; see ``MachineInvocation``.
    func invocation(memory: MachineMemory = .own, blank: Bool = false) throws -> MachineInvocation {
        try MachineInvocation(for: vm, choice, transport, memory: memory, isBlank: blank)
    }

    private func job(_ streams: StandardStreams) -> Job {
        Job(for: vm, guest: guest, streams: streams, transport: transport)
    }

    // MARK: Starting

    /// Boots the VM and runs the command.
    func boot(streams: StandardStreams, start: TinyVM.Result.Start, moments: inout Moments) throws -> TinyVM.Result {
        let invocation = try invocation()
        let image = try guest.writeToMemory()
        if let directory = vm.keepDirectory { try keep(invocation, in: directory) }
        moments.imageMade = .now
        let run = MachineRun(setup: self, job: job(streams), streams: streams, invocation: invocation)
        return try run.boot(image, transport, start: start, moments: &moments)
    }

    /// Restores the VM from a template and runs the command.
    func restore(
        _ template: StoredTemplate, streams: StandardStreams, moments: inout Moments
    ) throws -> MachineRun.Restored {
        guard let files = try guest.writeAdditionsToMemory(to: base) else {
            return .notRestored("the command's files cannot be added to its own")
        }
        moments.imageMade = .now
        let run = MachineRun(
            setup: self, job: job(streams), streams: streams, invocation: try invocation(memory: .restored))
        return try run.restore(template, files: files.descriptor, moments: &moments)
    }

    private func keep(_ invocation: MachineInvocation, in directory: FilePath) throws {
        try guest.plan.write(to: directory.appending("tinyvm.img"))
        let file = try FileDescriptor.open(
            directory.appending("tinyvm.command"), .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o644))
        defer { try? file.close() }
        try file.writeAll((invocation.commandLine + "\n").utf8)
    }

    // MARK: Templates

    /// The VM for people, without its command.
    var title: String {
        var parts = [choice.kernel.release ?? choice.kernel.path.string, "\(memoryInMiB) MiB"]
        parts.append(vm.cpus == 1 ? "1 CPU" : "\(vm.cpus) CPUs")
        if let machine = vm.machine { parts.append(machine) }
        if let model = vm.cpuModel { parts.append(model) }
        if !vm.disks.isEmpty { parts.append(vm.disks.count == 1 ? "1 disk" : "\(vm.disks.count) disks") }
        if !vm.shares.isEmpty { parts.append(vm.shares.count == 1 ? "1 share" : "\(vm.shares.count) shares") }
        if vm.network == .user { parts.append("network") }
        parts.append(choice.usesKVM ? "KVM" : "emulated")
        return parts.joined(separator: ", ")
    }

    /// Why the VM cannot be started from a template, in words that follow "because"; nil when it can.
    var obstacle: String? {
        if vm.showsConsole { return "--console shows how the kernel boots" }
        if vm.keepDirectory != nil { return "--keep wants the whole image" }
        if !vm.qemuArguments.isEmpty { return "nobody knows what --qemu-arg makes of the guest" }
        if case .virtiofs = transport { return "a share over virtiofs needs memory that its server can write to" }
        if let device = base.builtIn.first { return "the kernel has the driver of its \(device) built in" }
        return nil
    }

    /// What a template that serves the VM has to be of.
    func key() throws -> TemplateKey {
        let invocation = try invocation(memory: .saved, blank: true)
        guard invocation.hasMemoryFile else {
            throw TinyVMError(.machine, "QEMU's machine cannot have its memory in a file.")
        }
        return TemplateKey(choice, base, invocation)
    }

    /// How to start the VM.
    enum Choice {
        case restore(StoredTemplate, TemplateStore)
        case boot(TinyVM.ColdStart)
        /// The time was up before the template was there.
        case timedOut
    }

    /// Looks for the VM's template, and makes it where it `isWanted`; what goes wrong is a reason to boot.
    func template(isWanted: Bool) -> Choice {
        func boot(_ reason: String, wantsTemplate: Bool = false) -> Choice {
            .boot(TinyVM.ColdStart(reason: reason, wantsTemplate: wantsTemplate))
        }
        if let obstacle { return boot(obstacle) }
        guard let store = TemplateStore(environment: vm.callerEnvironment) else {
            return boot("there is no cache directory")
        }
        do {
            let key = try key()
            switch store.find(key) {
            case .found(let template): return .restore(template, store)
            case .untrusted(let reason): return boot(reason)
            case .damaged(let reason):
                store.remove(key.name)
                if !isWanted { return boot("the template is damaged: \(reason)", wantsTemplate: true) }
            case .missing:
                guard CacheDirectory.make(store.directory) else {
                    return boot("'\(store.directory)' cannot be made, or is not ours alone")
                }
                if isWanted { break }
                if let failure = store.failure(key) { return boot("no template could be made: \(failure)") }
                return boot("there is no template yet", wantsTemplate: true)
            }
            if let template = try TemplateBuilder(setup: self, store: store).build(waits: true) {
                return .restore(template, store)
            }
            return boot("another process makes the template")
        } catch is TimeIsUp {
            return .timedOut
        } catch {
            return boot("no template could be made: \(error)")
        }
    }
}
