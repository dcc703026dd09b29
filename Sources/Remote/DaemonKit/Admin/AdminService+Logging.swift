// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol
internal import RemoteServer
internal import XDR

extension AdminService {
    /// Where messages go, and from which level on.
    static func serveLogging(_ program: inout ServedProgram<Session>, _ owner: Owner) {
        program.answer(AdminProgram.connectGetLoggingOutputs) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectGetLoggingOutputs")
            let outputs = try owner.daemon().context.log.outputs.map(\.description)
            return AdminProgram.ConnectGetLoggingOutputsResult(
                outputs: outputs.joined(separator: " "), noutputs: UInt32(outputs.count))
        }
        program.answer(AdminProgram.connectGetLoggingFilters) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectGetLoggingFilters")
            let filters = try owner.daemon().context.log.filters.map(\.description)
            return AdminProgram.ConnectGetLoggingFiltersResult(
                filters: filters.isEmpty ? nil : filters.joined(separator: " "), nfilters: UInt32(filters.count))
        }
        program.answer(AdminProgram.connectSetLoggingOutputs) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectSetLoggingOutputs")
            let log = try owner.daemon().context.log
            // None means what is usual.
            guard log.setOutputs(arguments.outputs ?? "\(log.level.rawValue):stderr") else {
                throw RemoteError.invalidArgument("the outputs cannot be understood or opened", in: .admin)
            }
            return XDRVoid()
        }
        program.answer(AdminProgram.connectSetLoggingFilters) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectSetLoggingFilters")
            guard try owner.daemon().context.log.setFilters(arguments.filters ?? "") else {
                throw RemoteError.invalidArgument("the filters cannot be understood", in: .admin)
            }
            return XDRVoid()
        }
    }
}
