// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import LinuxSystem
internal import QMP
internal import SystemPackage
internal import XMLCoding

extension VirtError {
    /// The error of a lower layer as those who use the driver know it; the one place where they are translated.
    ///
    /// - Parameter task: What was to be done, as in "Cannot <task>"; nil where the error says it itself.
    init(_ error: any Error, task: String? = nil) {
        func sentence(_ text: String) -> String { task.map { "Cannot \($0). \(text)" } ?? text }
        switch error {
        case let error as VirtError: self = error
        case let error as XMLError:
            let code: Code =
                error.code == .malformed
                ? .xmlDetail : error.code == .unsupported ? .configurationUnsupported : .xmlError
            self.init(code, sentence(error.description), cause: error)
        case let error as QEMUDriverError:
            let code: Code =
                error.code == .unsupported
                ? .configurationUnsupported : error.code == .invalid ? .xmlError : .operationFailed
            self.init(code, sentence(error.description), cause: error)
        case let error as QMPError: self.init(.operationFailed, sentence(error.description), cause: error)
        case let error as QMPConnectionError:
            self.init(
                error.code == .timedOut ? .operationTimeout : .operationFailed, sentence(error.description),
                cause: error)
        case let error as BlockingWork.TimedOut: self.init(.operationTimeout, sentence(error.description), cause: error)
        case let error as Errno: self.init(.systemError, sentence("\(error)."), cause: error)
        case let error as EmulatorError:
            let code: Code =
                switch error.kind {
                case .unusable: .configurationUnsupported
                case .failed: .internalError
                case .unreachable: .systemError
                case .unsuited: .invalidArgument
                }
            self.init(code, sentence(error.description), cause: error)
        case is CancellationError:
            self.init(.operationAborted, sentence("The task was cancelled."), cause: error)
        default: self.init(.internalError, sentence("\(error)"), cause: error)
        }
    }
}
