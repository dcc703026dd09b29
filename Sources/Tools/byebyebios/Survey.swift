// SPDX-License-Identifier: Apache-2.0

internal import BootSector
internal import DiskImage
internal import SystemPackage

extension DiskSurvey {
    /// The survey of a small disk of zeros.
    static var blank: DiskSurvey {
        get throws {
            try DiskSurvey(sizeInBytes: 1 << 20, blockSizeInBytes: 512) { [UInt8](repeating: 0, count: $1) }
        }
    }

    /// The survey of an image.
    init(of image: DiskImage) throws {
        try self.init(sizeInBytes: image.sizeInBytes, blockSizeInBytes: image.blockSizeInBytes) {
            try image.read(at: $0, count: $1)
        }
    }
}

extension ByeByeBIOS {
    /// Where the original sector is kept, or nil when it is not.
    func backupPath(for path: FilePath, isDevice: Bool) -> FilePath? {
        if noBackup { return nil }
        if let backup { return FilePath(backup) }
        let name = isDevice ? path.lastComponent?.string ?? "disk" : path.string
        return FilePath("\(name).byebyebios-backup")
    }
}
