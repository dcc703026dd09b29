// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Compiles the guest's init program for each architecture with the Swift compiler that builds the package, and writes a
/// Swift source that holds the results.
///
/// The programs are Embedded Swift without a C library, so that one toolchain makes all of them, each some 40 KB.
@main
struct GuestCompiler {
    static func main() {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count >= 5 else {
                throw Failure("usage: guest-compiler OUTPUT WORK-DIRECTORY C-MODULE-DIRECTORY SOURCE-DIRECTORY...")
            }
            let compiler = GuestCompiler(
                toolchain: try Toolchain.find(), workDirectory: arguments[2], cModule: arguments[3],
                folders: Array(arguments[4...]))
            let programs = try Architecture.allCases.map { ($0, try compiler.compile(for: $0)) }
            try source(of: programs).write(toFile: arguments[1], atomically: true, encoding: .utf8)
        } catch {
            FileHandle.standardError.write(Data("guest-compiler: \(error)\n".utf8))
            exit(1)
        }
    }

    enum Architecture: String, CaseIterable {
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case x86_64, aarch64

        /// Those triples for which the toolchain has Swift's embedded standard library.
        var swiftTriple: String { self == .x86_64 ? "x86_64-unknown-linux-gnu" : "aarch64-none-none-elf" }
        var clangTriple: String { "\(rawValue)-unknown-linux-gnu" }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    let toolchain: Toolchain
    let workDirectory: String
    let cModule: String
    let folders: [String]

    /// Compiles and links the program; returns its bytes.
    func compile(for architecture: Architecture) throws -> Data {
        let directory = "\(workDirectory)/\(architecture.rawValue)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let sources = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
        }
        try toolchain.run(
            "swiftc",
            [
                "-target", architecture.swiftTriple, "-module-name", "TinyVMInit", "-parse-as-library",
                "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault",
                "-enable-experimental-feature", "Embedded", "-enable-experimental-feature", "Extern",
                // No C library, so nobody sets up what the stack protector compares with.
                "-Xfrontend", "-disable-stack-protector",
                "-whole-module-optimization", "-Osize", "-I", cModule, "-c", "-o", "\(directory)/swift.o",
            ] + sources)
        try toolchain.run(
            "clang",
            [
                "-target", architecture.clangTriple, "-ffreestanding", "-fno-builtin", "-fno-stack-protector",
                "-fno-pic", "-Os", "-Wall", "-Werror", "-c", "-o", "\(directory)/c.o", "\(cModule)/CGuest.c",
            ])
        try toolchain.run(
            "ld.lld",
            [
                "-static", "--gc-sections", "--strip-all", "-z", "noexecstack", "-o", "\(directory)/init",
                "\(directory)/swift.o", "\(directory)/c.o",
            ])
        return try Data(contentsOf: URL(fileURLWithPath: "\(directory)/init"))
    }

    /// A Swift source with the programs as Base64 text, which compiles fast.
    static func source(of programs: [(Architecture, Data)]) -> String {
        var lines = ["// Made by guest-compiler.", "", "enum GuestPrograms {"]
        for (architecture, program) in programs {
            lines.append("    static let \(architecture.rawValue) = \"\(program.base64EncodedString())\"")
        }
        lines += ["}", ""]
        return lines.joined(separator: "\n")
    }
}
