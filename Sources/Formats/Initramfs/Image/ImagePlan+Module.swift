// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension ImagePlan {
    /// Adds a kernel module, uncompressed, as `/lib/modules/NAME.ko`.
    ///
    /// - Parameters:
    ///   - module: From ``KernelModules/resolve(_:)``.
    ///   - strippingSignature: Whether its signature is left out, which makes loading quicker.
    /// - Returns: Its path in the image.
    /// - Throws: `malformed` for a damaged module, `unsupported` for one of another machine than busybox's.
    @discardableResult
    public mutating func addModule(
        _ module: LoadableModule, strippingSignature: Bool = false
    ) throws(ImageError) -> FilePath {
        let source: SourceFile
        do throws(Errno) {
            source = try root.file(at: module.path)
        } catch {
            throw ImageError.reading(root.hostPath(module.path), error)
        }
        let file = try ModuleFile(source, strippingSignature: strippingSignature)
        if let machine = busybox?.machine, !machine.isServed(byModulesOf: file.machine) {
            throw ImageError(
                .unsupported,
                "Cannot add the kernel module '\(module.name)': it is for \(file.machine), and busybox is for "
                    + "\(machine). Choose a kernel, or a tree with --sysroot, where both agree.")
        }
        let path = FilePath("/lib/modules").appending("\(module.name).ko")
        let by = try module.neededBy.map { name throws(ImageError) in
            try place(FilePath("/lib/modules").appending("\(name).ko"))
        }
        let reason = ImageEntry.Reason(by: by, relation: by == nil ? .asked : .moduleDependency)
        try put(path, .module(file), FilePermissions(rawValue: 0o644), reason)
        return path
    }
}
