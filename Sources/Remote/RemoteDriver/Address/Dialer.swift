// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import SystemPackage

/// Makes the socket of a connection, and starts the user's daemon for it when need be. All that waits does so on threads of
/// its own.
struct Dialer {
    let loop: EventLoop
    let environment: ClientEnvironment
    /// How long it may take to get through.
    let limit: Duration

    /// - Returns: A connected stream socket; closed if nobody takes it.
    func connect(to endpoint: RemoteAddress.Endpoint) async throws -> OwnedDescriptor {
        do {
            let work = try BlockingWork(loop: loop)
            switch endpoint {
            case .tcp(let host, let port):
                return try await work.run("connect to '\(host)', port \(port)", deadline: limit) {
                    OwnedDescriptor(try TCPSocket.connect(to: host, port: port))
                }
            case .unix(let path, let daemon):
                return try await work.run("connect to '\(path)'", deadline: limit) { [environment] in
                    do throws(Errno) {
                        return try UnixSocket.connect(to: path)
                    } catch {
                        guard let daemon, error == .noSuchFileOrDirectory || error == .connectionRefused else {
                            throw error
                        }
                        return try daemon.start(for: path, environment)
                    }
                }
            }
        } catch let error as Errno {
            throw Self.failure(endpoint, error)
        } catch let error as TCPSocket.Failure {
            throw VirtError(
                .systemError, "Cannot connect to \(endpoint): \(error). See whether the daemon listens there.",
                cause: error)
        } catch let error as BlockingWork.TimedOut {
            throw VirtError(.operationTimeout, error.description, cause: error)
        }
    }

    private static func failure(_ endpoint: RemoteAddress.Endpoint, _ error: Errno) -> VirtError {
        let remedy =
            switch error {
            case .noSuchFileOrDirectory: "Start the daemon, or give its socket as 'socket'."
            case .connectionRefused: "The daemon that listened there is gone: start it again."
            case .permissionDenied: "Only those may who can write to the socket: see its group, or become root."
            default: "See whether the daemon works."
            }
        return VirtError(.systemError, "Cannot connect to \(endpoint): \(error). \(remedy)", cause: error)
    }
}

extension RemoteAddress.Endpoint: CustomStringConvertible {
    /// The socket or port, in quotation marks.
    package var description: String {
        switch self {
        case .unix(let path, _): "'\(path)'"
        case .tcp(let host, let port): "'\(host)', port \(port)"
        }
    }
}
