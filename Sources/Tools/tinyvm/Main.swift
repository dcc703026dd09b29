// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Decides between `tinyvm COMMAND` and `tinyvm template`: all arguments of a command are passed through, so the parser would
/// take every subcommand for one.
@main
enum Main {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let subject = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
        if subject == TemplateCommand.configuration.commandName {
            TemplateRoot.main(arguments)
        } else {
            TinyVMCommand.main(arguments)
        }
    }
}

/// `tinyvm` with its subcommand alone.
private struct TemplateRoot: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tinyvm", subcommands: [TemplateCommand.self])
}
