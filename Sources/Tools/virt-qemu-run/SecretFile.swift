// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem
import SystemPackage
import VirtEmbedded

/// A secret of the command line: the file of its document, and the file that is its value.
struct SecretFile: ExpressibleByArgument, Sendable {
    let document: String
    let value: String

    init?(argument: String) {
        let parts = argument.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        (document, value) = (parts[0], parts[1])
    }

    /// Defines the secret. Every byte of the file belongs to the value, a line feed at the end, too.
    func define(on connection: Connection) async throws {
        let text = try InputFile.text(document)
        var bytes = try InputFile.bytes(value, atMost: Self.limit)
        let secret: Secret
        do {
            secret = try await connection.defineSecret(text)
        } catch let error as VirtError {
            throw MachineFailure(end: .badDocument, sentence: "The secret in '\(document)' cannot be defined: \(error)")
        }
        try await secret.setValue(bytes)
        for index in bytes.indices { bytes[index] = 0 }
    }

    /// libvirt takes values of at most 64 KiB.
    private static let limit = 64 << 10
}

/// Whole files of the command line.
enum InputFile {
    /// The text of a file; '-' is standard input.
    static func text(_ path: String) throws -> String {
        guard
            let text = String(validating: try bytes(path == "-" ? "/dev/stdin" : path, atMost: 16 << 20), as: UTF8.self)
        else {
            throw MachineFailure(end: .badDocument, sentence: "'\(path)' is no text in UTF-8.")
        }
        return text
    }

    /// The bytes of a file.
    static func bytes(_ path: String, atMost limit: Int) throws -> [UInt8] {
        do throws(Errno) {
            return try FilePath(path).contents(atMost: limit)
        } catch {
            let reason = error == .fileTooLarge ? "it has more than \(limit) bytes" : "\(error)"
            throw MachineFailure(end: .unusable, sentence: "'\(path)' cannot be read: \(reason).")
        }
    }
}
