// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// A package of the distribution, why we want it, and how we see that it is there.
public struct DebianPackage: Sendable, Equatable {
    /// When a package is wanted. A job wants the packages of its own and those of the jobs that it includes.
    public enum Job: Sendable, CaseIterable {
        /// To build all products.
        case build
        /// To run `tinyvm`; includes `build`.
        case tryOut
        /// To run every test; includes `tryOut`.
        case tests
        /// To measure beside rivals; includes `tryOut`.
        case bench
    }

    /// Its name in Debian.
    public var name: String
    /// What it is for, in a few words.
    public var purpose: String
    /// The jobs that want it.
    public var jobs: Set<Job>
    /// What proves that it is there, each by one of its alternatives: programs by name, files by a pattern with a slash.
    /// So what someone installed in another way counts too.
    public var evidence: [[String]]

    /// Whether what the package brings is there.
    public var isPresent: Bool {
        evidence.allSatisfy { alternatives in
            alternatives.contains { proof in
                proof.contains("/") ? !Directory.matches(proof).isEmpty : Command.find(proof) != nil
            }
        }
    }

    /// The packages that a job wants and that are not there, in the order of the table.
    public static func missing(for job: Job, among table: [DebianPackage] = table) -> [DebianPackage] {
        table.filter { $0.isWanted(for: job) && !$0.isPresent }
    }

    /// Whether a job wants this package, for itself or for a job that it includes.
    public func isWanted(for job: Job) -> Bool {
        switch job {
        case .build: jobs.contains(.build)
        case .tryOut: !jobs.isDisjoint(with: [.build, .tryOut])
        case .tests: !jobs.isDisjoint(with: [.build, .tryOut, .tests])
        case .bench: !jobs.isDisjoint(with: [.build, .tryOut, .bench])
        }
    }
}
