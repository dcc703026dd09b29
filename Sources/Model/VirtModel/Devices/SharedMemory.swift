// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<shmem>`: memory that guests share.
package struct SharedMemory: XMLRepresentable, Sendable, Hashable {
    package var name = ""
    package var role: String?
    package var model: String?
    package var size: MemorySizeInMiB?
    package var server: String?
    package var hasServer = false
    package var msiEnabled: YesNo?
    package var vectors: UInt32?
    package var ioeventfd: OnOff?
    package var hasMSI = false
    package var info = DeviceInfo()
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("name", &name)
        try x.attribute("role", &role)
        try x.single("model", "type", &model)
        try x.element("size", &size)
        if x.isReading {
            hasServer = x.childNames.contains("server")
            try x.single("server", "path", &server)
        } else if hasServer {
            var box: Server? = Server(path: server)
            try x.element("server", &box)
        }
        if x.isReading { hasMSI = x.childNames.contains("msi") }
        try x.group("msi") { x in
            try x.attribute("enabled", &msiEnabled)
            try x.attribute("vectors", &vectors)
            try x.attribute("ioeventfd", &ioeventfd)
        }
        try info.xml(&x)
        guard x.isReading else { return }
        if let role, role != "peer", role != "master" {
            throw x.failure(.invalid, "Role '\(role)' of shared memory is not 'peer' or 'master'.")
        }
        if let model, !["ivshmem", "ivshmem-plain", "ivshmem-doorbell"].contains(model) {
            throw x.failure(.invalid, "Shared memory model '\(model)' is not known.")
        }
        if name.contains("/") || name == "." || name == ".." {
            throw x.failure(.invalid, "Shared memory name '\(name)' cannot be a directory.")
        }
    }
}

/// `<server path='...'/>`, where the path may be missing.
private struct Server: XMLRepresentable {
    var path: String?
    init() {}
    init(path: String?) { self.path = path }
    mutating func xml(_ x: inout some XMLVisitor) throws { try x.attribute("path", &path) }
}

/// A size that is written in MiB.
package struct MemorySizeInMiB: XMLRepresentable, Sendable, Hashable {
    package var bytes: UInt64 = 0
    package init() {}
    package init(bytes: UInt64) { self.bytes = bytes }
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        var unit: String? = "M"
        var count: UInt64? = bytes >> 20
        try x.attribute("unit", &unit)
        try x.text(&count)
        guard x.isReading else { return }
        guard let size = ByteUnit.bytes(count ?? 0, unit: unit ?? "b") else {
            throw x.failure(
                .invalid, "The size '\(count ?? 0)' of unit '\(unit ?? "")' is no size that fits in 64 bits.")
        }
        bytes = size
    }
}
