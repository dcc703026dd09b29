// SPDX-License-Identifier: Apache-2.0

internal import BootSector
internal import DiskImage
internal import SystemPackage

/// Puts the original sector back.
struct Restoration {
    let command: ByeByeBIOS
    let path: FilePath

    func run() throws {
        let image = try DiskImage(
            path: path, format: command.format, access: .writing, ignoringUse: command.force)
        let survey = try DiskSurvey(of: image)
        guard let file = command.backupPath(for: path, isDevice: image.isDevice) else { return }
        let backup = try BootSectorBackup(file: file, bytes: SmallFile.read(file))
        guard survey.record != backup.original else {
            return Output.print("'\(path)' has its original sector already.")
        }
        var record = backup.original
        if let objection = backup.objection(to: survey) {
            guard command.force else {
                throw Refusal(
                    description: """
                        Cannot restore the sector of '\(path)': \(objection). Use '--force' to put only the boot code \
                        back and keep the table as it is now.
                        """)
            }
            record = survey.record.with(bootCode: backup.original.bootCode)
        }
        try image.writeFirstSector(record.bytes)
        Output.print("'\(path)' has its original sector again.")
    }
}
