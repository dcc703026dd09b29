// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// A VM that was booted once and saved when it waited for its job: from here any number of independent VMs start, each in a
/// small part of the time that a boot takes.
///
///     var vm = TinyVM()
///     vm.memoryInMiB = 512
///     let template = try Template.prepare(for: vm)
///     let result = try template.run(["sh", "-c", "nproc"])
///
/// A template keeps its files open: it serves even when it is removed from the user's cache meanwhile.
public struct Template: Sendable {
    /// By what it is listed.
    public let name: String
    private let vm: TinyVM
    private let stored: StoredTemplate
    private let key: TemplateKey

    /// Finds the template of a VM in the user's cache, or makes it.
    ///
    /// The VM's machine counts, down to its number of disks and shares; its command, files, environment and streams do
    /// not. Without ``TinyVM/memoryInMiB`` the template has the memory for the files of this VM.
    ///
    /// - Throws: A ``TinyVMError`` when there can be none.
    public static func prepare(for vm: TinyVM, notify: (String) -> Void = { _ in }) throws -> Template {
        guard let template = try prepare(for: vm, waits: true, notify: notify) else {
            throw TinyVMError(.machine, "Another process makes the template. Try again.")
        }
        return template
    }

    /// The same, unless another process makes the template just now: nil then.
    public static func prepareUnlessUnderWay(
        for vm: TinyVM, notify: (String) -> Void = { _ in }
    ) throws -> Template? {
        try prepare(for: vm, waits: false, notify: notify)
    }

    private static func prepare(for vm: TinyVM, waits: Bool, notify: (String) -> Void) throws -> Template? {
        try TinyVM.wording("save") {
            // The time limit is one for each run.
            var machine = vm
            machine.timeoutInSeconds = nil
            let setup = try MachineSetup(for: machine, notify: notify)
            if let obstacle = setup.obstacle {
                throw TinyVMError(.options, "There can be no template of this VM: \(obstacle).")
            }
            guard let store = TemplateStore(environment: vm.callerEnvironment) else {
                throw TinyVMError(
                    .options, "There is no cache directory for templates. Name one with XDG_CACHE_HOME, or set HOME.")
            }
            let key = try setup.key()
            guard let stored = try TemplateBuilder(setup: setup, store: store).build(waits: waits) else { return nil }
            machine = setup.vm
            machine.timeoutInSeconds = vm.timeoutInSeconds
            return Template(name: stored.name, vm: machine, stored: stored, key: key)
        }
    }

    /// Starts a VM from the template, runs a command in it, and ends it.
    ///
    /// The calling thread waits meanwhile and has to live until the end, as in ``TinyVM/run(streams:notify:)``; but signals
    /// stay the caller's.
    ///
    /// - Parameters:
    ///   - command: The command and its arguments.
    ///   - streams: What its standard streams are connected to.
    ///   - configure: Changes the VM for this run: files, modules, environment, what is behind disks and shares.
    ///   - notify: Gets sentences that are no errors.
    /// - Throws: A ``TinyVMError``, also when the change makes it a VM of another template.
    public func run(
        _ command: [String], streams: StandardStreams = .ofProcess(), configure: (inout TinyVM) -> Void = { _ in },
        notify: (String) -> Void = { _ in }
    ) throws -> TinyVM.Result {
        try TinyVM.wording("run") {
            var moments = Moments()
            var vm = self.vm
            vm.command = command
            vm.takesSignals = false
            configure(&vm)
            let setup = try MachineSetup(for: vm, notify: notify)
            guard setup.obstacle == nil, try setup.key() == key else {
                throw TinyVMError(
                    .options, "The VM is another one than that of the template '\(name)'. Prepare a template for it.")
            }
            // Each restore reads the state from its beginning, by a position of its own.
            switch try setup.restore(stored.reopened(), streams: streams, moments: &moments) {
            case .ended(let result): return result
            case .notRestored(let reason):
                throw TinyVMError(.machine, "The template '\(name)' cannot be restored: \(reason). Remove it.")
            }
        }
    }

    /// Starts a VM from the template on a thread of its own, and returns at once; see ``run(_:streams:configure:notify:)``.
    public func start(
        _ command: [String], streams: StandardStreams, configure: @escaping @Sendable (inout TinyVM) -> Void = { _ in }
    ) throws(Errno) -> TemplateRun {
        try TemplateRun { try run(command, streams: streams, configure: configure) }
    }
}

extension StoredTemplate {
    /// The same template with open files of its own.
    func reopened() throws -> StoredTemplate {
        func reopen(_ file: OwnedFile) throws -> OwnedFile {
            let path = FilePath("/proc/self/fd/\(file.descriptor.rawValue)")
            return OwnedFile(try FileDescriptor.open(path, .readOnly, options: .closeOnExec))
        }
        return StoredTemplate(name: name, memory: try reopen(memory), state: try reopen(state))
    }
}
