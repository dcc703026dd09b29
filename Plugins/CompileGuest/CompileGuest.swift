// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// Compiles the guest's init program and hands it to the target as a Swift source with the programs in it.
@main
struct CompileGuest: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let sources = context.package.directoryURL.appending(path: "Sources")
        let folders = ["Guest/TinyVMInit", "Formats/GuestProtocol"].map { sources.appending(path: $0) }
        let module = sources.appending(path: "Guest/CGuest")
        let output = context.pluginWorkDirectoryURL.appending(path: "GuestPrograms.swift")
        let inputs = try (folders + [module]).flatMap {
            try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }.sorted { $0.path < $1.path }
        let work = context.pluginWorkDirectoryURL.appending(path: "objects")
        return [
            .buildCommand(
                displayName: "Compiling the guest's init program",
                executable: try context.tool(named: "guest-compiler").url,
                arguments: [output.path, work.path, module.path] + folders.map(\.path),
                inputFiles: inputs, outputFiles: [output])
        ]
    }
}
