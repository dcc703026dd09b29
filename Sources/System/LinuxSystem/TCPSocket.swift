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
                let descriptor = FileDescriptor(rawValue: number)
                sendAtOnce(descriptor)
                return descriptor
            }
            last = Errno.last
            close(number)
        }
        throw .unreachable(last)
    }

    /// Has what is written to a socket go out without waiting for more (TCP_NODELAY).
    public static func sendAtOnce(_ descriptor: FileDescriptor) {
        set(TCP_NODELAY, CInt(IPPROTO_TCP), descriptor.rawValue)
    }

    /// Why no socket listens.
    public struct ListenFailure: Error, Sendable, CustomStringConvertible {
        /// The reason, without a full stop.
        public var description: String
    }

    /// Listens at a port of an address, or of all of them, of both Internet families as far as the machine has them. It waits for
    /// the resolver when a name is given.
    ///
    /// The descriptors are close-on-exec and never wait.
    ///
    /// - Parameter host: Nil for all addresses.
    public static func listen(at host: String?, port: UInt16) throws(ListenFailure) -> [FileDescriptor] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else {
            throw ListenFailure(description: "its name cannot be resolved: \(String(cString: gai_strerror(result)))")
        }
        defer { freeaddrinfo(list) }
        var listening: [FileDescriptor] = []
        var last = Errno.addressNotAvailable
        var next = list
        while let address = next?.pointee {
            next = address.ai_next
            do throws(Errno) {
                listening.append(try listen(at: address))
            } catch .addressFamilyNotSupported {
                // A machine without one of the families.
                last = .addressFamilyNotSupported
            } catch .addressNotAvailable {
                last = .addressNotAvailable
            } catch {
                for descriptor in listening { try? descriptor.close() }
                throw ListenFailure(description: "\(error)")
            }
        }
        if listening.isEmpty { throw ListenFailure(description: "\(last)") }
        return listening
    }

    private static func listen(at address: addrinfo) throws(Errno) -> FileDescriptor {
        let type = address.ai_socktype | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let number = try systemCall { socket(address.ai_family, type, address.ai_protocol) }
        do throws(Errno) {
            set(SO_REUSEADDR, SOL_SOCKET, number)
            // The other family has a socket of its own.
            if address.ai_family == AF_INET6 { set(IPV6_V6ONLY, CInt(IPPROTO_IPV6), number) }
            try systemCall { bind(number, address.ai_addr, address.ai_addrlen) }
            try systemCall { Glibc.listen(number, 1000) }
        } catch {
            close(number)
            throw error
        }
        return FileDescriptor(rawValue: number)
    }

    private static func set(_ option: CInt, _ level: CInt, _ number: CInt) {
        var isOn: CInt = 1
        setsockopt(number, level, option, &isOn, socklen_t(MemoryLayout<CInt>.size))
    }
}
