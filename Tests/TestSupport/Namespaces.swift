// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A view of the host of a program's own: what it does to mounts and network interfaces is seen by nobody else, and ends with it.
public struct Namespaces {
    private var kinds = ["--mount"]
    private var preparation: [String] = ["set -e"]

    /// Whether they can be had: by root, where the kernel and its guards allow it; says aloud when not.
    public static var arePossible: Bool {
        guard getuid() == 0, Program.areInstalled("unshare"),
            (try? Program.run(["unshare", "--mount", "--net", "true"]).status) == 0
        else {
            print("SKIPPING a test that needs root and namespaces of its own")
            return false
        }
        return true
    }

    /// A view that is the same as that of all others.
    public init() {}

    /// Without the host's interfaces; with what commands of a shell make before the program starts.
    public func network(_ commands: String...) -> Namespaces {
        var other = self
        other.kinds.append("--net")
        other.preparation += commands
        return other
    }

    /// With a directory in the place of another one.
    public func mounting(_ directory: String, at place: String) -> Namespaces {
        var other = self
        other.preparation.append("mount --bind '\(directory)' '\(place)'")
        return other
    }

    /// A command within them, which keeps its process id.
    public func command(_ words: [String]) -> [String] {
        let script = (preparation + [#"exec "$@""#]).joined(separator: "\n")
        return ["unshare"] + kinds + ["sh", "-c", script, "sh"] + words
    }
}
