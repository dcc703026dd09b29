// SPDX-License-Identifier: Apache-2.0

import BootSector
import DiskImage
import Foundation
import SystemPackage
import TestSupport
import Testing

// The function below is that of the article "Telling BIOS users that an image needs UEFI"; a test compares them.
// snippet.begin
func tellBIOSUsers(imageAt path: FilePath) throws {
    let image = try DiskImage(path: path, access: .writing)
    let survey = try DiskSurvey(sizeInBytes: image.sizeInBytes, blockSizeInBytes: image.blockSizeInBytes) {
        try image.read(at: $0, count: $1)
    }
    guard survey.obstacles().isEmpty else { return }  // it boots under BIOS, or has no sound partition table
    let bootCode = try BootStub.current.area(with: BootMessage(preset: .openstack))
    let record = survey.record(with: bootCode)
    if record != survey.record { try image.writeFirstSector(record.bytes) }
}
// snippet.end

@Suite struct DocumentationTests {
    @Test("the article's example is compiled here as it is printed there")
    func sameText() throws {
        let here = try String(contentsOfFile: #filePath, encoding: .utf8)
        let start = try #require(here.range(of: "// snippet.begin\n"))
        let end = try #require(here.range(of: "// snippet.end\n"))
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let article = try String(
            contentsOf: root.appending(path: "Sources/Formats/BootSector/Documentation.docc/TellingBIOSUsers.md"),
            encoding: .utf8)
        #expect(article.contains(here[start.upperBound..<end.lowerBound]))
    }

    @Test("the article's example does what it says")
    func example() throws {
        let directory = try TemporaryDirectory("article")
        let path = try directory.write("disk.img", Data(GPTDisk().bytes))
        try tellBIOSUsers(imageAt: FilePath(path))
        let sector = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).prefix(512))
        let record = try #require(MasterBootRecord(bytes: sector))
        #expect(BootCode(of: record) == .ours(.current, BootMessage(preset: .openstack)))
    }
}
