// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import BootSector
internal import DiskImage
internal import FoundationEssentials
internal import SystemPackage

/// Says what boot code an image has.
struct Check {
    let command: ByeByeBIOS
    let path: FilePath

    /// What is said as JSON.
    struct Report: Encodable {
        var image: String
        var format: String
        var sizeInBytes: UInt64
        var blockSizeInBytes: Int
        /// ours, original (byebyebios 1.0), foreign or empty.
        var bootCode: String
        var message: String?
        var messageLimitInBytes: Int?
        var diskSignature: UInt32
        /// empty, protective, wrong, hybrid or partitioned.
        var masterBootRecord: String
        /// none, valid or damaged.
        var partitionTable: String
        var partitionTableDamage: String?
        /// Why it would be refused.
        var obstacles: [String]
    }

    func run() throws {
        let (report, record) = try survey()
        if command.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            Output.print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            Output.print(describe(report))
        }
        if command.preview { Output.print(try Preview(of: record, knowing: []).text) }
        if let screenshot = command.screenshot {
            let format = report.format == "vhd" ? "vpc" : report.format
            try Screenshot(file: FilePath(screenshot)).take(of: .image(path, format: format))
        }
        switch report.bootCode {
        case "empty": throw ExitCode(2)
        case "foreign": throw ExitCode(3)
        default: break
        }
    }

    /// Reads the image, which is closed again when this returns.
    private func survey() throws -> (Report, MasterBootRecord) {
        let image = try DiskImage(
            path: path, format: command.format, access: .reading, ignoringUse: command.force)
        let survey = try DiskSurvey(of: image)
        var code = BootCode(of: survey.record)
        // A stub given by --boot-stub is not known here, but the backup tells that we wrote it.
        if code == .foreign, let file = command.backupPath(for: path, isDevice: image.isDevice),
            let backup = try? BootSectorBackup(file: file, bytes: SmallFile.read(file)),
            backup.written == survey.record
        {
            code = BootCode(of: survey.record, knowing: [backup.stub])
        }
        var report = Report(
            image: path.string, format: image.format.rawValue, sizeInBytes: survey.sizeInBytes,
            blockSizeInBytes: survey.blockSizeInBytes, bootCode: "", diskSignature: survey.record.diskSignature,
            masterBootRecord: "", partitionTable: "", obstacles: survey.obstacles().map(\.description))
        report.message = code.message?.text
        switch code {
        case .ours(let stub, _):
            report.bootCode = "ours"
            report.messageLimitInBytes = stub.messageLimitInBytes
        case .original: report.bootCode = "original"
        case .empty: report.bootCode = "empty"
        case .foreign: report.bootCode = "foreign"
        }
        report.masterBootRecord =
            switch survey.record.table(onDiskOf: survey.sizeInBlocks) {
            case .empty: "empty"
            case .protective: "protective"
            case .wrongProtective: "wrong"
            case .hybrid: "hybrid"
            case .partitioned: "partitioned"
            }
        switch survey.table {
        case .none: report.partitionTable = "none"
        case .valid: report.partitionTable = "valid"
        case .damaged(let reason):
            report.partitionTable = "damaged"
            report.partitionTableDamage = reason
        }
        return (report, survey.record)
    }

    private func describe(_ report: Report) -> String {
        let code =
            switch report.bootCode {
            case "ours": "ours"
            case "original": "that of byebyebios 1.0"
            case "empty": "none"
            default: "foreign, of another program"
            }
        let table = report.partitionTableDamage.map { "damaged: \($0)" } ?? report.partitionTable
        var lines = [
            "Image: '\(report.image)', \(report.format), \(report.sizeInBytes) bytes",
            "GUID partition table: \(table)",
            "Master boot record: \(report.masterBootRecord)",
            "Boot code: \(code)",
        ]
        lines += report.obstacles.map { "Note: \($0)" }
        if let message = report.message { lines.append("Message:\n\(message)") }
        return lines.joined(separator: "\n")
    }
}
