// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import Glibc
internal import LinuxSystem
internal import SystemPackage
internal import VirtModel
internal import XMLCoding

/// Definitions on disk, in libvirt's own form and places: `NAME.xml`, and a link in `autostart` for those that start with the
/// host. All of it blocks, so it is called on threads for that.
struct DomainStore: Sendable {
    let directories: DriverDirectories

    /// A definition as it was found.
    struct Entry: Sendable {
        var domain: Domain
        var isAutostarted: Bool
    }

    /// What was found, and what is wrong with those that cannot be read, which stay where they are.
    struct Found: Sendable {
        var entries: [Entry] = []
        var problems: [String] = []
    }

    /// Names of files.
    struct Names: Sendable {
        /// Those of definitions, sorted.
        var definitions: [String]
        /// Those of links to definitions that start with the host.
        var autostarted: Set<String>
    }

    /// What there is to read. What a crash left before it was in place is removed.
    func names() throws -> Names {
        let definitions = try directories.configuration.entries().filter { name in
            if name.hasPrefix(AtomicFile.temporaryPrefix) {
                try? directories.configuration.appending(name).removeAll()
                return false
            }
            return name.hasSuffix(".xml")
        }
        return Names(
            definitions: definitions, autostarted: Set((try? directories.autostart.entries()) ?? []))
    }

    /// Reads definitions, many of them by a thread for each processor.
    func read(_ names: Names, with work: BlockingWork) async throws -> Found {
        names.definitions.isEmpty ? Found() : try await readAll(names, with: work)
    }

    private func readAll(_ names: Names, with work: BlockingWork) async throws -> Found {
        let count = names.definitions.count
        let share = max(100, count / max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) + 1)
        return try await withThrowingTaskGroup(of: (Int, Found).self) { group in
            for start in stride(from: 0, to: count, by: share) {
                group.addTask {
                    let found = try await work.run("read definitions in '\(directories.configuration)'") {
                        self.read(names.definitions[start..<min(start + share, count)], names.autostarted)
                    }
                    return (start, found)
                }
            }
            var parts: [(start: Int, found: Found)] = []
            for try await part in group { parts.append(part) }
            // In the order of the names: of two with one UUID it is always the same that is taken.
            parts.sort { $0.start < $1.start }
            return Found(entries: parts.flatMap(\.found.entries), problems: parts.flatMap(\.found.problems))
        }
    }

    private func read(_ names: ArraySlice<String>, _ autostarted: Set<String>) -> Found {
        var found = Found()
        for name in names {
            let path = directories.configuration.appending(name)
            if path.isDirectory { continue }
            do {
                let domain = try read(path)
                guard "\(domain.name).xml" == name else {
                    throw XMLError(.invalid, "It defines a domain '\(domain.name)', whose file has another name.")
                }
                found.entries.append(Entry(domain: domain, isAutostarted: autostarted.contains(name)))
            } catch {
                found.problems.append("The definition '\(path)' is left alone, for it cannot be read. \(error)")
            }
        }
        return found
    }

    private func read(_ path: FilePath) throws -> Domain {
        let element = try XMLParser().parse(try path.contents())
        let domain: Domain = try XMLReader.read(from: element)
        guard domain.uuid != nil else { throw XMLError(.missing, "A domain that is defined has a UUID.") }
        return domain
    }

    /// Writes a definition. When this returns it is on the disk.
    ///
    /// What has its name and cannot be read is kept under another one.
    func save(_ domain: Domain) throws {
        let path = file(of: domain.name)
        do {
            if path.exists, (try? read(path)) == nil { try keepAside(path) }
            try AtomicFile.write(Array(try Self.text(of: domain).utf8), to: path)
        } catch let error as Errno {
            throw VirtError(
                .systemError, "The definition of domain '\(domain.name)' cannot be written to '\(path)': \(error).",
                cause: error)
        }
    }

    /// The text of a definition, with a word to those who look into its file.
    private static func text(of domain: Domain) throws -> String {
        let notice =
            "<!-- The QEMU driver writes this file. Change the domain by 'virsh edit', or define it anew. -->\n"
        return notice + (try domain.xmlText())
    }

    private func keepAside(_ path: FilePath) throws(Errno) {
        var number = 1
        while FilePath("\(path).unreadable-\(number)").exists { number += 1 }
        try systemCall {
            path.withPlatformString { old in
                FilePath("\(path).unreadable-\(number)").withPlatformString { rename(old, $0) }
            }
        }
    }

    /// Removes a definition, with its link.
    func remove(_ name: String) throws {
        do {
            try AtomicFile.remove(link(of: name))
            try AtomicFile.remove(file(of: name))
        } catch {
            throw VirtError(
                .systemError, "The definition '\(file(of: name))' cannot be removed: \(error).", cause: error)
        }
    }

    /// Makes or removes the link that has a domain started with the host.
    func setAutostart(_ name: String, _ isOn: Bool) throws {
        let link = link(of: name)
        do {
            try AtomicFile.remove(link)
            guard isOn else { return }
            try directories.autostart.createDirectories()
            try systemCall {
                file(of: name).withPlatformString { target in link.withPlatformString { symlink(target, $0) } }
            }
            try AtomicFile.synchronise(directory: directories.autostart)
        } catch {
            throw VirtError(.systemError, "The link '\(link)' cannot be changed: \(error).", cause: error)
        }
    }

    private func file(of name: String) -> FilePath { directories.configuration.appending("\(name).xml") }
    private func link(of name: String) -> FilePath { directories.autostart.appending("\(name).xml") }
}
