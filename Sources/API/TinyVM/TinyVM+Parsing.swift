// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// A text of the form `VALUE[,key[=value]]...`, in which a comma of the value is doubled, as QEMU's options have it.
struct OptionText {
    let value: String
    let settings: [(key: String, value: String?)]

    init(_ text: String) {
        var parts: [String] = [""]
        var characters = text[...]
        while let character = characters.popFirst() {
            if character == ",", characters.first == "," {
                characters.removeFirst()
                parts[parts.count - 1].append(",")
            } else if character == "," {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        value = parts[0]
        settings = parts.dropFirst().map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (pair[0], pair.count == 2 ? pair[1] : nil)
        }
    }
}

extension TinyVM.Disk {
    /// The formats by the suffixes that files of them have.
    private static let formats = [
        "qcow2": "qcow2", "vmdk": "vmdk", "vhdx": "vhdx", "vhd": "vpc", "vpc": "vpc", "vdi": "vdi",
    ]

    /// Reads `FILE[,format=NAME][,ro|rw]`. Without a format the file's suffix tells it, never its content, which a guest
    /// may have written.
    ///
    /// - Throws: A ``TinyVMError`` that names a file that is missing or a setting that is unknown.
    public init(parsing text: String) throws(TinyVMError) {
        let option = OptionText(text)
        self.init(path: FilePath(option.value))
        if let suffix = path.extension, let known = Self.formats[suffix.lowercased()] { format = known }
        for (key, value) in option.settings {
            switch (key, value) {
            case ("format", let name?) where !name.isEmpty: format = name
            case ("ro", nil): access = .readOnly
            case ("rw", nil): access = .readWrite
            default:
                throw TinyVMError(
                    .options, "The disk '\(text)' has an unknown setting '\(key)'. There are format=NAME, ro and rw.")
            }
        }
        let mode = access == .readWrite ? R_OK | W_OK : R_OK
        guard Glibc.access(path.string, mode) == 0 else {
            throw TinyVMError(
                .options, "Cannot use the disk '\(path)': \(Errno.last). Check the path and its permissions.")
        }
    }
}

extension TinyVM.Share {
    /// Reads `DIR[=GUESTDIR][,rw]`.
    ///
    /// - Throws: A ``TinyVMError`` that names a directory that is missing or a setting that is unknown.
    public init(parsing text: String) throws(TinyVMError) {
        let option = OptionText(text)
        var source = option.value
        var target: String?
        if access(source, F_OK) != 0, let sign = source.lastIndex(of: "=") {
            target = String(source[source.index(after: sign)...])
            source = String(source[..<sign])
        }
        let directory: FilePath
        do throws(Errno) {
            directory = try FilePath.realPath(of: FilePath(source))
        } catch {
            throw TinyVMError(.options, "Cannot share '\(source)': \(error). Give the path of a directory.")
        }
        var status = Glibc.stat()
        guard stat(directory.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw TinyVMError(.options, "Cannot share '\(source)': it is no directory.")
        }
        let place = FilePath(target ?? directory.string)
        guard place.isAbsolute, place.components.count > 0 else {
            throw TinyVMError(
                .options, "Cannot share '\(source)' as '\(place)': the guest's path has to be absolute, and not '/'.")
        }
        self.init(source: directory, target: place)
        for (key, value) in option.settings {
            guard key == "rw", value == nil else {
                throw TinyVMError(.options, "The share '\(text)' has an unknown setting '\(key)'. There is only rw.")
            }
            isWritable = true
        }
    }
}
