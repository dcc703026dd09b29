// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

extension ImagePlan {
    /// Adds busybox, and a link in `/bin` for each of its applets.
    ///
    /// The links are made last, when the image is written, so that a program that was asked for wins over an applet of
    /// its name. The names are read out of the binary, which is not run: it may be for another machine.
    ///
    /// - Parameters:
    ///   - name: A name that is looked for in the search path, or a path.
    ///   - applets: The applets to link; nil for all.
    /// - Throws: `notFound` when it is not installed, `malformed` when no applets are found in it.
    public mutating func addBusybox(_ name: String = "busybox", applets: [String]? = nil) throws(ImageError) {
        let path: FilePath
        do throws(ImageError) {
            path = try findBinary(name)
        } catch {
            guard error.code == .notFound else { throw error }
            throw ImageError(
                .notFound, "\(error.message.prefix { $0 != "." }). Install the package 'busybox-static', or 'busybox'.")
        }
        var names: [String]
        do throws(Errno) {
            names = try Busybox.appletNames(in: root.file(at: path))
        } catch {
            throw ImageError.reading(root.hostPath(path), error)
        }
        if let applets { names.removeAll { !applets.contains($0) } }
        guard names.contains("sh") else {
            throw ImageError(
                .malformed,
                "Cannot use '\(root.hostPath(path))' as busybox: no table of applets with a shell is in it. "
                    + "Install the package 'busybox-static'.")
        }
        let place = try addProgram(path, ImageEntry.Reason(by: nil, relation: .base), depth: 0)
        let machine = try? search.open(path, nil)?.object.elf.machine
        busybox = Busybox(path: place, machine: machine, applets: names)
    }

    /// The names of busybox's applets in the image, sorted; empty without busybox.
    public var applets: [String] { busybox?.applets ?? [] }

    /// The names, sorted, of programs that were asked for and stand in the place of an applet, as `/bin/NAME`.
    ///
    /// A busybox that is built with "standalone shell" runs its applets all the same, unless its shell is told
    /// otherwise, for instance by an alias.
    public var shadowedApplets: [String] { applets.filter { programs.contains($0) } }

    /// Makes the links to applets where nothing else stands.
    mutating func linkApplets() throws(ImageError) {
        guard let busybox else { return }
        let directory = try place("/bin/busybox").removingLastComponent()
        let isBeside = busybox.path.removingLastComponent() == directory
        let target = isBeside ? FilePath(busybox.path.lastComponent?.string ?? "busybox") : busybox.path
        let reason = ImageEntry.Reason(by: busybox.path, relation: .applet)
        for name in busybox.applets + ["busybox"] {
            let path = directory.appending(name)
            guard path != busybox.path, entries[path] == nil else { continue }
            entries[path] = ImageEntry(content: .symbolicLink(target), permissions: [], reasons: [reason])
        }
    }
}
