// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import SystemPackage

/// Stream sockets of the Internet families; tcp(7).
public enum TCPSocket {
    /// Why there is no connection to a host.
    public enum Failure: Error, Sendable, CustomStringConvertible {
        /// The name leads to no address; the reason is the resolver's.
        case unknownHost(String)
        /// The last address that was tried did not answer.
        case unreachable(Errno)

        /// The reason, without a full stop.
        public var description: String {
            switch self {
            case .unknownHost(let reason): "its name cannot be resolved: \(reason)"
            case .unreachable(let error): "\(error)"
            }
        }
    }

    /// Connects to the first address of a host that answers. It waits, for the resolver too, so call it on a thread that may.
    ///
    /// The descriptor is close-on-exec, and what is written to it goes out at once (TCP_NODELAY).
    public static func connect(to host: String, port: UInt16) throws(Failure) -> FileDescriptor {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else { throw .unknownHost(String(cString: gai_strerror(result))) }
        defer { freeaddrinfo(list) }
        var last = Errno.noSuchFileOrDirectory
        var next = list
        while let address = next?.pointee {
            next = address.ai_next
            let type = address.ai_socktype | CInt(SOCK_CLOEXEC.rawValue)
            let number = socket(address.ai_family, type, address.ai_protocol)
            guard number >= 0 else {
                last = Errno.last
                continue
            }
            if Glibc.connect(number, address.ai_addr, address.ai_addrlen) == 0 {
                var isOn: CInt = 1
                setsockopt(number, CInt(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<CInt>.size))
                return FileDescriptor(rawValue: number)
            }
            last = Errno.last
            close(number)
        }
        throw .unreachable(last)
    }
}
