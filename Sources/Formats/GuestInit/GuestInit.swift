// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// The init program of a guest that takes a job from its host and runs it; see `GuestProtocol` for what they say.
public enum GuestInit {
    /// The machines for which the program exists.
    public enum Architecture: String, CaseIterable, Sendable {
        /// 64-bit x86.
        // swift-format-ignore: AlwaysUseLowerCamelCase
        case x86_64
        /// 64-bit Arm.
        case aarch64
    }

    /// The program, a static ELF executable that goes into the image as `/init`.
    public static func program(for architecture: Architecture) -> [UInt8] {
        let text =
            switch architecture {
            case .x86_64: GuestPrograms.x86_64
            case .aarch64: GuestPrograms.aarch64
            }
        return Data(base64Encoded: text).map { [UInt8]($0) } ?? []
    }

    /// Where the image lists the kernel modules to load before all else: a line each, the file's path, then its options
    /// after a space.
    public static let moduleListPath = "lib/tinyvm/modules"
}
