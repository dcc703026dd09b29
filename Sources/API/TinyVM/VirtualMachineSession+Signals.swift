// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

extension VirtualMachineSession {
    /// Passes a first signal on to the command, and ends at a second.
    mutating func takeSignals(_ numbers: [Int32]) -> End? {
        for signal in numbers {
            switch signal {
            case SIGWINCH:
                if escape != nil, let size = streams.input.terminalSize { conversation.resize(size) }
            default:
                interruptions += 1
                let status = 128 + signal
                guard interruptions == 1, isChannelOpen, case .running = conversation.state else {
                    return .stopped(status)
                }
                conversation.signal(signal)
                // A command may take Ctrl-C as it likes; the other signals mean an end, soon.
                let end = ContinuousClock.now + .seconds(5)
                if signal != SIGINT, deadline.map({ $0.at > end }) != false { deadline = (end, status) }
            }
        }
        return nil
    }
}
