// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// `dev domxml-to-argv`: handed on to `dev-domain`, which links libxml2 and is built when it is first asked for.
struct DomainXMLToArgumentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "domxml-to-argv", abstract: "Print the QEMU command line of a libvirt domain, quoted for the shell.")

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

/// The program beside this one that does the work.
private enum DevDomain {
    /// Becomes `dev-domain`; builds it first when it is not there.
    static func run(_ command: String, _ arguments: [String]) throws {
        guard let own = executablePath else { throw ValidationError("The path of this program cannot be read from /proc/self/exe.") }
        let program = own.removingLastComponent().appending("dev-domain").string
        if access(program, X_OK) != 0 { become(["swift", "build", "--product", "dev-domain"], then: [program, command] + arguments) }
        become([program, command] + arguments, then: nil)
        throw ValidationError("Cannot run '\(program)': \(Errno(rawValue: errno)).")
    }

    private static var executablePath: FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        return count > 0 ? FilePath(platformString: buffer) : nil
    }

    /// Replaces this process; with a second command, by a shell that runs it when the first succeeds and whose build
    /// messages go to standard error.
    private static func become(_ first: [String], then second: [String]?) {
        let words = second.map { ["/bin/sh", "-c", "n=$1; shift; build=; while [ $n -gt 0 ]; do build=\"$build $1\"; shift; n=$((n-1)); done; $build >&2 && exec \"$@\"", "dev", "\(first.count)"] + first + $0 } ?? first
        var pointers = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        execvp(pointers[0], pointers)
    }
}
