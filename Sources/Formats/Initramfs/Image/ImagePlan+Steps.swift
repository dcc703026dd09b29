// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension ImagePlan {
    /// The programs, libraries and modules of the image, in the order of their paths.
    var copied: [TinyImage.Step] {
        entries.sorted { $0.key.string < $1.key.string }.compactMap { path, entry in
            switch entry.content {
            case .module(let module):
                return TinyImage.Step(kind: "kmod", source: module.path, destination: path)
            case .file(let file):
                guard let kind = kind(of: entry) else { return nil }
                return TinyImage.Step(kind: kind, source: file.path, destination: path)
            default: return nil
            }
        }
    }

    /// "bin" or "lib", by what brought the file or the links that lead to it; nil for what was copied as it is.
    private func kind(of entry: ImageEntry) -> String? {
        var reason = entry.reasons.first
        for _ in 0..<40 {
            switch reason?.relation {
            case .linkTarget: reason = reason?.by.flatMap { entries[$0]?.reasons.first }
            case .asked, .base, .interpreter: return "bin"
            case .library, .loader, .dlopen: return "lib"
            default: return nil
            }
        }
        return nil
    }
}
