// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
package import SystemPackage
package import VirtModel

/// One start of a domain while it is prepared: everything that QEMU's command line will depend on, and all that was taken for it.
///
/// Host resources read and change it, one after the other; see ``HostResource``.
package struct Launch: Sendable {
    /// The domain with its defaults, addresses and aliases. What is chosen for this run, such as a port, is set in it.
    package var domain: Domain
    /// What the command line depends on beside the domain. Descriptors are handed to devices in `handedIn`.
    package var context: LaunchContext
    /// What goes back at the end.
    package var held = HeldResources()
    /// How QEMU is spawned beside its command line.
    package var spawn = EmulatorChild.Options()
    /// Ports that were chosen for this start, of which nobody holds the claim until QEMU listens on them.
    package var chosenPorts: [ChosenPort] = []
    /// Whether the firmware's variables are those of the template, whatever the guest has made of them.
    var resetsVariables = false
    /// Whether QEMU has answered, and so has all that it asks of the host at its start.
    var hasAnswered = false
    /// The parts of the driver that work is done with.
    package let services: RuntimeServices
    /// Descriptors that QEMU inherits, by its number for them.
    package private(set) var inherited = InheritedDescriptors()

    init(domain: Domain, context: LaunchContext, services: RuntimeServices) {
        self.domain = domain
        self.context = context
        self.services = services
    }

    /// Has QEMU inherit a descriptor.
    ///
    /// - Returns: QEMU's number for it.
    package mutating func inherit(_ file: OwnedDescriptor) -> Int { inherited.add(file) }

    /// Has QEMU inherit a descriptor under a number that was given to it on the command line.
    mutating func inherit(_ file: OwnedDescriptor, as number: Int) { inherited.add(file, as: number) }

    /// Closes what QEMU has inherited by now. While its ends were open here too, its own end would not be seen in them.
    mutating func closeInherited() { inherited = InheritedDescriptors() }

    /// A port that QEMU is to listen on.
    package struct ChosenPort: Sendable, Hashable {
        package var number: Int
        /// The address or name that it is a port of.
        package var address: String
    }

    /// The directory of the domain's private files, made at the start and removed at the end.
    package var privateDirectory: FilePath {
        context.privateDirectory(ofDomain: domain.name)
    }
}

extension LaunchContext {
    /// The directory of the private files of the domain that is launched.
    func privateDirectory(ofDomain name: String) -> FilePath {
        FilePath(configuration.libraryDirectory).appending("domain-\(shortName(ofDomain: name))")
    }
}

/// One kind of thing that a machine needs from the host beside its QEMU: ports, helper programs, taps, image ownership, control
/// groups, secrets.
///
/// The driver has a list of them, which it goes through at each start, after the domain has its aliases and before the command line
/// is made. One that has nothing to do for a domain does nothing.
package protocol HostResource: Sendable {
    /// Takes what the domain needs, notes in `launch.held` how it is given back, and says in `launch.context` or `launch.domain` what
    /// the command line has to know.
    ///
    /// - Throws: Why it cannot be had. What was noted before is given back by the caller.
    func acquire(for launch: inout Launch) async throws

    /// Does what needs the process of QEMU, which is there and has not begun to execute its guest.
    func attach(to process: QEMUProcess, _ domain: Domain) async throws

    /// Whether somebody else took what was chosen for a start whose QEMU ended before it answered, so that another start, which
    /// chooses anew, may succeed; for a moment at most.
    ///
    /// - Parameter reason: What QEMU said, with more around it.
    func isOvertaken(_ launch: Launch, reason: String) -> Bool
}

extension HostResource {
    /// Most need nothing of the process.
    package func attach(to process: QEMUProcess, _ domain: Domain) async throws {}
    /// Most choose nothing that others can take.
    package func isOvertaken(_ launch: Launch, reason: String) -> Bool { false }
}
