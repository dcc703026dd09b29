// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import SystemPackage
import TinyVM

@main
struct TinyVMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tinyvm",
        abstract: "Run a command, or a shell, in a throw-away VM.",
        usage: "tinyvm [OPTIONS] [--] [COMMAND ARG...]",
        discussion: """
            The guest boots a kernel of this machine with an image made for the occasion: busybox, COMMAND with its \
            libraries, and what --bin, --copy and --kmod add. Its standard streams are those of tinyvm, unchanged, and \
            tinyvm exits with its status. Without COMMAND there is a shell; on a terminal, Ctrl-] three times within \
            a second ends the VM.

            EXAMPLES
              tinyvm -- uname -a
              tinyvm --kmod loop -- sh -c 'losetup -f'
              echo hi | tinyvm -- cat
              tinyvm --share .=/src --cpus 2 --memory 1024 -- make -C /src test
              tinyvm --disk image.qcow2 -- fdisk -l /dev/vda

            EXIT STATUS
              The command's own; 128+N when signal N ended it; 126 when it cannot be run, 127 when there is none; \
            124 after --timeout; 125 when tinyvm, QEMU or the guest's kernel failed, with one sentence on standard error.

            ENVIRONMENT
              PATH            where QEMU and binaries are looked for
              XDG_CACHE_HOME  unpacked kernels are kept in its swift-virt/kernels; by default ~/.cache
              TERM            the command's too
            """,
        version: "0.1.0")

    @OptionGroup(title: "Guest files") var files: FileOptions
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Command") var execution: ExecutionOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The command and its arguments; a shell when there is none.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        if let first = command.first, first.hasPrefix("-"), first != "--" {
            throw ValidationError("Unknown option '\(first)'. A command that begins with a dash goes behind '--'.")
        }
        try machine.check()
        if let timeout = execution.timeout, !(timeout > 0 && timeout < 1e9) {
            throw ValidationError("The timeout has to be a positive number of seconds.")
        }
    }

    func run() throws {
        do {
            var vm = TinyVM(command: command.first == "--" ? Array(command.dropFirst()) : command)
            vm.callerEnvironment = Self.environment
            files.apply(to: &vm)
            try machine.apply(to: &vm)
            try execution.apply(to: &vm)
            if execution.printCommand {
                print(try vm.commandLine(notify: Self.say))
                return
            }
            let result = try vm.run(notify: Self.say)
            if execution.timingsJSON {
                Self.write("\(result.timings.json)\n")
            } else if execution.timings {
                Self.write("\(result.timings)\n")
            }
            if result.hasTimedOut, let timeout = execution.timeout {
                Self.say("The command had not ended after \(timeout) seconds, so the VM was ended.")
            }
            throw ExitCode(result.exitStatus)
        } catch let error as TinyVMError {
            Self.say(error.description)
            throw ExitCode(error.exitStatus)
        }
    }

    private static func say(_ sentence: String) { write("tinyvm: \(sentence)\n") }

    private static func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// The variables of this process.
    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        var pointer = environ
        while let text = pointer.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            pointer += 1
        }
        return variables
    }
}
