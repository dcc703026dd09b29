// SPDX-License-Identifier: Apache-2.0

/// Machines in files: their memory and the state of their devices, from which they go on later.
package protocol DomainSaveDriver: Sendable {
    /// Writes a running domain to a file and ends it.
    ///
    /// - Parameter xml: The document to keep with it, of the same machine; nil for its own.
    func save(_ domain: DomainIdentity, to path: String, xml: String?, _ flags: DomainSaveFlags) async throws
    /// Starts a domain from a file, which stays.
    ///
    /// - Parameter xml: The document to start it with, of the same machine; nil for the one in the file.
    func restore(from path: String, xml: String?, _ flags: DomainSaveFlags) async throws -> DomainIdentity
    /// The document in a file.
    func saveImageXML(_ path: String, _ flags: DomainXMLFlags) async throws -> String
    /// Gives a file another document of the same machine.
    func defineSaveImageXML(_ path: String, xml: String, _ flags: DomainSaveFlags) async throws

    /// Writes a running domain to a file of the driver's, from which its next start goes on, and ends it.
    func managedSave(_ domain: DomainIdentity, _ flags: DomainSaveFlags) async throws
    /// Whether the next start goes on from a file.
    func hasManagedSave(_ domain: DomainIdentity) async throws -> Bool
    /// Removes the file, so that the next start boots.
    func removeManagedSave(_ domain: DomainIdentity) async throws
    /// The document in that file.
    func managedSaveXML(of domain: DomainIdentity, _ flags: DomainXMLFlags) async throws -> String
    /// Gives that file another document of the same machine.
    func defineManagedSaveXML(of domain: DomainIdentity, xml: String, _ flags: DomainSaveFlags) async throws

    /// Ends the long job that a domain is busy with; the domain goes on as before.
    func abortJob(of domain: DomainIdentity) async throws
    /// The long job that a domain was busy with last; nil for none since its start, or when it was asked for once and not kept.
    func completedJob(of domain: DomainIdentity, isKept: Bool) async throws -> DomainJobInformation?
}

/// How domains are saved and restored; `virDomainSaveRestoreFlags`.
public struct DomainSaveFlags: OptionSet, Sendable {
    /// libvirt's bits.
    public var rawValue: UInt32
    /// Makes flags of libvirt's bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Read and write past the cache of the file system.
    public static let bypassCache = Self(rawValue: 1)
    /// The guest runs after it was restored, whatever it did when it was saved.
    public static let running = Self(rawValue: 2)
    /// The guest stands still after it was restored.
    public static let paused = Self(rawValue: 4)
    /// Begin with fresh firmware variables.
    public static let resetNVRAM = Self(rawValue: 8)
}
