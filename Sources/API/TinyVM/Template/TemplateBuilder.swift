// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import GuestProtocol
internal import LinuxSystem
internal import SystemPackage

/// Makes a template: boots a guest, saves it when it waits for its job, shows that it can be restored, and publishes it.
struct TemplateBuilder {
    let setup: MachineSetup
    let store: TemplateStore

    /// What all templates together may occupy, in bytes.
    static let storeLimit = 2 << 30
    /// What a guest of the usual size fills of its memory's file at most, in bytes.
    private static let usualSize: Int64 = 192 << 20

    /// Makes the template, unless it is there, or another process makes it.
    ///
    /// - Parameter waits: Whether to wait for another process that makes it.
    /// - Returns: The template; nil when another process makes it.
    /// - Throws: A ``TinyVMError`` that says why it cannot be made, or ``TimeIsUp`` at the set-up's deadline; nothing is left of it then.
    func build(waits: Bool) throws -> StoredTemplate? {
        let key = try setup.key()
        guard CacheDirectory.make(store.directory) else {
            throw TinyVMError(
                .machine,
                "Cannot keep templates in '\(store.directory)': it cannot be made, or is not ours alone. "
                    + "Name another place with XDG_CACHE_HOME.")
        }
        guard let lock = TemplateLock(key.name, in: store, waits: waits, deadline: setup.deadline) else {
            if waits, TimeIsUp.isDue(setup.deadline) { throw TimeIsUp() }
            if waits { throw TinyVMError(.machine, "Cannot write to '\(store.directory)': \(Errno.last).") }
            return nil
        }
        defer { lock.release() }
        switch store.find(key) {
        case .found(let template): return template
        case .damaged: store.remove(key.name)
        case .untrusted(let reason): throw TinyVMError(.machine, "Cannot keep a template: \(reason).")
        case .missing: break
        }
        store.discardNew(key.name)
        do {
            try make(key)
        } catch {
            store.discardNew(key.name)
            // Which says nothing of the next try.
            if error is TimeIsUp { throw error }
            let error = TemplateBuilder.worded(error)
            store.noteFailure(key, error.description)
            throw error
        }
        store.forgetFailure(key)
        store.prune(limit: Self.storeLimit, except: key.name)
        guard case .found(let template) = store.find(key) else {
            throw TinyVMError(.machine, "The template was removed from '\(store.directory)' as soon as it was made.")
        }
        return template
    }

    private static func worded(_ error: any Error) -> TinyVMError {
        (error as? TinyVMError) ?? TinyVMError(.machine, "Cannot save a booted VM: \(error).")
    }

    private func make(_ key: TemplateKey) throws {
        let place = store.newPlace(key.name)
        try systemCall { mkdir(place.string, 0o700) }
        let memory = try create(place.appending("memory"))
        try checkRoom(memory)
        try memory.descriptor.resize(to: Int64(setup.memoryInMiB) << 20)
        let state = try create(place.appending("state"))
        try save(memory, state)
        for file in [memory, state] { try systemCall { fsync(file.descriptor.rawValue) } }
        let description = TemplateDescription(
            title: setup.title, created: time(nil), memory: try stamp(memory), state: try stamp(state), key: key)
        try prove(StoredTemplate(name: key.name, memory: memory, state: state))
        try store.write(description.text, to: place.appending("description"))
        try store.write("", to: place.appending("used"))
        try systemCall { rename(place.string, store.directory.appending(key.name).string) }
    }

    /// A disk that gets full while QEMU writes the memory to it ends QEMU.
    private func checkRoom(_ file: OwnedFile) throws {
        guard let free = try file.descriptor.fileSystemRoom().freeBytes else { return }
        if free < min(Self.usualSize, Int64(setup.memoryInMiB) << 20) {
            throw TinyVMError(
                .machine, "Cannot save a booted VM: '\(store.directory)' has only \(free >> 20) MiB of room. Make some."
            )
        }
    }

    private func create(_ path: FilePath) throws -> OwnedFile {
        OwnedFile(
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: FilePermissions(rawValue: 0o600)))
    }

    private func stamp(_ file: OwnedFile) throws(Errno) -> FileStamp {
        var status = Glibc.stat()
        try systemCall { fstat(file.descriptor.rawValue, &status) }
        return FileStamp(status)
    }

    private func save(_ memory: OwnedFile, _ state: OwnedFile) throws {
        let machine = try MachineProcess(
            setup.invocation(memory: .saved, blank: true), image: setup.base.writeToMemory(), memory: memory.descriptor)
        var saver = TemplateSaver(machine, stateFile: state.descriptor, patienceEnds: setup.deadline)
        try saver.run()
    }

    /// Restores the guest once: a template that cannot be restored would cost each later run the attempt.
    private func prove(_ template: StoredTemplate) throws {
        let null = try FileDescriptor.open("/dev/null", .readWrite, options: .closeOnExec)
        defer { try? null.close() }
        var job = Job()
        job.arguments = [Array("true".utf8)]
        job.environment = [Array("PATH=/bin".utf8)]
        let limit = ContinuousClock.now + .seconds(60)
        let run = MachineRun(
            setup: setup, job: job, streams: StandardStreams(input: null, output: null, errors: null),
            invocation: try setup.invocation(memory: .restored, blank: true),
            deadline: min(setup.deadline ?? limit, limit), takesSignals: false)
        var moments = Moments()
        switch try run.restore(template.reopened(), files: nil, moments: &moments) {
        case .ended(let result) where result.exitStatus == 0: return
        case .ended(let result) where result.exitStatus == TinyVM.timeoutStatus && TimeIsUp.isDue(setup.deadline):
            throw TimeIsUp()
        case .ended(let result):
            throw TinyVMError(.guest, "A saved guest ran 'true' with status \(result.exitStatus), so it is not kept.")
        case .notRestored(let reason):
            throw TinyVMError(.machine, "A saved guest cannot be restored, so it is not kept: \(reason).")
        }
    }
}

/// The caller's patience ended while something was prepared for its command.
struct TimeIsUp: Error {
    /// Whether a deadline, if there is one, has passed.
    static func isDue(_ deadline: ContinuousClock.Instant?) -> Bool { deadline.map { $0 <= .now } ?? false }
}
