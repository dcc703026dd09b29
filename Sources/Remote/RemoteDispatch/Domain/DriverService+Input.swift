// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// The keyboard, the screen and the buttons.
    static func serveInput(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainSendKey) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainSendKey")
            guard let set = KeyCodeSet(rawValue: arguments.codeset) else {
                let known = KeyCodeSet.allCases.map(\.name).joined(separator: ", ")
                throw RemoteError.invalidArgument(
                    "There is no code set \(arguments.codeset). Send keys of \(known).", in: .domain)
            }
            let keys = arguments.keycodes.map { DomainKey.code($0, set) }
            try await domains.sendKeys(
                to: arguments.dom.identity, keys, holdTimeInMilliseconds: arguments.holdtime)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainInjectNMI) { _, _, arguments in
            try check(arguments.flags, knowing: 0, "virDomainInjectNMI")
            try await domains.injectNMI(into: arguments.dom.identity)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainScreenshot) { _, call, arguments in
            try check(arguments.flags, knowing: 0, "virDomainScreenshot")
            let picture = try await domains.screenshot(
                of: arguments.dom.identity, screen: Int(arguments.screen), nil)
            let stream = try call.openStream()
            call.afterReply {
                Task { if await stream.write(picture.bytes) { stream.finishWriting() } }
            }
            return RemoteProgram.DomainScreenshotResult(mime: picture.format.mediaType)
        }
    }
}
