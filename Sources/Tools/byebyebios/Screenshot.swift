// SPDX-License-Identifier: Apache-2.0

internal import DiskImage
internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Boots a disk in QEMU with SeaBIOS, and keeps what its screen and its first serial port show.
struct Screenshot {
    /// What to boot.
    enum Subject {
        /// A small disk that begins with these bytes.
        case sector([UInt8])
        /// An image, which is not written, in a format by QEMU's name.
        case image(FilePath, format: String)
    }

    let file: FilePath

    /// How long the machine may take, in seconds; with an emulated processor on a busy host it takes a few.
    private static let limitInSeconds = 60
    /// How long the serial port must be silent to count as done, in milliseconds.
    private static let silenceInMilliseconds = 1500

    func take(of subject: Subject) throws {
        let directory = try TemporaryFolder()
        let disk: (FilePath, String)
        switch subject {
        case .image(let path, let format): disk = (path, format)
        case .sector(let bytes):
            let path = directory.path.appending("disk")
            try SmallFile.write(bytes + [UInt8](repeating: 0, count: 1 << 20 - bytes.count), to: path)
            disk = (path, "raw")
        }
        let serial = directory.path.appending("serial")
        let picture = FilePath("\(file.string).\(getpid()).tmp")
        let machine = try QMPProcess([
            "qemu-system-x86_64", "-nodefaults", "-machine", "pc,accel=tcg", "-m", "16", "-display", "none",
            "-device", "VGA", "-chardev", "file,id=serial,path=\(serial.string.doublingCommas)",
            "-serial", "chardev:serial", "-qmp", "stdio", "-drive",
            "if=ide,snapshot=on,format=\(disk.1),file=\(disk.0.string.doublingCommas)",
        ])
        defer {
            machine.kill()
            SmallFile.remove(picture)
        }
        try machine.execute(#"{"execute":"qmp_capabilities"}"#, limitInSeconds: Self.limitInSeconds)
        try waitForSilence(of: serial, machine)
        try machine.execute(
            #"{"execute":"screendump","arguments":{"format":"png","filename":"\#(picture.string.escapedForJSON)"}}"#,
            limitInSeconds: Self.limitInSeconds)
        try SmallFile.write(SmallFile.read(serial), to: textFile)
        let status = picture.withPlatformString { from in file.withPlatformString { rename(from, $0) } }
        guard status == 0 else { throw DiskImageError(file.string, "write", Errno.last) }
        Output.print("The screen is in '\(file)', the text of the serial port in '\(textFile)'.")
    }

    /// The picture's name with another ending.
    private var textFile: FilePath {
        var path = file
        path.extension = "txt"
        return path
    }

    /// Waits until the serial port has said something and then nothing more, or the processor halted long ago.
    private func waitForSilence(of serial: FilePath, _ machine: QMPProcess) throws {
        let step = 50
        var size = 0
        var silence = 0
        for elapsed in stride(from: 0, to: Self.limitInSeconds * 1000, by: step) {
            usleep(useconds_t(step * 1000))
            let now = (try SmallFile.readIfPresent(serial))?.count ?? 0
            silence = now == size ? silence + step : 0
            size = now
            // A disk that prints nothing has nothing to wait for but time.
            if silence >= Self.silenceInMilliseconds, size > 0 || elapsed > 15_000 { return }
        }
    }
}

extension String {
    /// The text as a value in an option of QEMU, where a comma ends the value.
    fileprivate var doublingCommas: String {
        split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
    }

    /// The text inside a string of JSON.
    fileprivate var escapedForJSON: String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\0"..."\u{1F}": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }.joined()
    }
}

/// A folder for what QEMU needs, removed when the value goes.
private final class TemporaryFolder {
    let path: FilePath

    init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/byebyebios-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw DiskImageError(base, "write", Errno.last) }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        for name in ["disk", "serial"] { SmallFile.remove(path.appending(name)) }
        _ = path.withPlatformString { rmdir($0) }
    }
}
