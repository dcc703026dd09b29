// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import QEMUDriver

@Suite("Names in one piece")
struct NameListTests {
    @Test("a list keeps its names, their order, and empty ones")
    func list() {
        let names = ["b", "", "a", "b", "ä"]
        #expect(NameList(names).names == names)
        #expect(NameList([]).names.isEmpty && NameList([]).isEmpty)
        #expect(!NameList([""]).isEmpty)
    }

    @Test("a set has what was put into it and nothing else")
    func set() {
        var generator = SystemRandomNumberGenerator()
        let letters = ["a", "b", "-", "ä", "z", "7"]
        func word() -> String {
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
                .joined()
        }
        for count in [0, 1, 2, 3, 10, 100] {
            let names = (0..<count).map { _ in word() }
            let set = NameSet(names)
            #expect(set == NameSet(names.shuffled() + names))
            for name in names + (0..<200).map({ _ in word() }) {
                #expect(set.contains(name) == names.contains(name), "'\(name)' of \(names)")
            }
        }
    }

    @Test("a set grows")
    func growth() {
        var set: NameSet = ["pc", "q35"]
        set.formUnion(["microvm", "pc"])
        #expect(set.names == ["microvm", "pc", "q35"])
        #expect(set.contains("microvm") && !set.contains("micro") && !set.contains("q35 "))
    }
}
