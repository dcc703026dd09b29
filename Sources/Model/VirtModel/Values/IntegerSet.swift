// SPDX-License-Identifier: Apache-2.0

internal import XMLCoding

/// A set of small numbers, such as CPUs or NUMA nodes, written as `0-3,^2,8`.
package struct IntegerSet: XMLScalar, Sendable, Hashable {
    /// The largest number that a set may hold.
    package static let maximum = 16383
    /// The numbers, ascending, each once.
    package var numbers: [Int]

    package init(_ numbers: some Sequence<Int>) { self.numbers = Set(numbers).sorted() }

    package init?(xml text: String) {
        var set: Set<Int> = []
        for part in text.trimmedXMLSpace.split(separator: ",", omittingEmptySubsequences: false) {
            let word = String(part).trimmedXMLSpace
            if word.hasPrefix("^") {
                guard let number = Int(word.dropFirst()), set.contains(number) else { return nil }
                set.remove(number)
                continue
            }
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map {
                Int(String($0).trimmedXMLSpace)
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
                0 <= first, first <= last, last <= Self.maximum
            else { return nil }
            set.formUnion(first...last)
        }
        guard !set.isEmpty else { return nil }
        numbers = set.sorted()
    }

    package var xml: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
    package static var xmlExpectation: String { "a set of numbers such as '0-3,^2,8'" }

    /// The numbers as runs, ascending.
    package var ranges: [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }

    package func contains(_ number: Int) -> Bool { numbers.contains(number) }
}
