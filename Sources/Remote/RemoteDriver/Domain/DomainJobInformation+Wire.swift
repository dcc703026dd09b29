// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues

extension DomainJobInformation.Operation {
    /// What the operation is called.
    fileprivate var name: String {
        switch self {
        case .unknown: "job"
        case .start: "start"
        case .save: "save"
        case .restore: "restore"
        case .migrationIn: "incoming migration"
        case .migrationOut: "migration"
        case .snapshot: "snapshot"
        case .snapshotRevert: "snapshot revert"
        case .dump: "dump"
        case .backup: "backup"
        case .snapshotDelete: "snapshot delete"
        }
    }
}

extension DomainJobInformation {
    /// Members of a job that have a place of their own here.
    private static let known: Set<String> = [
        "operation", "time_elapsed", "success", "data_total", "data_processed", "data_remaining",
    ]

    /// What statistics say of a job.
    ///
    /// - Parameter type: `virDomainJobType`; nil in an event, which comes when the job is over.
    init(_ parameters: [RemoteTypedParameter], type: Int32?) {
        let all = parameters.map(\.parameter)
        let operation = all.count("operation").flatMap { Int32(exactly: $0) }.flatMap { Operation(rawValue: $0) }
        self.init(
            name: (operation ?? .unknown).name, elapsedInMilliseconds: all.count("time_elapsed") ?? 0)
        self.operation = operation ?? .unknown
        if let processed = all.count("data_processed"), let total = all.count("data_total") {
            progress = Progress(processed: processed, total: total)
        }
        if let type {
            outcome = Outcome(rawValue: type)
        } else if case .boolean(let isSuccess)? = all["success"] {
            outcome = isSuccess ? .completed : .failed
        }
        statistics = all.filter { !Self.known.contains($0.name) }
    }
}
