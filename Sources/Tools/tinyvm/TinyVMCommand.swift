// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import LinuxSystem
import SystemPackage
import TinyVM

struct TinyVMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tinyvm",
        abstract: "Run a command, or a shell, in a throw-away VM.",
        usage: "tinyvm [OPTIONS] [--] [COMMAND ARG...]",
        discussion: """
            The guest boots a kernel of this machine with an image made for the occasion: busybox, COMMAND with its \
            libraries, and what --bin, --copy and --kmod add. Its standard streams are those of tinyvm, unchanged, and \
            tinyvm exits with its status; what COMMAND left running ends with it. Without COMMAND there is a shell; on \
            a terminal, Ctrl-] three times within a second ends the VM. Elsewhere Ctrl-C goes to COMMAND, and ends the VM \
            when it is typed again; SIGTERM and SIGHUP give COMMAND five seconds.

            A VM that boots is slow. So after a run a copy of the VM is made in the background, saved at the point where it \
            waits for a command: a template, from which the next runs are restored in a small part of the time. See \
            --warm and 'tinyvm template --help'; a command of that name goes behind '--'.

            All of busybox's applets are there. A binary of the host that is COMMAND, or was asked for by --bin, comes \
            first in PATH; only busybox's own shell prefers its applets, unless a path is given.

            EXAMPLES
              tinyvm -- uname -a
              tinyvm --kmod loop -- sh -c 'losetup -f'
              echo hi | tinyvm -- cat
              tinyvm --share .=/src --cpus 2 --memory 1024 -- make -C /src test
              tinyvm --disk image.qcow2 -- fdisk -l /dev/vda

            EXIT STATUS
              The command's own; 128+N when signal N ended it; 126 when it cannot be run, 127 when there is none; \
            124 after --timeout; 125 when tinyvm, QEMU or the guest's kernel failed, with one sentence on standard error; \
            64 for wrong options.

            ENVIRONMENT
              PATH            where QEMU and binaries are looked for
              XDG_CACHE_HOME  its swift-virt/templates keeps saved VMs, 2 GiB at most,
                              its swift-virt/kernels four unpacked kernels, 50 MB
                              each; by default ~/.cache
              TERM            the command's too
            """,
        version: PackageVersion.text, subcommands: [TemplateCommand.self])

    @OptionGroup(title: "Guest files") var files: FileOptions
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Command") var execution: ExecutionOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The command and its arguments; a shell when there is none.", valueName: "command"))
    var command: [String] = []

    func validate() throws {
        try answerOwnFlags()
        if let first = command.first, first.hasPrefix("-"), first != "--" {
            throw ValidationError("Unknown option '\(first)'. A command that begins with a dash goes behind '--'.")
        }
        try machine.check()
        if let timeout = execution.timeout, !(timeout > 0 && timeout < 1e9) {
            throw ValidationError("The timeout has to be a positive number of seconds.")
        }
    }

    /// Answers the flags that every command of the parser has: where arguments are passed through, it hands these on, too.
    private func answerOwnFlags() throws {
        switch command.first {
        case "--help", "-h": throw CleanExit.helpRequest(self)
        case "--version": throw CleanExit.message(Self.configuration.version)
        case "--experimental-dump-help": throw CleanExit.message(Self._dumpHelp())
        case "--generate-completion-script":
            guard let shell = command.dropFirst().first.flatMap(CompletionShell.init(rawValue:)) else {
                throw ValidationError("There are completions for bash, fish and zsh. Name one of these.")
            }
            throw CleanExit.message(Self.completionScript(for: shell))
        default: break
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
                Self.write("\(result.json)\n")
            } else if execution.timings {
                Self.write("\(result)\n")
            }
            if case .booted(let start?) = result.start, start.wantsTemplate {
                BackgroundBuild.start(for: vm, machine, files, memoryInMiB: start.memoryInMiB)
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

    static func say(_ sentence: String) { write("tinyvm: \(sentence)\n") }

    static func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// The variables of this process.
    static var environment: [String: String] {
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
