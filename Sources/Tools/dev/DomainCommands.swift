// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import SystemPackage

/// `dev domxml-to-argv`: handed on to `dev-domain`, which links libxml2 and is built when it is first asked for.
struct DomainXMLToArgumentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-argv",
        abstract: "Print the QEMU command line of a libvirt domain, quoted for the shell.")

    @Argument(parsing: .captureForPassthrough, help: "Options and the file of 'dev-domain domxml-to-argv'.")
    var arguments: [String] = []

    func run() throws { try DevDomain.run("domxml-to-argv", arguments) }
}

/// `dev domxml-to-xml`: handed on to `dev-domain` as well.
struct DomainXMLToXMLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-xml", abstract: "Print a libvirt domain with its defaults and addresses.")

    @Argument(parsing: .captureForPassthrough, help: "Options and the file of 'dev-domain domxml-to-xml'.")
    var arguments: [String] = []

    func run() throws { try DevDomain.run("domxml-to-xml", arguments) }
}

/// `dev capabilities`: handed on to `dev-domain` as well.
struct CapabilitiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capabilities", abstract: "Print the host and its emulators as libvirt's document of capabilities."
    )

    @Argument(parsing: .captureForPassthrough, help: "Options of 'dev-domain capabilities'.")
    var arguments: [String] = []

    func run() throws { try DevDomain.run("capabilities", arguments) }
}

/// `dev domcapabilities`: handed on to `dev-domain` as well.
struct DomainCapabilitiesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domcapabilities", abstract: "Print what an emulator can do, as libvirt's document of it.")

    @Argument(parsing: .captureForPassthrough, help: "Options of 'dev-domain domcapabilities'.")
    var arguments: [String] = []

    func run() throws { try DevDomain.run("domcapabilities", arguments) }
}

/// The program beside this one that does the work.
private enum DevDomain {
    /// Becomes `dev-domain`; builds it first when it is not there.
    static func run(_ command: String, _ arguments: [String]) throws {
        guard let own = executablePath else {
            throw ValidationError("The path of this program cannot be read from /proc/self/exe.")
        }
        let program = own.removingLastComponent().appending("dev-domain").string
        if access(program, X_OK) != 0 { try build() }
        withArguments([program, command] + arguments) { _ = execv(program, $0) }
        throw ValidationError("Cannot run '\(program)': \(Errno(rawValue: errno)).")
    }

    private static var executablePath: FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return count > 0 ? FilePath(platformString: buffer) : nil
    }

    /// Runs `swift build`, whose messages go to standard error, so that the output stays that of the command.
    private static func build() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        var child: pid_t = 0
        var failure: CInt = 0
        withArguments(["swift", "build", "--product", "dev-domain"]) {
            failure = posix_spawnp(&child, "swift", &actions, nil, $0, environ)
        }
        guard failure == 0 else { throw ValidationError("Cannot run 'swift build': \(Errno(rawValue: failure)).") }
        var status: CInt = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw ValidationError("'dev-domain' did not build. It needs the Debian package libxml2-dev.")
        }
    }

    private static func withArguments(
        _ words: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Void
    ) {
        var pointers = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        pointers.withUnsafeBufferPointer { if let start = $0.baseAddress { body(start) } }
    }
}
