// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import RemoteServer

/// Which of QEMU's own events a client wants, by their names.
struct MonitorEventFilter: Sendable {
    private enum Rule: Sendable {
        case all
        case name(String, ignoringCase: Bool)
        case expression(Expression)
    }

    private let rule: Rule

    /// - Parameters:
    ///   - name: A name, or an expression; nil for all.
    ///   - flags: VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX is 1, _NOCASE is 2.
    /// - Throws: `RemoteError` for an expression that is none.
    init(_ name: String?, flags: UInt32) throws {
        try DriverService.check(flags, knowing: 3, "virConnectDomainQemuMonitorEventRegister")
        let ignoresCase = flags & 2 != 0
        switch name {
        case nil: rule = .all
        case let name? where flags & 1 != 0: rule = .expression(try .compiled(name, ignoringCase: ignoresCase))
        case let name?: rule = .name(ignoresCase ? name.lowercased() : name, ignoringCase: ignoresCase)
        }
    }

    /// Whether an event of a name is wanted.
    func lets(_ name: String) -> Bool {
        switch rule {
        case .all: true
        case .name(let wanted, let ignoresCase): (ignoresCase ? name.lowercased() : name) == wanted
        case .expression(let expression): expression.matches(name)
        }
    }

    /// A regular expression of POSIX, regex(7).
    ///
    /// Unchecked, for what it points to is written once, before anybody else has it, and regexec(3) only reads it.
    private final class Expression: @unchecked Sendable {
        private let compiled: UnsafeMutablePointer<regex_t>

        private init(_ compiled: UnsafeMutablePointer<regex_t>) { self.compiled = compiled }

        static func compiled(_ text: String, ignoringCase: Bool) throws -> Expression {
            let compiled = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
            compiled.initialize(to: regex_t())
            let flags = REG_EXTENDED | REG_NOSUB | (ignoringCase ? REG_ICASE : 0)
            guard regcomp(compiled, text, flags) == 0 else {
                compiled.deallocate()
                throw RemoteError.invalidArgument("'\(text)' is no regular expression", in: .domain)
            }
            return Expression(compiled)
        }

        deinit {
            regfree(compiled)
            compiled.deallocate()
        }

        func matches(_ name: String) -> Bool { regexec(compiled, name, 0, nil, 0) == 0 }
    }
}
