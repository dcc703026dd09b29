// SPDX-License-Identifier: Apache-2.0

/// What a check has found, in sentences for an operator.
struct Finding {
    /// How it stands.
    enum Verdict: String {
        /// As it should be.
        case good = "ok"
        /// It works, and the operator may want to know.
        case note
        /// Clients fail by it.
        case wrong = "WRONG"
    }

    var verdict: Verdict
    /// What it is about: a daemon, or a part of the host.
    var subject: String
    /// What is so.
    var fact: String
    /// What to do about it.
    var remedy: String?

    static func good(_ subject: String, _ fact: String) -> Finding {
        Finding(verdict: .good, subject: subject, fact: fact)
    }

    static func note(_ subject: String, _ fact: String, mend remedy: String? = nil) -> Finding {
        Finding(verdict: .note, subject: subject, fact: fact, remedy: remedy)
    }

    static func wrong(_ subject: String, _ fact: String, mend remedy: String) -> Finding {
        Finding(verdict: .wrong, subject: subject, fact: fact, remedy: remedy)
    }

    /// As it is printed: the remedy on a line of its own.
    var text: String {
        let mark = verdict.rawValue + String(repeating: " ", count: 6 - verdict.rawValue.utf8.count)
        return "\(mark)\(subject): \(fact)" + (remedy.map { "\n      To mend it: \($0)" } ?? "")
    }
}
