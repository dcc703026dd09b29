// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport

@testable import DevKit

/// A small tree on disk that a check is tried on.
struct TreeFixture {
    let directory: TemporaryDirectory

    /// A tree with these files, by their paths.
    init(_ files: [String: String]) throws {
        directory = try TemporaryDirectory("tree")
        for (path, text) in files { try directory.write(path, text) }
    }

    var tree: SourceTree { SourceTree(root: FilePath(directory.path)) }

    /// The tree that these tests were built from.
    static func own() throws -> SourceTree {
        try SourceTree.containing(FilePath(#filePath).removingLastComponent())
    }
}
