// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import RemoteProtocol
internal import RemoteServer
internal import RemoteValues
internal import XDR

extension DriverService {
    /// Devices that come, go and change.
    static func serveDevices(_ program: inout Program, _ domains: any DomainDriver) {
        program.serve(RemoteProgram.domainAttachDevice) { _, _, arguments in
            try await domains.attachDevice(arguments.xml, to: arguments.dom.identity, .live)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainAttachDeviceFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainAttachDeviceFlags")
            try await domains.attachDevice(
                arguments.xml, to: arguments.dom.identity, DomainDeviceFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainDetachDevice) { _, _, arguments in
            try await domains.detachDevice(arguments.xml, from: arguments.dom.identity, .live)
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainDetachDeviceFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainDetachDeviceFlags")
            try await domains.detachDevice(
                arguments.xml, from: arguments.dom.identity, DomainDeviceFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainDetachDeviceAlias) { _, _, arguments in
            try check(arguments.flags, knowing: 3, "virDomainDetachDeviceAlias")
            try await domains.detachDevice(
                alias: arguments.alias, from: arguments.dom.identity, DomainDeviceFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
        program.serve(RemoteProgram.domainUpdateDeviceFlags) { _, _, arguments in
            try check(arguments.flags, knowing: 7, "virDomainUpdateDeviceFlags")
            try await domains.updateDevice(
                arguments.xml, of: arguments.dom.identity, DomainDeviceFlags(rawValue: arguments.flags))
            return XDRVoid()
        }
    }
}
