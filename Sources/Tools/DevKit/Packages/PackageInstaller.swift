// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import LinuxSystem
internal import SystemPackage

/// Installs packages of the distribution with apt-get(8), as root or through sudo(8), and says what it does.
public struct PackageInstaller {
    /// How we come to the rights that installing needs.
    public enum Privilege: Sendable, Equatable {
        /// We are root.
        case root
        /// sudo lets us, at once or after asking on the terminal.
        case sudo
        /// We are neither root nor can we become it.
        case none
    }

    private let privilege: Privilege
    private let say: (String) -> Void
    /// The program that installs.
    var aptGet = "apt-get"

    /// An installer.
    ///
    /// - Parameters:
    ///   - privilege: nil to find out.
    ///   - say: Takes lines for the user.
    public init(privilege: Privilege? = nil, say: @escaping (String) -> Void) {
        self.privilege = privilege ?? Self.ownPrivilege()
        self.say = say
    }

    /// Installs what a job wants and is not there; does nothing, and runs nothing, when all is there.
    ///
    /// - Parameter table: The packages that we know of.
    /// - Throws: `DevError` that names the command to type, when we must not or cannot install.
    public func install(for job: DebianPackage.Job, among table: [DebianPackage] = DebianPackage.table) throws {
        let missing = DebianPackage.missing(for: job, among: table)
        if missing.isEmpty { return }
        say("Missing on this machine:")
        for line in Self.lines(missing) { say("  \(line)") }
        guard Command.find(aptGet) != nil else {
            throw DevError(
                "Cannot install what is missing: this is no Debian with apt-get. Install the counterparts of "
                    + "\(names(missing)) by hand.")
        }
        guard privilege != .none else {
            throw DevError(
                "Cannot install what is missing without root's rights. Type: \(Self.bySudo(installation(of: missing)).shellText)"
            )
        }
        say("Installing \(names(missing)) ...")
        try perform(missing)
        let rest = DebianPackage.missing(for: job, among: table)
        if !rest.isEmpty {
            throw DevError(
                "\(names(rest)) did not bring what was looked for. Are these other versions than in Debian 12?")
        }
    }

    /// Lets packages for another architecture be fetched, as the tests of foreign guests do; dpkg(1). Without the rights, or
    /// on another distribution, those tests are skipped, and say so.
    ///
    /// - Throws: `DevError` when a program cannot be started.
    public func addArchitecture(_ name: String) throws {
        guard privilege != .none, Command.find("dpkg") != nil else { return }
        let known = try Command("dpkg", ["--print-foreign-architectures"]).capture(quiet: true).text
        if known.split(separator: "\n").contains(Substring(name)) { return }
        say("Adding the architecture \(name) to dpkg, of which the tests fetch packages, and never install one ...")
        if try run(Command("dpkg", ["--add-architecture", name])) { _ = try run(update) }
    }

    private func perform(_ packages: [DebianPackage]) throws {
        if !Self.hasFreshLists() { _ = try run(update) }
        if try run(installation(of: packages)) { return }
        say("Once more, with new package lists ...")
        _ = try run(update)
        guard try run(installation(of: packages)) else {
            throw DevError(
                "apt-get could not install \(names(packages)). Its messages above say why; is there a network?")
        }
    }

    private func run(_ command: Command) throws -> Bool {
        try (privilege == .sudo ? Self.bySudo(command) : command).run().succeeded
    }

    /// The same as root. sudo keeps no variables, so they are set behind it.
    static func bySudo(_ command: Command) -> Command {
        let variables = command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return Command("sudo", ["env"] + variables + [command.program] + command.arguments)
    }

    private func names(_ packages: [DebianPackage]) -> String {
        Self.distinct(packages.map(\.name)).joined(separator: ", ")
    }

    /// A line for each package, with all that it is for.
    static func lines(_ packages: [DebianPackage]) -> [String] {
        distinct(packages.map(\.name)).map { name in
            let purposes = distinct(packages.filter { $0.name == name }.map(\.purpose))
            return "\(name): \(purposes.joined(separator: ", "))"
        }
    }

    private static func distinct(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }

    /// The command that installs packages without a question; apt.conf(5), apt-get(8).
    func installation(of packages: [DebianPackage]) -> Command {
        aptGetCommand(["install", "--yes", "--no-install-recommends"] + Self.distinct(packages.map(\.name)))
    }

    private var update: Command { aptGetCommand(["update"]) }

    private func aptGetCommand(_ arguments: [String]) -> Command {
        Command(aptGet, ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", "-q"] + arguments)
            .with(["DEBIAN_FRONTEND": "noninteractive"])
    }

    /// Whether package lists are there and not older than a day.
    private static func hasFreshLists() -> Bool {
        Directory.matches("/var/lib/apt/lists/*_Packages*").contains { path in
            var status = stat()
            return stat(path, &status) == 0 && time(nil) - status.st_ctim.tv_sec < 24 * 3600
        }
    }

    private static func ownPrivilege() -> Privilege {
        if geteuid() == 0 { return .root }
        guard Command.find("sudo") != nil else { return .none }
        if isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 { return .sudo }
        return (try? Command("sudo", ["-n", "true"]).measure().succeeded) == true ? .sudo : .none
    }
}
