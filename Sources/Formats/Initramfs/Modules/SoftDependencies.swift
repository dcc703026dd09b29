// SPDX-License-Identifier: Apache-2.0

/// What a module would like to have loaded before and behind it: a line `softdep NAME pre: A B post: C` of
/// modules.softdep, or of a module itself (modprobe.d(5)).
struct SoftDependencies: Hashable {
    var pre: [String] = []
    var post: [String] = []

    init() {}

    /// Reads the part behind the name.
    init(_ words: some Sequence<some StringProtocol>) {
        var isPost = false
        for word in words {
            switch word {
            case "pre:": isPost = false
            case "post:": isPost = true
            default:
                if isPost { post.append(String(word)) } else { pre.append(String(word)) }
            }
        }
    }

    /// Reads modules.softdep; lines of other kinds are left out.
    static func parse(_ bytes: [UInt8]) -> [String: SoftDependencies] {
        var found: [String: SoftDependencies] = [:]
        for line in bytes.split(separator: 0x0A) where line.starts(with: "softdep ".utf8) {
            let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\t" }
            guard words.count > 2 else { continue }
            let one = SoftDependencies(words.dropFirst(2))
            found[KernelModules.normalized(words[1]), default: .init()].pre += one.pre
            found[KernelModules.normalized(words[1]), default: .init()].post += one.post
        }
        return found
    }
}
