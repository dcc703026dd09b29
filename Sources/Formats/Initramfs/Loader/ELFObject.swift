// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// An executable or library, as far as the dynamic loader looks into it.
final class ELFObject {
    /// Where it is in its root, free of links.
    let path: FilePath
    let file: SourceFile
    let elf: ELFFile

    init(path: FilePath, file: SourceFile, elf: ELFFile) {
        self.path = path
        self.file = file
        self.elf = elf
    }
}

/// An object together with the path at which it was found, which may lead over links.
struct FoundObject {
    var path: FilePath
    var object: ELFObject
    /// Whether every program of its machine would find it there by name alone.
    var isDefault = false
}
