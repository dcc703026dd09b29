// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import Synchronization
internal import SystemPackage
internal import VirtModel

extension VirtualMachine {
    /// Where the machine is kept between a managed save and the next start.
    var managedSavePath: FilePath { services.directories.managedSaves.appending("\(name).save") }

    /// Whether the next start goes on from a file.
    var hasManagedSave: Bool { state.withLock { $0.hasManagedSave } }

    /// Writes the machine to a file from which its next start goes on, and ends it.
    func managedSave(_ flags: DomainSaveFlags) async throws {
        guard state.withLock({ $0.isPersistent }) else {
            throw VirtError(
                .operationInvalid,
                "Domain '\(name)' has no definition, so it has no next start. Save it to a file of your choice.")
        }
        let path = managedSavePath
        let directory = services.directories.managedSaves
        try await services.blockingWork.run("make '\(directory)'") { _ = try directory.createDirectories() }
        try await save(to: path, flags)
        state.withLock { $0.hasManagedSave = true }
    }

    /// The file from which the next start goes on.
    ///
    /// - Throws: `operationInvalid` when there is none.
    func presentManagedSave() throws -> FilePath {
        guard hasManagedSave else {
            throw VirtError(.operationInvalid, "Domain '\(name)' has no saved state. Save it first (managedsave).")
        }
        return managedSavePath
    }

    /// Removes the file, so that the next start boots.
    func removeManagedSave() async throws {
        try await perform(.modify, "remove the saved state of") {
            guard self.hasManagedSave else { return }
            try await self.discardManagedSave()
        }
    }

    /// Removes the file; within a job.
    func discardManagedSave() async throws {
        let path = managedSavePath
        try await services.blockingWork.run("remove '\(path)'", deadline: .seconds(60)) {
            try path.removeAll()
            try AtomicFile.synchronise(directory: path.removingLastComponent())
        }
        state.withLock { $0.hasManagedSave = false }
    }

    /// The file from which a start goes on; nil for one that boots.
    func managedSaveImage() async throws -> SaveImageFile? {
        guard hasManagedSave else { return nil }
        let path = managedSavePath
        do {
            return try await services.blockingWork.run("open '\(path)'", deadline: .seconds(60)) {
                let image = try SaveImageFile(path)
                try image.checkUsable()
                return image
            }
        } catch let error as VirtError {
            throw VirtError(
                error.code,
                "Cannot start domain '\(name)' from its saved state. \(error.message) Or start it with 'force-boot'.",
                cause: error)
        }
    }
}

extension DriverDirectories {
    /// Machines between a managed save and their next start: `NAME.save`.
    var managedSaves: FilePath { library.appending("save") }
}
