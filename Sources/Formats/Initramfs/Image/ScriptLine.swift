// SPDX-License-Identifier: Apache-2.0

/// The first line of a script, as execve(2) reads it: `#!`, the interpreter's path, and one optional argument.
struct ScriptLine: Hashable {
    /// The interpreter.
    var interpreter: String
    /// All behind it, without the spaces around; nil when there is nothing.
    var argument: String?

    /// Reads the first bytes of a file; nil when it is no script.
    init?(_ head: [UInt8]) {
        // BINPRM_BUF_SIZE is 256: the kernel does not look further.
        guard head.starts(with: [0x23, 0x21]) else { return nil }
        let line = head.prefix(256).dropFirst(2).prefix { $0 != 0x0A && $0 != 0 }
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let rest = line.drop(while: isSpace)
        let path = rest.prefix { !isSpace($0) }
        guard !path.isEmpty else { return nil }
        interpreter = String(decoding: path, as: UTF8.self)
        var tail = rest.dropFirst(path.count).drop(while: isSpace)
        while let last = tail.last, isSpace(last) { tail.removeLast() }
        argument = tail.isEmpty ? nil : String(decoding: tail, as: UTF8.self)
    }

    /// The program that env(1) looks for, when the interpreter is env: the first word behind its options and
    /// variables.
    var environmentProgram: String? {
        guard interpreter.hasSuffix("/env"), let argument else { return nil }
        guard argument.hasPrefix("-") else { return argument.contains("=") ? nil : argument }
        var words = argument.split { $0 == " " || $0 == "\t" }.map(String.init)[...]
        while let word = words.first {
            if word == "-u" || word == "-C" || word == "--unset" || word == "--chdir" {
                words = words.dropFirst(2)
            } else if word.hasPrefix("-S"), word.count > 2 {
                words = [String(word.dropFirst(2))] + words.dropFirst()
            } else if word.hasPrefix("-") || word.contains("=") {
                words = words.dropFirst()
            } else {
                return word
            }
        }
        return nil
    }
}
