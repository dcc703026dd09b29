// SPDX-License-Identifier: Apache-2.0

internal import DriverAPI
internal import VirtModel
internal import XMLCoding

/// What is kept of a running domain so that a later process of ours finds it again: `NAME.status` in the state directory.
///
/// libvirt has a `NAME.xml` there. It would take ours for its own, and end a QEMU to which it cannot talk.
///
/// ```
/// <domstatus state='running' reason='booted' pid='4711'>
///   <process startTime='123456'/>
///   <monitor path='/.../monitor.sock' type='unix'/>
///   <lifetime survives='yes' transient='no'/>
///   <domain type='qemu' id='3'> ... </domain>
/// </domstatus>
/// ```
struct DomainStatusDocument: Sendable, Hashable {
    /// What the names of the files end with.
    static let suffix = ".status"

    var status: DomainStatus
    /// 0 as long as there may be none yet.
    var processID: Int32
    var processStartTime: UInt64
    var monitorPath: String
    /// Whether the domain is gone when it ends.
    var isTransient: Bool
    /// The running domain.
    var domain: Domain
    /// Threads of its virtual CPUs.
    var vcpuThreads: [Int: Int] = [:]

    /// Whether the start was not done when this was written.
    var isStarting: Bool { status == .paused(.startingUp) }

    /// The text.
    func text() throws -> String {
        let (state, reason) = Self.words(for: status)
        var root = XMLElement(
            "domstatus",
            attributes: [
                .init(name: "state", value: state), .init(name: "reason", value: reason),
                .init(name: "pid", value: String(processID)),
            ])
        root.children = [
            .element(XMLElement("process", attributes: [.init(name: "startTime", value: String(processStartTime))])),
            .element(
                XMLElement(
                    "monitor",
                    attributes: [.init(name: "path", value: monitorPath), .init(name: "type", value: "unix")])),
            .element(
                XMLElement("lifetime", attributes: [.init(name: "transient", value: isTransient ? "yes" : "no")])),
            .element(
                XMLElement(
                    "vcpus",
                    children: vcpuThreads.sorted { $0.key < $1.key }.map { id, thread in
                        .element(
                            XMLElement(
                                "vcpu",
                                attributes: [
                                    .init(name: "id", value: String(id)), .init(name: "pid", value: String(thread)),
                                ]))
                    })),
            .element(try XMLWriter.write(domain, as: "domain", form: XMLForm(isActive: true))),
        ]
        return root.formatted()
    }

    /// Reads a document.
    ///
    /// - Throws: `XMLError`
    init(text: [UInt8]) throws {
        let root = try XMLParser().parse(text)
        func child(_ name: String) throws -> XMLElement {
            guard let element = root.elements.first(where: { $0.name == name }) else {
                throw XMLError(.missing, "The state of a domain lacks its element '\(name)'.", line: root.line)
            }
            return element
        }
        guard root.name == "domstatus", let state = root[attribute: "state"],
            let status = Self.status(state, root[attribute: "reason"] ?? "unknown"),
            let process = root[attribute: "pid"].flatMap({ Int32($0) }),
            let startTime = try child("process")[attribute: "startTime"].flatMap({ UInt64($0) }),
            let path = try child("monitor")[attribute: "path"]
        else { throw XMLError(.invalid, "The state of a domain is not complete.", line: root.line) }
        self.status = status
        processID = process
        processStartTime = startTime
        monitorPath = path
        isTransient = try child("lifetime")[attribute: "transient"] == "yes"
        domain = try XMLReader.read(from: try child("domain"), form: XMLForm(isActive: true))
        for element in root.elements.first(where: { $0.name == "vcpus" })?.elements ?? [] {
            guard let id = element[attribute: "id"].flatMap({ Int($0) }),
                let thread = element[attribute: "pid"].flatMap({ Int($0) })
            else { continue }
            vcpuThreads[id] = thread
        }
    }

    init(
        status: DomainStatus, processID: Int32, processStartTime: UInt64, monitorPath: String, isTransient: Bool,
        domain: Domain, vcpuThreads: [Int: Int]
    ) {
        self.status = status
        self.processID = processID
        self.processStartTime = processStartTime
        self.monitorPath = monitorPath
        self.isTransient = isTransient
        self.domain = domain
        self.vcpuThreads = vcpuThreads
    }

    // MARK: Words

    private static let pausedReasons = [
        "unknown", "user", "migration", "save", "dump", "ioerror", "watchdog", "from-snapshot", "shutdown", "snapshot",
        "panicked", "starting up", "post-copy", "post-copy failed",
    ]
    private static let runningReasons = [
        "unknown", "booted", "migrated", "restored", "from-snapshot", "unpaused", "migration-canceled", "save-canceled",
        "wakeup", "crashed", "post-copy", "post-copy failed",
    ]

    private static func words(for status: DomainStatus) -> (state: String, reason: String) {
        switch status {
        case .running(let reason): ("running", runningReasons[Int(reason.rawValue)])
        case .paused(let reason): ("paused", pausedReasons[Int(reason.rawValue)])
        case .shutdown: ("shutdown", "unknown")
        case .shutoff: ("shutoff", "unknown")
        case .crashed: ("crashed", "panicked")
        case .suspended: ("pmsuspended", "unknown")
        }
    }

    private static func status(_ state: String, _ reason: String) -> DomainStatus? {
        switch state {
        case "running":
            .running(runningReasons.firstIndex(of: reason).flatMap { .init(rawValue: Int32($0)) } ?? .unknown)
        case "paused":
            .paused(pausedReasons.firstIndex(of: reason).flatMap { .init(rawValue: Int32($0)) } ?? .unknown)
        case "shutdown": .shutdown
        case "crashed": .crashed(.panicked)
        case "pmsuspended": .suspended
        default: nil
        }
    }
}
