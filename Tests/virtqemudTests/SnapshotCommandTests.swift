// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// virsh's snapshot commands against our daemon, with a machine whose memory counts.
@Suite(.enabled(if: Program.areInstalled("virsh", "qemu-system-x86_64", "qemu-img")), .timeLimit(.minutes(10)))
struct SnapshotCommandTests {
    @Test("Snapshots of a machine that is off are made, listed, shown, reverted to and deleted")
    func off() throws {
        let machine = try CountingMachine()
        try machine.done("snapshot-create-as", "vm", "one", "the first")
        try machine.done("snapshot-create-as", "vm", "two")
        #expect(try machine.snapshots(of: machine.disk) == ["one", "two"])
        #expect(machine.says("snapshot-list", "vm", "--name") == "one\ntwo")
        #expect(machine.says("snapshot-list", "vm", "--roots", "--name") == "one")
        #expect(machine.says("snapshot-list", "vm", "--leaves", "--name") == "two")
        #expect(machine.says("snapshot-list", "vm", "--no-leaves", "--name") == "one")
        #expect(machine.says("snapshot-list", "vm", "--inactive", "--internal", "--name") == "one\ntwo")
        for none in ["--active", "--disk-only", "--external", "--no-metadata"] {
            #expect(machine.says("snapshot-list", "vm", none, "--name").isEmpty, "\(none)")
        }
        #expect(machine.says("snapshot-list", "vm", "--tree").split(separator: "\n").count == 3)
        #expect(machine.says("snapshot-list", "vm", "--topological", "--name") == "one\ntwo")
        #expect(machine.says("snapshot-list", "vm", "--from", "one", "--descendants", "--name") == "two")
        #expect(machine.says("snapshot-list", "vm", "--parent").contains("shutoff   one"))
        #expect(machine.says("snapshot-parent", "vm", "two") == "one")
        #expect(machine.says("snapshot-current", "vm", "--name") == "two")
        let info = machine.says("snapshot-info", "vm", "one")
        for line in [
            "Current:        no", "State:          shutoff", "Location:       internal", "Parent:         -",
            "Children:       1", "Descendants:    1", "Metadata:       yes",
        ] { #expect(info.contains(line), "\(info)") }
        let xml = machine.says("snapshot-dumpxml", "vm", "one")
        #expect(xml.contains("<description>the first</description>"))
        #expect(xml.contains("<disk name='vda' snapshot='internal'/>") && xml.contains("<memory snapshot='no'/>"))
        #expect(!xml.contains("<active>"))

        try machine.done("snapshot-revert", "vm", "one")
        #expect(machine.says("snapshot-current", "vm", "--name") == "one")
        #expect(machine.says("domstate", "vm", "--reason") == "shut off (from snapshot)")
        try machine.done("snapshot-create-as", "vm", "three")
        #expect(machine.says("snapshot-parent", "vm", "three") == "one")
        // Children of one that goes are adopted, and what was current is what that came of.
        try machine.done("snapshot-delete", "vm", "one")
        #expect(machine.says("snapshot-list", "vm", "--roots", "--name") == "three\ntwo")
        try machine.done("snapshot-delete", "vm", "three")
        #expect(machine.says("snapshot-list", "vm", "--name") == "two")
        #expect(try machine.snapshots(of: machine.disk) == ["two"])
        #expect(machine.refuses("snapshot-current", "vm").contains("no current snapshot"))
    }

    @Test("Children go with their parent or before it, and metadata alone without the data")
    func families() throws {
        let machine = try CountingMachine()
        for name in ["a", "b", "c"] { try machine.done("snapshot-create-as", "vm", name) }
        try machine.done("snapshot-delete", "vm", "b", "--metadata")
        #expect(machine.says("snapshot-parent", "vm", "c") == "a")
        #expect(try machine.snapshots(of: machine.disk) == ["a", "b", "c"])
        let taken = machine.refuses("snapshot-create-as", "vm", "b")
        #expect(taken.contains("has a snapshot 'b' of which the domain does not know"))
        try machine.done("snapshot-delete", "vm", "a", "--children-only")
        #expect(machine.says("snapshot-list", "vm", "--name") == "a")
        #expect(machine.says("snapshot-current", "vm", "--name") == "a")
        try machine.done("snapshot-create-as", "vm", "d")
        try machine.done("snapshot-delete", "vm", "a", "--children")
        #expect(machine.says("snapshot-list", "vm", "--name").isEmpty)
        #expect(try machine.snapshots(of: machine.disk) == ["b"])
    }

    @Test("A machine that runs goes back to what its memory was, in its QEMU and in another one")
    func memory() throws {
        let machine = try CountingMachine()
        try machine.done("start", "vm")
        #expect(machine.counts(beyond: 4))
        try machine.done("snapshot-create-as", "vm", "early")
        #expect(machine.says("domstate", "vm") == "running")
        let kept = try #require(machine.counter.last)
        #expect(machine.counts(beyond: kept + 10))
        let info = machine.says("snapshot-info", "vm", "early")
        #expect(info.contains("State:          running") && info.contains("Location:       internal"))
        #expect(machine.says("snapshot-dumpxml", "vm", "early").contains("<memory snapshot='internal'/>"))

        let process = try #require(machine.emulators.first)
        let length = machine.counter.count
        try machine.done("snapshot-revert", "vm", "early")
        #expect(machine.says("domstate", "vm", "--reason") == "running (from snapshot)")
        #expect(machine.emulators == [process])
        try machine.checkWentBack(to: kept, after: length)

        // A machine that is off gets a new QEMU, whose guest waits when that is asked for.
        try machine.done("destroy", "vm")
        let end = machine.counter.count
        try machine.done("snapshot-revert", "vm", "early", "--paused")
        #expect(machine.says("domstate", "vm", "--reason") == "paused (from snapshot)")
        #expect(machine.emulators != [process])
        try machine.done("resume", "vm")
        try machine.checkWentBack(to: kept, after: end)

        // So does one whose devices are others than they were.
        let other = machine.says("dumpxml", "vm", "--inactive").replacingOccurrences(of: "32768", with: "65536")
        try machine.done("destroy", "vm")
        try machine.done("define", machine.write("other.xml", other))
        try machine.done("start", "vm")
        #expect(machine.counts(beyond: 2))
        let second = machine.emulators
        try machine.done("snapshot-revert", "vm", "early")
        #expect(machine.emulators.count == 1 && machine.emulators != second)
        #expect(machine.says("dominfo", "vm").contains("Max memory:     32768 KiB"))
        #expect(machine.says("dumpxml", "vm", "--inactive").contains("32768"))
        try machine.done("snapshot-delete", "vm", "early")
        #expect(try machine.snapshots(of: machine.disk).isEmpty)
        try machine.done("destroy", "vm")
    }

    @Test(
        "A snapshot of disks alone puts new images above them, which the machine and its definition have from then on")
    func disks() throws {
        let machine = try CountingMachine()
        try machine.done("start", "vm")
        #expect(machine.counts(beyond: 2))
        for name in ["first", "second"] {
            try machine.done("snapshot-create-as", "vm", name, "--disk-only", "--atomic")
        }
        let chain = ["second", "first", "qcow2"].map { machine.directory("disk.\($0)") }
        #expect(try machine.chain(of: chain[0]) == chain)
        let xml = machine.says("dumpxml", "vm")
        #expect(xml.contains("<source file='\(chain[0])' index="), "\(xml)")
        #expect(xml.contains("<source file='\(chain[1])'/>") && xml.contains("<source file='\(chain[2])'/>"))
        #expect(machine.says("dumpxml", "vm", "--inactive").contains("<source file='\(chain[0])'/>"))
        #expect(machine.says("domblklist", "vm").contains(chain[0]))
        // What the guest of today has open, the kernel knows.
        #expect(machine.openFiles.isSuperset(of: chain))
        let info = machine.says("snapshot-info", "vm", "second")
        #expect(info.contains("State:          disk-snapshot") && info.contains("Location:       external"))
        #expect(machine.says("snapshot-list", "vm", "--disk-only", "--external", "--name") == "first\nsecond")
        #expect(machine.says("snapshot-list", "vm", "--internal", "--name").isEmpty)
        #expect(machine.refuses("snapshot-revert", "vm", "first").contains("external"))
        #expect(machine.refuses("snapshot-delete", "vm", "first").contains("external"))

        try machine.done("destroy", "vm")
        try machine.done("start", "vm")
        #expect(machine.counts(beyond: 2))
        #expect(machine.openFiles.isSuperset(of: chain))
        try machine.done("destroy", "vm")
        try machine.done("snapshot-create-as", "vm", "third", "--disk-only")
        #expect(machine.says("snapshot-info", "vm", "third").contains("State:          shutoff"))
        #expect(try machine.chain(of: machine.directory("disk.third")) == [machine.directory("disk.third")] + chain)
        for name in ["third", "second", "first"] { try machine.done("snapshot-delete", "vm", name, "--metadata") }
        try machine.done("undefine", "vm")
    }

    @Test("What cannot be is refused, and leaves nothing behind")
    func refusals() throws {
        let machine = try CountingMachine()
        #expect(machine.refuses("snapshot-dumpxml", "vm", "none").contains("Domain snapshot not found"))
        #expect(machine.refuses("snapshot-create-as", "vm", "a/b").contains("'a/b'"))
        #expect(machine.refuses("snapshot-create-as", "vm", ".x").contains("'.x'"))
        #expect(machine.refuses("snapshot-create-as", "vm", "x", "--diskspec", "vdx").contains("'vdx'"))
        try machine.done("snapshot-create-as", "vm", "x")
        #expect(machine.refuses("snapshot-create-as", "vm", "x").contains("already"))
        #expect(machine.refuses("undefine", "vm").contains("1 snapshots"))
        #expect(machine.refuses("snapshot-parent", "vm", "x").contains("no parent"))
        try machine.done("start", "vm")
        #expect(machine.refuses("snapshot-create-as", "vm", "y", "--disk-only", "--quiesce").contains("agent"))
        #expect(machine.refuses("snapshot-create-as", "vm", "y", "--memspec", "file=/tmp/never").contains("memory"))
        _ = try machine.directory.write("disk.y", "somebody's")
        #expect(machine.refuses("snapshot-create-as", "vm", "y", "--disk-only").contains("disk.y"))
        #expect(try String(contentsOfFile: machine.directory("disk.y"), encoding: .utf8) == "somebody's")
        #expect(machine.refuses("snapshot-revert", "vm", "x", "--running").contains("revert requires force"))
        try machine.done("snapshot-revert", "vm", "x", "--running", "--force")
        #expect(machine.says("domstate", "vm", "--reason") == "running (booted)")
        #expect(machine.says("snapshot-list", "vm", "--name") == "x")
        try machine.done("destroy", "vm")
        try machine.done("undefine", "vm", "--snapshots-metadata")
        #expect(machine.metadata.isEmpty)
        #expect(machine.directory.path.isEmpty == false)
    }

    @Test("A new name goes into the snapshots, a document is taken up, and new images may be there already")
    func documents() throws {
        let machine = try CountingMachine()
        try machine.done("snapshot-create-as", "vm", "one")
        let xml = machine.says("snapshot-dumpxml", "vm", "one")
        try machine.done("domrename", "vm", "other")
        #expect(machine.metadata == ["other/one.xml"])
        #expect(machine.says("snapshot-dumpxml", "other", "one").contains("<name>other</name>"))
        try machine.done("domrename", "other", "vm")
        try machine.done("snapshot-delete", "vm", "one", "--metadata")
        #expect(machine.metadata.isEmpty)
        try machine.done("snapshot-create", "vm", machine.write("one.xml", xml), "--redefine", "--current")
        #expect(machine.says("snapshot-current", "vm", "--name") == "one")
        let changed = xml.replacingOccurrences(of: "<state>", with: "<description>anew</description><state>")
        try machine.done("snapshot-create", "vm", machine.write("one.xml", changed), "--redefine")
        #expect(machine.says("snapshot-dumpxml", "vm", "one").contains("<description>anew</description>"))
        let orphan = xml.replacingOccurrences(
            of: "<name>one</name>\n  <state>", with: "<name>two</name><parent><name>none</name></parent><state>")
        let file = try machine.write("two.xml", orphan)
        #expect(machine.refuses("snapshot-create", "vm", file, "--redefine").contains("'none'"))
        try machine.done("snapshot-revert", "vm", "one")

        let above = machine.directory("above.qcow2")
        let made = try Program.imageTool(
            ["create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", machine.disk, above])
        try #require(made.status == 0)
        try machine.done(
            "snapshot-create-as", "vm", "ready", "--disk-only", "--reuse-external", "--no-metadata", "--diskspec",
            "vda,file=\(above)")
        #expect(machine.says("domblklist", "vm").contains(above))
        #expect(machine.says("snapshot-list", "vm", "--name") == "one")
    }

    @Test("A daemon that is killed while it makes snapshots tells afterwards what is there, and its machine runs on")
    func killed() throws {
        let machine = try CountingMachine()
        try machine.done("start", "vm")
        #expect(machine.counts(beyond: 2))
        let process = machine.emulators
        for (number, delay) in [0.02, 0.05, 0.1, 0.15, 0.2, 0.3].enumerated() {
            let kind = number.isMultiple(of: 2) ? [] : ["--disk-only"]
            let client = try machine.begin(["snapshot-create-as", "vm", "s\(number)"] + kind)
            Thread.sleep(forTimeInterval: delay)
            try machine.replaceDaemon()
            _ = client.wait(seconds: 60)
            #expect(RunningProgram.wait { machine.says("domstate", "vm") == "running" }, "\(machine.output)")
            #expect(machine.emulators == process)
            // The image that the machine is said to have is the one that it has, now and at its next start.
            let top = machine.image
            let chain = try machine.chain(of: top)
            #expect(
                machine.openFiles.filter { $0.hasPrefix(machine.directory("disk.")) } == Set(chain), "\(machine.output)"
            )
            #expect(machine.says("dumpxml", "vm", "--inactive").contains("<source file='\(top)'/>"))
            // Of every snapshot that is known, what it needs is there.
            let kept = try chain.flatMap { try machine.snapshots(of: $0) }
            let known = machine.says("snapshot-list", "vm", "--internal", "--name").split(separator: "\n").map(
                String.init)
            #expect(Set(known).isSubset(of: kept), "\(known) \(kept)")
            let layers = machine.says("snapshot-list", "vm", "--external", "--name").split(separator: "\n")
            #expect(layers.count == chain.count - 1, "\(layers) \(chain)")
        }
        let count = machine.counter.count
        #expect(RunningProgram.wait { machine.counter.count > count })
        #expect(machine.metadata.allSatisfy { !$0.contains(".swift-virt") })
        try machine.done("destroy", "vm")
    }
}
