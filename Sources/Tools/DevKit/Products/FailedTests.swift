// SPDX-License-Identifier: Apache-2.0

/// Tests that failed, by the names that `swift test --filter` knows, such as `LibraryTests.Suite/inner/test(of:)`.
struct FailedTests {
    private(set) var names: [String] = []

    /// Finds them in what the runner wrote for `--xunit-output`: an element for each test, a line for each tag.
    init(xunit text: String) {
        var current: String?
        for line in text.split(separator: "\n") {
            if line.contains("<testcase ") {
                current = Self.attribute("classname", in: line).flatMap { container in
                    Self.attribute("name", in: line).map { Self.identifier(container, $0) }
                }
            } else if line.contains("<failure"), let name = current {
                names.append(name)
                current = nil
            }
        }
    }

    /// A regular expression that these tests match, and no other.
    var pattern: String {
        let special = Set(#"\.()[]{}*+?^$|"#)
        let escaped = names.map { name in String(name.flatMap { special.contains($0) ? ["\\", $0] : [$0] }) }
        return "^(\(escaped.joined(separator: "|")))"
    }

    /// The first name is the module's; suites and tests follow.
    private static func identifier(_ container: String, _ test: String) -> String {
        let parts = container.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return "\(container).\(test)" }
        return "\(parts[0]).\(parts[1].split(separator: ".").joined(separator: "/"))/\(test)"
    }

    private static func attribute(_ name: String, in line: Substring) -> String? {
        guard let start = line.firstRange(of: " \(name)=\"")?.upperBound, let end = line[start...].firstIndex(of: "\"")
        else {
            return nil
        }
        return String(line[start..<end])
    }
}
