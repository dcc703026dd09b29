// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The settings of a driver that may change while its machines run: what begins later heeds them, and what runs keeps what it has.
final class DriverSettings: Sendable {
    struct Values: Sendable {
        /// What command lines depend on.
        var configuration: DriverConfiguration
        /// Whether QEMUs get the files of their domains handed over.
        var handsFilesOver: Bool

        /// - Parameter directories: Whose paths hold, whatever the configuration says.
        init(_ configuration: DriverConfiguration, handsFilesOver: Bool, in directories: DriverDirectories) {
            self.configuration = configuration
            self.handsFilesOver = handsFilesOver
            directories.configure(&self.configuration)
        }
    }

    private let values: Mutex<Values>

    init(_ values: Values) { self.values = Mutex(values) }

    /// The settings of this moment.
    var current: Values { values.withLock { $0 } }

    /// Replaces all of them at once.
    func change(to new: Values) { values.withLock { $0 = new } }
}

extension QEMUDomainDriver {
    /// Changes settings for what begins from now on; machines that run keep what they have.
    ///
    /// - Parameters:
    ///   - configuration: As ``Configuration/settings``.
    ///   - handsFilesOver: As ``Configuration/handsFilesOver``.
    package func changeSettings(_ configuration: DriverConfiguration, handsFilesOver: Bool) {
        environment.settings.change(
            to: .init(configuration, handsFilesOver: handsFilesOver, in: environment.services.directories))
    }
}
