// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Puts modules into an order of loading: a walk in depth that visits each module once, so that a circle ends.
struct LoadOrder {
    private let known: KernelModules
    private(set) var modules: [LoadableModule] = []
    private var positions: [String: Int] = [:]
    private var visited: Set<String> = []

    init(modules: KernelModules) {
        known = modules
    }

    /// Adds what a name or alias that was asked for stands for.
    mutating func add(_ name: String, options: [String]) throws(ImageError) {
        let matches = try known.index.modules(called: name)
        guard !matches.isEmpty else {
            if known.index.isBuiltin(name) { return }
            throw known.missing(name)
        }
        for match in matches {
            try visit(match, options: options, neededBy: nil)
        }
    }

    private mutating func visit(_ name: String, options: [String], neededBy: String?) throws(ImageError) {
        guard visited.insert(name).inserted else {
            if let position = positions[name] {
                modules[position].options += options.filter { !modules[position].options.contains($0) }
                if neededBy == nil { modules[position].neededBy = nil }
            }
            return
        }
        let soft = known.softDependencies(of: name)
        try visit(soft: soft.pre, neededBy: name)
        let record = try known.index.record(of: name)
        for dependency in record.dependencies where dependency != name {
            try visit(dependency, options: [], neededBy: name)
        }
        positions[name] = modules.count
        modules.append(LoadableModule(name: name, path: record.path, options: options, neededBy: neededBy))
        try visit(soft: soft.post, neededBy: name)
    }

    private mutating func visit(soft names: [String], neededBy: String) throws(ImageError) {
        for name in names {
            for match in try known.index.modules(called: name) {
                try visit(match, options: [], neededBy: neededBy)
            }
        }
    }
}

extension KernelModules {
    func missing(_ name: String) -> ImageError {
        let kernel = directory.lastComponent?.string ?? ""
        return ImageError(
            .missingModule,
            "Cannot find the kernel module '\(name)' in '\(root.hostPath(directory))': kernel '\(kernel)' has it neither "
                + "as a module nor built in. Check the name, or choose another kernel.")
    }
}
