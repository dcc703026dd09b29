// SPDX-License-Identifier: Apache-2.0

/// Whose boot code a sector has.
public enum BootCode: Sendable, Equatable {
    /// Zeros only.
    case empty
    /// A stub of ours, or one that we were told of, and the message behind it.
    case ours(BootStub, BootMessage)
    /// The stub of byebyebios 1.0 and the message behind it.
    case original(BootMessage)
    /// Something that we do not know; a BIOS may well boot by it.
    case foreign

    /// Recognizes the boot code of a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - stubs: Stubs that count as ours beside the known ones.
    public init(of record: MasterBootRecord, knowing stubs: [BootStub] = []) {
        let code = record.bootCode
        if let stub = ([.current] + stubs).first(where: { code.starts(with: $0.code) }) {
            self = .ours(stub, BootMessage(stored: code.dropFirst(stub.code.count)))
        } else if code.starts(with: BootStub.original.code) {
            // The original lets its text run over the disk signature and the two bytes behind, up to the table.
            let area = record.bytes[BootStub.original.code.count..<MasterBootRecord.tableOffset]
            self = .original(BootMessage(stored: area))
        } else {
            self = code.allSatisfy { $0 == 0 } ? .empty : .foreign
        }
    }
}
