// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Something that stands at a path of the image.
struct ImageEntry {
    enum Content {
        case directory
        case symbolicLink(FilePath)
        case device(ImagePlan.DeviceKind, major: UInt32, minor: UInt32)
        case data([UInt8])
        case file(SourceFile)
        case module(ModuleFile)
    }

    /// Why something is in the image.
    struct Reason: Hashable {
        /// The path in the image of what pulled it in; nil for the image itself.
        var by: FilePath?
        var relation: Relation
    }

    var content: Content
    /// Permissions, as far as the content has any.
    var permissions: FilePermissions
    /// The first is why it came to be there.
    var reasons: [Reason]

    /// The size of the content in the image, in bytes.
    var size: Int64 {
        switch content {
        case .directory, .device: 0
        case .symbolicLink(let target): Int64(target.length)
        case .data(let bytes): Int64(bytes.count)
        case .file(let file): file.size
        case .module(let module): module.size
        }
    }

    /// Whether the other content may silently be taken for this one.
    func isSame(as other: Content) -> Bool {
        switch (content, other) {
        case (.directory, .directory): true
        case (.symbolicLink(let mine), .symbolicLink(let target)): mine == target
        case (.device(let mine, let major, let minor), .device(let kind, let otherMajor, let otherMinor)):
            mine == kind && major == otherMajor && minor == otherMinor
        case (.data(let mine), .data(let bytes)): mine == bytes
        case (.file(let mine), .file(let file)): mine.identity == file.identity
        case (.module(let mine), .module(let module)): mine.path == module.path
        default: false
        }
    }
}
