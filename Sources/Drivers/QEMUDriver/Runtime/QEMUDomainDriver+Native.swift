// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import VirtModel
internal import XMLCoding

extension QEMUDomainDriver {
    /// The command line of a domain for a person to run: QEMU opens everything itself by its path, its guest begins at once, and it
    /// ends with that.
    package func nativeConfiguration(of xml: String, format: String) async throws -> String {
        guard format == "qemu-argv" else {
            throw VirtError(
                .invalidArgument, "'\(format)' is no form for the configuration of QEMU. There is 'qemu-argv'.")
        }
        return try await translated("write the command line of the domain") {
            let domain = try Domain(xml: xml)
            let capabilities = try await environment.services.capabilities.capabilities(for: domain)
            var context = LaunchContext()
            context.configuration = environment.configuration
            context.host.architecture = EmulatorSearch.host
            context.usesMasterKey = false
            context.startsPaused = false
            context.exitsByItself = true
            context.opensTaps = true
            context.updatesABI = true
            context.inheritedEnvironment =
                [.init("LC_ALL", "C")] + (getenv("PATH").map { [.init("PATH", String(cString: $0))] } ?? [])
            context.now = Int64(time(nil))
            context.random = { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
            if domain.os.firmware != nil {
                context.firmware = try await environment.services.blockingWork.run("look for firmware") {
                    FirmwareDescriptor.installed()
                }
            }
            let prepared = try PreparedDomain(domain, capabilities: capabilities, context: context)
            let invocation = try QEMUInvocation(prepared, capabilities: capabilities, context: context)
            let variables = invocation.environment.map { "\($0.name)=\($0.value.quotedForShell)" }
            let words = ([invocation.program] + invocation.arguments).map(\.quotedForShell)
            return (variables + words).joined(separator: " ") + "\n"
        }
    }
}

extension String {
    /// The text as one word of a POSIX shell.
    package var quotedForShell: String {
        let plain = unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || "%+,-./:=@_".unicodeScalars.contains($0)
        }
        return plain && !isEmpty
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
