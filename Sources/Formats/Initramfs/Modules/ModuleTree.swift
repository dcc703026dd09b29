// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The modules of a kernel's build tree, which tell by themselves what depmod(8) would write down.
struct ModuleTree {
    struct Module {
        var name: String
        var path: FilePath
        var dependencies: [String] = []
        var soft = SoftDependencies()
        var aliases: [String] = []
    }

    private(set) var modules: [Module] = []

    /// - Throws: `missingModule` when there are none.
    init(_ directory: FilePath, _ root: SystemRoot) throws(ImageError) {
        for path in try Self.files(directory, root) {
            guard let base = path.lastComponent, let name = ModuleIndex.moduleName(Array(base.string.utf8)) else {
                continue
            }
            var module = Module(name: name, path: path)
            for (key, value) in try Self.information(path, root) {
                switch key {
                case "depends":
                    module.dependencies += value.split(separator: ",").map { KernelModules.normalized($0) }
                case "softdep":
                    let words = SoftDependencies(value.split(separator: " "))
                    module.soft.pre += words.pre
                    module.soft.post += words.post
                case "alias": module.aliases.append(value)
                default: break
                }
            }
            modules.append(module)
        }
        guard !modules.isEmpty else {
            throw ImageError(
                .missingModule,
                "Cannot find kernel modules in '\(root.hostPath(directory))': neither modules.dep nor modules.order is "
                    + "there. Run 'depmod', or 'make modules' in a build tree.")
        }
    }

    /// modules.order has a line for each module: `a/b.o` since Linux 6.2, `a/b.ko` before, below `kernel/` long ago.
    private static func files(_ directory: FilePath, _ root: SystemRoot) throws(ImageError) -> [FilePath] {
        guard let bytes = try? root.contents(of: directory.appending("modules.order"), limit: 64 << 20) else {
            return []
        }
        var files: [FilePath] = []
        for line in bytes.split(separator: 0x0A) {
            var text = String(decoding: line, as: UTF8.self)
            if text.hasSuffix(".o") { text = "\(text.dropLast(2)).ko" }
            // An unpacked kernel package has modules.order as well, and no modules.dep yet; its modules may be packed.
            let candidates = [text, text.hasPrefix("kernel/") ? String(text.dropFirst(7)) : nil].compactMap { $0 }
            let paths = candidates.flatMap { name in
                ["", ".xz", ".zst", ".gz"].map { directory.pushing(FilePath(name + $0)) }
            }
            guard let path = paths.first(where: { root.exists($0) }) else {
                throw ImageError(
                    .missingModule,
                    "Cannot find the kernel module '\(text)', which '\(root.hostPath(directory))/modules.order' names. "
                        + "Run 'make modules'.")
            }
            files.append(path)
        }
        return files
    }

    /// The section .modinfo: "key=value" strings, each with a zero byte behind it.
    private static func information(
        _ path: FilePath, _ root: SystemRoot
    ) throws(ImageError) -> [(key: String, value: String)] {
        do {
            let file = try root.file(at: path)
            let module = try ModuleFile(file, strippingSignature: false)
            let bytes = try module.section(".modinfo")
            return bytes.split(separator: 0).compactMap { entry in
                let parts = entry.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { return nil }
                return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
            }
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError.reading(root.hostPath(path), error as? Errno ?? .ioError)
        }
    }
}
