// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A directory of one test, removed with all it holds when the value goes.
public final class TemporaryDirectory: Sendable {
    /// Where it is; an absolute path without a trailing slash.
    public let path: String

    /// Makes an empty directory below the system's directory for temporary files.
    public init(_ label: String = "test") throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("swift-virt-\(label)-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Machines that a test has left behind, when it failed, end with their files.
    deinit {
        for machine in RunningProgram.emulators(below: path + "/") { kill(machine, SIGKILL) }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of an entry of that name.
    public func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the directories that lead to it, and returns its path.
    @discardableResult
    public func write(_ name: String, _ data: Data, executable: Bool = false) throws -> String {
        let file = self(name)
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: file))
        if executable {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
            waitForWriters(of: file)
        }
        return file
    }

    /// Waits until nobody has a file open for writing, for until then it cannot be executed (ETXTBSY, execve(2)): a child that
    /// another test has just made may have our descriptor, until it becomes its program.
    private func waitForWriters(of path: String) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        // A read lease is given only when nobody writes: F_SETLEASE, F_RDLCK and F_UNLCK (fcntl(2)).
        let setLease: Int32 = 1024
        for _ in 0..<500 {
            if fcntl(file, setLease, Int32(F_RDLCK)) == 0 {
                _ = fcntl(file, setLease, Int32(F_UNLCK))
                return
            }
            guard errno == EAGAIN else { return }
            usleep(10_000)
        }
    }

    /// Writes a text file, with the directories that lead to it, and returns its path.
    @discardableResult
    public func write(_ name: String, _ text: String, executable: Bool = false) throws -> String {
        try write(name, Data(text.utf8), executable: executable)
    }

    /// The names of all that is in the directory, sorted.
    public func entries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
