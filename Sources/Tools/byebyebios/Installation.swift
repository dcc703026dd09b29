// SPDX-License-Identifier: Apache-2.0

internal import BootSector
internal import DiskImage
internal import SystemPackage

/// Puts the boot sector into an image, or shows it.
struct Installation {
    let command: ByeByeBIOS
    let path: FilePath

    func run() throws {
        let bootCode = try command.message.bootCode()
        let onlyShowing = command.dryRun || command.preview || command.screenshot != nil
        let image = try DiskImage(
            path: path, format: command.format, access: onlyShowing ? .reading : .writing, ignoringUse: command.force)
        let survey = try DiskSurvey(of: image)
        let backupPath = command.backupPath(for: path, isDevice: image.isDevice)
        let backup = try backupPath.flatMap { try Self.readBackup($0) }
        try refuseObstacles(of: survey, backup)

        let record = survey.record(with: bootCode)
        if onlyShowing {
            if command.dryRun { Output.print(Output.dump(record.bytes)) }
            return try command.show(record)
        }
        guard record != survey.record else {
            return Output.print("'\(path)' has this boot sector already.")
        }
        if let backupPath {
            try write(record, of: survey, to: image, backupPath, backup)
        } else {
            try image.writeFirstSector(record.bytes)
        }
        let stub = try command.message.stub()
        let used = BootCode(of: record, knowing: [stub]).message?.bytes.count ?? 0
        let note = backupPath.map { " The original sector is kept in '\($0)'." } ?? ""
        Output.print(
            "'\(path)' tells BIOS users now: \(used) of \(stub.messageLimitInBytes) bytes of text used.\(note)")
    }

    private func refuseObstacles(of survey: DiskSurvey, _ backup: BootSectorBackup?) throws {
        guard !command.force else { return }
        var obstacles = survey.obstacles(knowing: try command.message.stubs())
        // Boot code by an unknown stub is ours all the same where the backup says that we wrote it.
        if backup?.written == survey.record { obstacles.removeAll { $0 == .foreignBootCode } }
        guard !obstacles.isEmpty else { return }
        throw Refusal(
            description: """
                Cannot put a boot sector into '\(path)': \(obstacles.map(\.description).joined(separator: "; ")). \
                Use '--force' to do it all the same.
                """)
    }

    private func write(
        _ record: MasterBootRecord, of survey: DiskSurvey, to image: DiskImage, _ path: FilePath,
        _ previous: BootSectorBackup?
    ) throws {
        let backup: BootSectorBackup
        let stub = try command.message.stub()
        switch previous {
        case nil:
            backup = BootSectorBackup(of: survey, writing: record, with: stub)
        case let previous? where previous.written == survey.record:
            backup = BootSectorBackup(of: survey, writing: record, with: stub, updating: previous)
        case let previous? where previous.original == survey.record || command.force:
            backup = BootSectorBackup(of: survey, writing: record, with: stub)
        default:
            throw Refusal(
                description: """
                    Cannot keep the original sector in '\(path)': it holds that of another state of the image. Move it \
                    away, name another file with '--backup', or use '--force' to replace it.
                    """)
        }
        // A sector without boot code, whose table stays, can be made again from the new one. Any other must be safe from
        // a loss of power before the new one is written; that wait costs as much as the rest of the work.
        let isExpendable =
            BootCode(of: survey.record) == .empty && survey.record.withoutBootCode == record.withoutBootCode
        try SmallFile.write(backup.bytes, to: path, durably: !isExpendable)
        do {
            try image.writeFirstSector(record.bytes)
        } catch {
            // The image is as it was, and so the backup shall be.
            if let previous {
                try? SmallFile.write(previous.bytes, to: path)
            } else {
                SmallFile.remove(path)
            }
            throw error
        }
    }

    /// The backup in a file, or nil when there is no such file, or an empty one as a loss of power can leave: then the
    /// image had not yet been written.
    private static func readBackup(_ path: FilePath) throws -> BootSectorBackup? {
        guard let bytes = try SmallFile.readIfPresent(path), !bytes.isEmpty else { return nil }
        return try BootSectorBackup(file: path, bytes: bytes)
    }
}

extension BootSectorBackup {
    /// The backup that a file holds, or an error that names the file.
    init(file: FilePath, bytes: [UInt8]) throws {
        do {
            try self.init(bytes: bytes)
        } catch {
            throw Refusal(
                description: "Cannot use the backup '\(file)': \(error). Name another file with '--backup'.")
        }
    }
}

extension BootCode {
    /// The message of boot code that we know.
    var message: BootMessage? {
        switch self {
        case .ours(_, let message), .original(let message): message
        case .empty, .foreign: nil
        }
    }
}
