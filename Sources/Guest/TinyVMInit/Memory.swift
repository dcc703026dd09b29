// SPDX-License-Identifier: Apache-2.0

internal import CGuest

// The memory that Swift's own code asks for. A block has a power of two bytes, the first 16 of which keep its exponent; a
// freed block waits in the list of its size for the next request. There is one thread, which is why the state may be
// global and unguarded.

/// The heads of the lists of free blocks, one for each power of two; a free block's second word points to the next.
private struct FreeBlocks {
    typealias List = UnsafeMutableRawPointer?
    var lists: InlineArray<40, List> = .init(repeating: nil)
}

nonisolated(unsafe) private var freeBlocks = FreeBlocks()
/// What is left of the last memory that the kernel gave.
nonisolated(unsafe) private var fresh: UnsafeMutableRawPointer?
nonisolated(unsafe) private var freshCount = 0

private let headerSize = 16
private let smallestExponent = 6
private let freshSize = 256 * 1024

/// Memory for the Swift runtime; see posix_memalign(3). Alignments up to 16 are served, which is all that it asks for.
@_cdecl("guest_allocate")
public func allocate(_ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int) -> CInt {
    guard alignment <= 16, size >= 0, size < 1 << 38 else { return 22 }
    var exponent = smallestExponent
    while 1 << exponent < size + headerSize { exponent += 1 }
    let block: UnsafeMutableRawPointer
    if let free = freeBlocks.lists[exponent] {
        freeBlocks.lists[exponent] = free.load(fromByteOffset: 8, as: UnsafeMutableRawPointer?.self)
        block = free
    } else if let new = freshBlock(1 << exponent) {
        block = new
    } else {
        return 12
    }
    block.storeBytes(of: exponent, as: Int.self)
    result.pointee = block + headerSize
    return 0
}

private func freshBlock(_ size: Int) -> UnsafeMutableRawPointer? {
    if freshCount < size {
        let wanted = max(size, freshSize)
        let address = guest_mmap_anonymous(guest_size(wanted))
        guard address > 0, let memory = UnsafeMutableRawPointer(bitPattern: address) else { return nil }
        if size == wanted { return memory }
        fresh = memory
        freshCount = wanted
    }
    guard let block = fresh else { return nil }
    fresh = block + size
    freshCount -= size
    return block
}

/// Takes memory of ``allocate(_:_:_:)`` back; see free(3).
@_cdecl("guest_release")
public func release(_ memory: UnsafeMutableRawPointer?) {
    guard let memory else { return }
    let block = memory - headerSize
    let exponent = block.load(as: Int.self)
    block.storeBytes(of: freeBlocks.lists[exponent], toByteOffset: 8, as: UnsafeMutableRawPointer?.self)
    freeBlocks.lists[exponent] = block
}
