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
                switch entry.reasons.first?.relation {
                case .asked, .base, .interpreter: break
                default: return TinyImage.Step(kind: "lib", source: file.path, destination: path)
                }
                return TinyImage.Step(kind: "bin", source: file.path, destination: path)
            default: return nil
            }
        }
    }
}
