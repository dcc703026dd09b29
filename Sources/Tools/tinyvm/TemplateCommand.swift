// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import TinyVM

/// `tinyvm template`: the saved VMs from which runs are restored.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Make, list and remove saved VMs.",
        discussion: """
            A template is a VM that was booted and saved at the point where it waits for a command. It serves every command \
            on the same machine: the same QEMU, kernel, memory, CPUs and number of disks and shares. 'tinyvm' makes one in the \
            background after a run without; what has not been used for the longest time goes when all together occupy \
            more than 2 GiB. Templates hold nothing of your commands and their files, and may be removed at any time.
            """,
        subcommands: [Build.self, List.self, Show.self, Prune.self, Remove.self])

    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the template of a VM, unless it is there.",
            discussion: "Takes the options of tinyvm that make the machine, and prints the template's name.")

        @OptionGroup(title: "Guest files") var files: FileOptions
        @OptionGroup(title: "Machine") var machine: MachineOptions
        @Flag(help: .hidden) var background = false

        func validate() throws { try machine.check() }

        func run() throws {
            if background { BackgroundBuild.enter() }
            try TemplateCommand.speaking {
                var vm = TinyVM()
                vm.callerEnvironment = TinyVMCommand.environment
                files.apply(to: &vm)
                try machine.apply(to: &vm)
                if background {
                    // Nobody would read what is said.
                    _ = try Template.prepareUnlessUnderWay(for: vm)
                } else {
                    print(try Template.prepare(for: vm, notify: TinyVMCommand.say).name)
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the templates, those used last first.",
            discussion: "A line for each: its name, its size in MiB, the time of its last use, and its VM.")

        func run() throws {
            try TemplateCommand.speaking {
                for entry in try TemplateCommand.catalog().entries {
                    let size = String(entry.size >> 20)
                    let padding = String(repeating: " ", count: max(0, 5 - size.count))
                    print("\(entry.name) \(padding)\(size) MiB  \(text(entry.used))  \(entry.title ?? "damaged")")
                }
            }
        }

        private func text(_ seconds: Int) -> String {
            var (time, parts) = (time_t(seconds), tm())
            localtime_r(&time, &parts)
            var text = [CChar](repeating: 0, count: 32)
            strftime(&text, text.count, "%Y-%m-%d %H:%M", &parts)
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all that a template is of.",
            discussion: "A template serves a VM for which every line is the same.")

        @Argument(help: "The template's name.") var name: String

        func run() throws {
            try TemplateCommand.speaking {
                guard let details = try TemplateCommand.catalog().details(of: name) else {
                    throw TinyVMError(.options, "There is no template '\(name)'. See 'tinyvm template list'.")
                }
                print(details, terminator: "")
            }
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove templates that are damaged, or were not used for the longest time.",
            discussion: "Prints the names of those that went, and removes what killed processes left.")

        @Option(help: ArgumentHelp("What all templates may occupy.", valueName: "mib"))
        var limit = TemplateCatalog.limit >> 20

        func validate() throws {
            guard (0...1 << 30).contains(limit) else {
                throw ValidationError("The templates cannot occupy \(limit) MiB. Give a number from 0 on.")
            }
        }

        func run() throws {
            try TemplateCommand.speaking {
                for name in try TemplateCommand.catalog().prune(limit: limit << 20) { print(name) }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove templates; VMs that use them go on.")

        @Argument(help: "The templates' names.") var names: [String] = []
        @Flag(help: "Remove all.") var all = false

        func validate() throws {
            guard all != !names.isEmpty else { throw ValidationError("Name the templates to remove, or say --all.") }
        }

        func run() throws {
            try TemplateCommand.speaking {
                let catalog = try TemplateCommand.catalog()
                for name in all ? catalog.entries.map(\.name) : names where !catalog.remove(name) && !all {
                    throw TinyVMError(.options, "There is no template '\(name)'. See 'tinyvm template list'.")
                }
            }
        }
    }

    private static func catalog() throws -> TemplateCatalog {
        try TemplateCatalog(environment: TinyVMCommand.environment)
    }

    /// Says what went wrong as `tinyvm` does.
    private static func speaking(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as TinyVMError {
            TinyVMCommand.say(error.description)
            throw ExitCode(error.exitStatus)
        }
    }
}
