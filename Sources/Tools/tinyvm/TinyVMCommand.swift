// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import SystemPackage
import TinyVM

@main
struct TinyVMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tinyvm", abstract: "Run a command in a throw-away VM.")
    @Flag var timings = false
    @Flag var console = false
    @Option var kernel: String?
    @Option var accel: TinyVM.Accelerator = .auto
    @Option var kmod: [String] = []
    @Argument(parsing: .postTerminator) var command: [String] = []

    func run() throws {
        var vm = TinyVM(command: command)
        vm.accelerator = accel
        vm.kernel = kernel
        vm.modules = kmod
        vm.showsConsole = console
        vm.callerEnvironment = ["PATH": "/usr/sbin:/usr/bin", "HOME": "/root"]
        do {
            let result = try vm.run(notify: { fputs("tinyvm: \($0)\n", stderr) })
            if timings { fputs("\(result.timings)\n", stderr) }
            throw ExitCode(result.exitStatus)
        } catch let error as TinyVMError {
            fputs("tinyvm: \(error)\n", stderr)
            throw ExitCode(error.exitStatus)
        }
    }
}

extension TinyVM.Accelerator: ExpressibleByArgument {}
