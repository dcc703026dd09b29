// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol
internal import RemoteServer
internal import XDR

extension AdminService {
    /// The servers of a daemon, and how much they may use.
    static func serveServers(_ program: inout ServedProgram<Session>, _ owner: Owner) {
        program.answer(AdminProgram.connectListServers) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectListServers")
            let servers = try owner.daemon().servers
            return AdminProgram.ConnectListServersResult(
                servers: arguments.needResults != 0 ? servers.map { .init(name: $0.name) } : [],
                ret: UInt32(servers.count))
        }
        program.answer(AdminProgram.connectLookupServer) { _, _, arguments in
            try refuse(arguments.flags, "virAdmConnectLookupServer")
            return AdminProgram.ConnectLookupServerResult(
                srv: .init(name: try owner.server(named: arguments.name).name))
        }
        program.answer(AdminProgram.serverGetThreadpoolParameters) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerGetThreadPoolParameters")
            let server = try owner.server(arguments.srv)
            let workers = try owner.daemon().workers
            let calls = server.clients.map(\.calls)
            let running = UInt32(calls.reduce(0) { $0 + $1.running })
            let waiting = UInt32(calls.reduce(0) { $0 + $1.waiting })
            let current = max(workers.minimum, running)
            return AdminProgram.ServerGetThreadpoolParametersResult(params: [
                RemoteTypedParameter("minWorkers", .unsignedInt(workers.minimum)),
                RemoteTypedParameter("maxWorkers", .unsignedInt(workers.maximum)),
                RemoteTypedParameter("nWorkers", .unsignedInt(current)),
                RemoteTypedParameter("freeWorkers", .unsignedInt(current - running)),
                RemoteTypedParameter("prioWorkers", .unsignedInt(workers.priority)),
                RemoteTypedParameter("jobQueueDepth", .unsignedInt(waiting)),
            ])
        }
        program.answer(AdminProgram.serverSetThreadpoolParameters) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerSetThreadPoolParameters")
            _ = try owner.server(arguments.srv)
            let daemon = try owner.daemon()
            var workers = daemon.workers
            for parameter in arguments.params {
                switch (parameter.field, parameter.value) {
                case ("minWorkers", .unsignedInt(let number)): workers.minimum = number
                case ("maxWorkers", .unsignedInt(let number)): workers.maximum = number
                case ("prioWorkers", .unsignedInt(let number)): workers.priority = number
                default: throw unknown(parameter)
                }
            }
            guard workers.minimum <= workers.maximum, workers.maximum > 0 else {
                throw RemoteError.invalidArgument("minWorkers must not be larger than maxWorkers", in: .admin)
            }
            daemon.workers = workers
            return XDRVoid()
        }
        serveLimits(&program, owner)
    }

    private static func serveLimits(_ program: inout ServedProgram<Session>, _ owner: Owner) {
        program.answer(AdminProgram.serverGetClientLimits) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerGetClientLimits")
            let server = try owner.server(arguments.srv)
            // Nobody has to tell who they are after they have connected, so nobody has not done so yet.
            return AdminProgram.ServerGetClientLimitsResult(params: [
                RemoteTypedParameter("nclients_max", .unsignedInt(UInt32(clamping: server.limits.clients))),
                RemoteTypedParameter("nclients", .unsignedInt(UInt32(clamping: server.clientCount))),
                RemoteTypedParameter("nclients_unauth_max", .unsignedInt(UInt32(clamping: server.limits.clients))),
                RemoteTypedParameter("nclients_unauth", .unsignedInt(0)),
            ])
        }
        program.answer(AdminProgram.serverSetClientLimits) { _, _, arguments in
            try refuse(arguments.flags, "virAdmServerSetClientLimits")
            let server = try owner.server(arguments.srv)
            var limits = server.limits
            for parameter in arguments.params {
                switch (parameter.field, parameter.value) {
                case ("nclients_max", .unsignedInt(let number)) where number > 0: limits.clients = Int(number)
                case ("nclients_unauth_max", .unsignedInt(let number)) where Int(number) <= limits.clients: break
                default: throw unknown(parameter)
                }
            }
            server.limits = limits
            return XDRVoid()
        }
    }

    private static func unknown(_ parameter: RemoteTypedParameter) -> RemoteError {
        .invalidArgument("parameter '\(parameter.field)' cannot be set to that", in: .admin)
    }
}
