// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import BootSector
internal import SystemPackage

/// What the boot sector says, and by what code.
struct MessageOptions: ParsableArguments {
    @Option(
        name: [.customShort("m"), .customLong("message")],
        help: ArgumentHelp("A file with the message.", valueName: "file"), completion: .file())
    var file: String?

    @Option(name: .customLong("message-text"), help: ArgumentHelp("The message itself.", valueName: "text"))
    var text: String?

    @Option(help: "A ready-made message that names the platform's own knob.")
    var preset: BootMessage.Preset?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A file with other boot code, as machine code that prints the text behind it.", valueName: "file"),
        completion: .file())
    var bootStub: String?

    var isGiven: Bool { file != nil || text != nil || preset != nil || bootStub != nil }

    func validate() throws {
        guard [file, text, preset?.rawValue].compactMap(\.self).count <= 1 else {
            throw ValidationError("--message, --message-text and --preset exclude each other.")
        }
    }

    /// The stub to use.
    func stub() throws -> BootStub {
        guard let bootStub else { return .current }
        return try BootStub(code: SmallFile.read(FilePath(bootStub)))
    }

    /// The stubs that count as ours beside the known ones.
    func stubs() throws -> [BootStub] { bootStub == nil ? [] : [try stub()] }

    /// Stub and message.
    func bootCode() throws -> [UInt8] {
        let message =
            if let file {
                try BootMessage(contents: SmallFile.read(FilePath(file)))
            } else if let text {
                try BootMessage(text)
            } else {
                BootMessage(preset: preset ?? .default)
            }
        return try stub().area(with: message)
    }
}

extension BootMessage.Preset: ExpressibleByArgument {}
