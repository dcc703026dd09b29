// SPDX-License-Identifier: Apache-2.0

import VirtEmbedded

/// How a run of virt-qemu-run ended, as its exit status tells it.
enum MachineEnd: Equatable {
    /// The guest powered off, or the machine was ended as its document has it.
    case clean
    /// The directory, a file or a secret cannot be used.
    case unusable
    /// The document cannot be, or asks for what is not supported here.
    case badDocument
    /// The machine did not come up.
    case failedStart
    /// The guest crashed.
    case guestCrash
    /// QEMU ended by itself, or was killed.
    case emulatorFailure
    /// A signal ended the machine.
    case interrupted(signal: Int32)

    var status: Int32 {
        switch self {
        case .clean: 0
        case .unusable: 1
        case .badDocument: 2
        case .failedStart: 3
        case .guestCrash: 4
        case .emulatorFailure: 5
        case .interrupted(let signal): 128 + signal
        }
    }

    /// The end that an event tells of.
    init(_ detail: DomainEvent.StoppedDetail) {
        switch detail {
        case .crashed: self = .guestCrash
        case .failed: self = .emulatorFailure
        default: self = .clean
        }
    }

    /// The end that an error of the start is.
    init(ofStart error: VirtError) {
        switch error.code {
        case .xmlError, .xmlDetail, .configurationUnsupported, .invalidArgument, .argumentUnsupported:
            self = .badDocument
        default: self = .failedStart
        }
    }
}

/// A failure, with the status that tells of it.
struct MachineFailure: Error {
    var end: MachineEnd
    var sentence: String
}
