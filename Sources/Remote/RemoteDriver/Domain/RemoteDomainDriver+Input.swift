// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteValues
internal import XDR

extension RemoteDomainDriver {
    func sendKeys(
        to domain: DomainIdentity, _ keys: [DomainKey], holdTimeInMilliseconds: UInt32
    ) async throws {
        // VIR_DOMAIN_SEND_KEY_MAX_KEYS
        guard (1...16).contains(keys.count) else {
            throw VirtError(.invalidArgument, "\(keys.count) keys cannot be pressed together. Send 1 to 16.")
        }
        let (set, codes) = try DomainKey.codes(of: keys)
        let arguments = RemoteProgram.DomainSendKeyArguments(
            dom: .init(domain), codeset: set, holdtime: holdTimeInMilliseconds, keycodes: codes, flags: 0)
        _ = try await caller.call(RemoteProgram.domainSendKey, arguments)
    }

    func screenshot(
        of domain: DomainIdentity, screen: Int, _ format: DomainScreenshot.Format?
    ) async throws -> DomainScreenshot {
        guard let number = UInt32(exactly: screen) else {
            throw VirtError(.invalidArgument, "Domain '\(domain)' has no screen \(screen).")
        }
        let (answer, stream) = try await caller.openStream(
            RemoteProgram.domainScreenshot, .init(dom: .init(domain), screen: number, flags: 0))
        let type = answer.mime ?? "of no type"
        guard let sent = DomainScreenshot.Format(mediaType: type), format == nil || format == sent else {
            await stream.abort()
            throw VirtError(
                .argumentUnsupported,
                "The daemon takes pictures of domain '\(domain)' as \(type) only. Ask for no format, and convert what comes."
            )
        }
        var bytes: [UInt8] = []
        while let piece = try await stream.read() { if case .data(let part) = piece { bytes += part } }
        try await stream.finish()
        return DomainScreenshot(format: sent, bytes: bytes)
    }

    func injectNMI(into domain: DomainIdentity) async throws {
        _ = try await caller.call(RemoteProgram.domainInjectNMI, .init(dom: .init(domain), flags: 0))
    }

    func displays(of domain: DomainIdentity) async throws -> [DomainDisplay] {
        guard try await status(of: domain).isActive else {
            throw VirtError(.operationInvalid, "Domain '\(domain)' is not running, so its screens cannot be seen.")
        }
        return try DomainDocument(try await xml(of: domain, [])).displays
    }
}

extension DomainScreenshot.Format {
    fileprivate init?(mediaType: String) {
        guard let format = Self.allCases.first(where: { $0.mediaType == mediaType }) else { return nil }
        self = format
    }
}

extension DomainKey {
    /// Keys in one of libvirt's code sets, the number of which comes first: a call tells all its keys in one.
    fileprivate static func codes(of keys: [DomainKey]) throws -> (set: UInt32, codes: [UInt32]) {
        if case .code(_, let set)? = keys.first {
            let codes = keys.compactMap { if case .code(let code, set) = $0 { code } else { nil } }
            if codes.count == keys.count { return (set.rawValue, codes) }
        }
        return (KeyCodeSet.linux.rawValue, try keys.map { try $0.linuxCode() })
    }

    private func linuxCode() throws -> UInt32 {
        let (name, description): (String?, String) =
            switch self {
            case .named(let name): (name, "'\(name)'")
            case .code(let code, let set): (KeyNames.name(of: code, in: set), "\(code) of the code set '\(set.name)'")
            }
        guard let code = name.flatMap({ KeyNames.linuxCode(of: $0) }) else {
            throw VirtError(.invalidArgument, "The key \(description) cannot be sent. Tell all keys by Linux' codes.")
        }
        return code
    }
}
