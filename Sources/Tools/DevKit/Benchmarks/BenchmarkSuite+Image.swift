// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import SystemPackage

extension BenchmarkSuite {
    /// `image`: a tiny image with busybox, Python and qemu-img and all of their libraries, beside `cp` of the same files.
    func imageBenchmark(in workspace: Workspace) throws -> Benchmark {
        let programs = ["/usr/bin/python3", "/usr/bin/qemu-img"]
        let makeTinyImage = try ours("make-tiny-image")
        let image = workspace("tiny.img").string
        let (listed, listing) = try Command(makeTinyImage, ["--output", image, "--json"] + programs).capture()
        guard listed.succeeded else { throw DevError("Cannot list the files of the image: make-tiny-image failed.") }
        let sources = try Self.sources(inListing: listing).filter { Directory.kind(of: FilePath($0)) != .directory }
        let copies = workspace("copies").string
        let freshen: @Sendable () throws -> Void = {
            try Command("rm", ["-rf", copies, image]).runOrThrow()
            try File.makeDirectories(FilePath(copies))
        }

        var benchmark = Benchmark(
            name: "image", job: "build an image of busybox, python3 and qemu-img with their \(sources.count) files",
            contestants: [
                Contestant(
                    "make-tiny-image", Command(makeTinyImage, ["--output", image] + programs), preparation: freshen),
                Contestant("cp", Command("cp", sources + [copies]), preparation: freshen),
            ],
            budgets: [.time(beside: "cp") { $0 * 1.3 }, .memory(atMostInMiB: 32)],
            runs: 30)
        if let rapido = rival("rapido-cut") {
            benchmark.contestants.append(
                Contestant(
                    "rapido-cut", try rapidoCut(rapido, programs, image: image, in: workspace), preparation: freshen))
            benchmark.budgets.append(.time(beside: "rapido-cut") { $0 })
        }
        if let original = rivals["make-tiny-image.py"] {
            benchmark.contestants.append(
                Contestant(
                    "make-tiny-image.py", Command(original.string, ["--output", image] + programs),
                    preparation: freshen))
            benchmark.budgets.append(.time(beside: "make-tiny-image.py"))
        }
        return benchmark
    }

    /// rapido-cut for the same programs. It runs in its clone, as it wants to, and adds its init and a few virtio modules of
    /// the newest kernel that is installed.
    private func rapidoCut(
        _ rapido: String, _ programs: [String], image: String, in workspace: Workspace
    ) throws -> Command {
        let busybox = Command.find("busybox")?.string ?? "busybox"
        let manifest = workspace("rapido.fest")
        try File.write(([busybox] + programs).map { "bin \($0)\n" }.joined().utf8, to: manifest)
        let modules = FilePath(try Self.newestKernel("/lib/modules/*"))
        let release = modules.lastComponent?.string ?? ""
        try File.write("\(release)\n".utf8, to: workspace("kernel/include/config/kernel.release"))
        try File.write("KERNEL_SRC=\"\(workspace("kernel"))\"\n".utf8, to: workspace("rapido.conf"))
        var command = Command(rapido, ["--manifest", manifest.string, "--output", image])
            .with(["RAPIDO_CONF": workspace("rapido.conf").string])
        let clone = FilePath(rapido).removingLastComponent().removingLastComponent().removingLastComponent()
        if Directory.kind(of: clone.appending("vm_autorun.env")) == .file { command.directory = clone }
        return command
    }

    /// The host's files in a listing of `make-tiny-image --json`: every absolute path under a key `source`, once each.
    static func sources(inListing json: String) throws -> [String] {
        let listing: Listing
        do {
            listing = try JSONDecoder().decode(Listing.self, from: Data(json.utf8))
        } catch {
            throw DevError("Cannot understand what 'make-tiny-image --json' printed: \(error).")
        }
        var seen: Set<String> = []
        return listing.sources.filter { $0.hasPrefix("/") && seen.insert($0).inserted }
    }
}

/// Any JSON, of which only the values of keys called `source` are kept.
private struct Listing: Decodable {
    var sources: [String] = []

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int?

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            for key in object.allKeys {
                if key.stringValue == "source", let path = try? object.decode(String.self, forKey: key) {
                    sources.append(path)
                } else {
                    sources += try object.decode(Listing.self, forKey: key).sources
                }
            }
        } else if var list = try? decoder.unkeyedContainer() {
            while !list.isAtEnd { sources += try list.decode(Listing.self).sources }
        }
    }
}
