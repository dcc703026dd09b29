// SPDX-License-Identifier: Apache-2.0

import Foundation
import RemoteProtocol
import SystemPackage
import TestSupport
import WireTestSupport
import XDR

/// Our daemon with machines that stand still as soon as they are started: each has a real QEMU, and no guest is needed.
final class ServedDomains {
    let daemon: RunningDaemon
    private(set) var domains: [RemoteProgram.DomainReference] = []

    /// Starts a daemon and so many machines; and defines another one, "off", that is not started.
    init(_ count: Int, configuration: String? = nil) throws {
        daemon = try RunningDaemon("virtqemud", configuration: configuration)
        let client = try open()
        for number in 0..<count {
            let domain = try client.result(
                RemoteProgram.domainDefineXML, .init(xml: Self.document("m\(number)"))
            ).dom
            // VIR_DOMAIN_START_PAUSED
            domains.append(
                try client.result(RemoteProgram.domainCreateWithFlags, .init(dom: domain, flags: 1)).dom)
        }
        domains.append(try client.result(RemoteProgram.domainDefineXML, .init(xml: Self.document("off"))).dom)
    }

    /// A machine with nothing in it.
    static func document(_ name: String, devices: String = "") -> String {
        """
        <domain type='qemu'><name>\(name)</name><memory unit='MiB'>16</memory>
        <os><type arch='x86_64' machine='pc'>hvm</type></os>
        <devices><controller type='usb' model='none'/><memballoon model='none'/>\(devices)</devices></domain>
        """
    }

    /// A client that has opened its connection.
    func open(_ socket: String? = nil, readOnly: Bool = false) throws -> WireClient {
        let client = try WireClient(FilePath(socket ?? daemon.socket))
        _ = try client.result(RemoteProgram.authList, XDRVoid())
        _ = try client.result(
            RemoteProgram.connectOpen, .init(name: "qemu:///system", flags: readOnly ? 1 : 0))
        return client
    }

    /// The QEMU of a machine.
    func emulator(of machine: String) -> pid_t? {
        RunningProgram.emulators(below: daemon.root.path).first { process in
            let line = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline"))) ?? Data()
            return line.range(of: Data("guest=\(machine),".utf8)) != nil
        }
    }
}
