// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import BootSector
public import DiskImage
internal import LinuxSystem
internal import SystemPackage

@main
struct ByeByeBIOS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "byebyebios",
        abstract: "Tell people who boot an EFI-only disk image by BIOS that it needs UEFI.",
        usage: """
            byebyebios [<options>] <image>
            byebyebios --check [--json] <image>
            byebyebios --restore [--backup <file>] <image>
            byebyebios --preview [<message options>] [<image>]
            """,
        discussion: """
            Puts boot code into the first sector of a disk image which prints a message on the screen and on the first \
            serial port, and then halts. UEFI firmware never runs it. The disk signature and the partition table stay; \
            a protective entry that is missing or has the wrong size is repaired.

            The image is a raw file, a block device, qcow2, VMDK (monolithicSparse), VHD or VHDX, written in place. One \
            that may well boot under BIOS is refused, unless forced: an image without a GUID partition table or with a \
            damaged one, with boot code of another program, with a BIOS boot partition or with a partition that is \
            marked for a BIOS to boot from. So is a device that is mounted; and, even when forced, an image that a running \
            QEMU has open.

            The original sector is kept in a file beside the image, <image>.byebyebios-backup, or for a device in the \
            working directory.

            EXIT STATUS: 0 when it is done, or already was; 1 when the image was refused or something failed, and then \
            the image is unchanged; 64 for wrong usage. With --check: 0 when a message of byebyebios is there, 2 when \
            the boot sector has no boot code, 3 when it has some of another program, 1 when it cannot be read.
            """,
        version: PackageVersion.text)

    @Argument(help: "The disk image or block device.", completion: .file())
    var image: String?

    @OptionGroup(title: "Message") var message: MessageOptions

    @Flag(name: .shortAndLong, help: "Do it although the image may boot under BIOS, or the device is mounted.")
    var force = false

    @Option(help: "Insist on a format instead of telling it by the content.")
    var format: DiskFormat?

    @Option(help: "Where the original sector is kept.", completion: .file())
    var backup: String?

    @Flag(help: "Keep no backup: the original sector is lost.")
    var noBackup = false

    @Flag(help: "Say what boot code the image has; change nothing.")
    var check = false

    @Flag(help: "With --check: say it as JSON.")
    var json = false

    @Flag(help: "Put the original sector back from the backup.")
    var restore = false

    @Flag(help: "Show the sector that would be written, as hexadecimal and text; change nothing.")
    var dryRun = false

    @Flag(help: "Show the screen as the user will see it; change nothing.")
    var preview = false

    @Option(
        help: ArgumentHelp(
            "Boot it in QEMU with SeaBIOS, save the screen, and the serial port's text beside it; change nothing.",
            discussion: """
                The text goes to a file of the same name that ends in .txt. With --check, the image itself is booted, and \
                its disk is not written; otherwise a small disk with the sector that would be written.
                """,
            valueName: "file.png"),
        completion: .file())
    var screenshot: String?

    func validate() throws {
        let looking = preview || screenshot != nil
        guard image != nil || (looking && !check && !restore && !dryRun) else {
            throw ValidationError("Name the disk image.")
        }
        guard !restore || !(check || dryRun || looking) else {
            throw ValidationError("--restore goes with none of --check, --dry-run, --preview and --screenshot.")
        }
        guard !(check && dryRun) else { throw ValidationError("--check and --dry-run exclude each other.") }
        guard !json || check else { throw ValidationError("--json goes with --check.") }
        guard !(noBackup && (backup != nil || restore)) else {
            throw ValidationError("--no-backup goes neither with --backup nor with --restore.")
        }
        guard !(check || restore) || !message.isGiven else {
            throw ValidationError("--check and --restore take no message and no boot stub.")
        }
    }

    func run() throws {
        do {
            switch (image.map { FilePath($0) }, check, restore) {
            case (let path?, true, _): try Check(command: self, path: path).run()
            case (let path?, _, true): try Restoration(command: self, path: path).run()
            case (let path?, _, _): try Installation(command: self, path: path).run()
            case (nil, _, _): try show(DiskSurvey.blank.record(with: message.bootCode()))
            }
        } catch let status as ExitCode {
            throw status
        } catch {
            Output.complain("byebyebios: \(error)")
            throw ExitCode.failure
        }
    }

    /// Shows what a boot sector will show, in the ways asked for.
    func show(_ record: MasterBootRecord) throws {
        if preview { Output.print(try Preview(of: record, knowing: message.stubs()).text) }
        if let screenshot { try Screenshot(file: FilePath(screenshot)).take(of: .sector(record.bytes)) }
    }
}

extension DiskFormat: ExpressibleByArgument {}

/// A sentence about what cannot be done.
struct Refusal: Error, CustomStringConvertible {
    let description: String
}
