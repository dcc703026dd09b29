// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

extension ImagePlan {
    /// The modules of a kernel in the image's root.
    ///
    /// - Parameter directory: Its path in the root, for instance `/lib/modules/6.1.0-56-arm64`.
    /// - Throws: As ``KernelModules/init(modulesDirectory:)``.
    public func kernelModules(in directory: FilePath) throws(ImageError) -> KernelModules {
        try KernelModules(directory: directory, in: root)
    }
}
