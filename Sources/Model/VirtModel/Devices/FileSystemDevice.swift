// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<filesystem>`: a directory of the host shown to the guest.
package struct FileSystemDevice: Sendable, Hashable {
    package var type = "mount"
    package var accessMode: String?
    package var multidevs: String?
    package var fileMode: String?
    package var directoryMode: String?
    package var model: String?
    package var driverType: String?
    package var writePolicy: String?
    package var queueSize: UInt64?
    package var virtio = VirtioOptions()
    package var binary = Binary()
    package var source: String?
    package var socket: String?
    package var target = ""
    package var isReadOnly = false
    package var info = DeviceInfo()
    package init() {}

    package struct Binary: Sendable, Hashable {
        package var path: String?
        package var xattr: OnOff?
        package var cacheMode: String?
        package var sandboxMode: String?
        package var lockPOSIX: OnOff?
        package var lockFlock: OnOff?
        package var threadPoolSize: Int?
        package init() {}
    }
}

extension FileSystemDevice: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("type", &type)
        try x.attribute("accessmode", &accessMode)
        try x.attribute("model", &model)
        try x.attribute("multidevs", &multidevs)
        try x.attribute("fmode", &fileMode)
        try x.attribute("dmode", &directoryMode)
        try x.group("driver") { x in
            try x.attribute("type", &driverType)
            try x.attribute("wrpolicy", &writePolicy)
            try x.attribute("queue", &queueSize)
            try virtio.attributes(&x)
        }
        try x.group("binary") { x in
            try x.attribute("path", &binary.path)
            try x.attribute("xattr", &binary.xattr)
            try x.single("cache", "mode", &binary.cacheMode)
            try x.single("sandbox", "mode", &binary.sandboxMode)
            try x.group("lock") { x in
                try x.attribute("posix", &binary.lockPOSIX)
                try x.attribute("flock", &binary.lockFlock)
            }
            try x.single("thread_pool", "size", &binary.threadPoolSize)
        }
        try x.group("source") { x in
            try x.attribute("dir", &source)
            try x.attribute("socket", &socket)
        }
        try x.single("target", "dir", &targetOptional)
        try x.presence("readonly", &isReadOnly)
        if x.childNames.contains("idmap") {
            throw x.failure(.unsupported, "A filesystem of QEMU maps no users; element 'idmap' is for containers.")
        }
        try info.xml(&x)
        if x.isReading { try check(x) }
    }

    private var targetOptional: String? {
        get { target.isEmpty ? nil : target }
        set { target = newValue ?? "" }
    }

    private func check(_ x: some XMLVisitor) throws {
        guard type == "mount" else {
            throw x.failure(.unsupported, "A filesystem of type '\(type)' is not for QEMU. Use type 'mount'.")
        }
        if target.isEmpty { throw x.failure(.missing, "A filesystem needs a target.") }
        if source == nil, socket == nil { throw x.failure(.missing, "Filesystem '\(target)' needs a source.") }
        func check(_ name: String, _ value: String?, _ words: [String]) throws {
            if let value, !words.contains(value) {
                throw x.failure(
                    .invalid, "Attribute '\(name)' of filesystem '\(target)' is '\(value)', which is not known.")
            }
        }
        try check("accessmode", accessMode, ["passthrough", "mapped", "squash"])
        try check("model", model, ["virtio", "virtio-transitional", "virtio-non-transitional"])
        try check("driver", driverType, ["path", "handle", "virtiofs"])
        try check("wrpolicy", writePolicy, ["immediate"])
        try check("multidevs", multidevs, ["default", "remap", "forbid", "warn"])
        try check("cache", binary.cacheMode, ["none", "always"])
        try check("sandbox", binary.sandboxMode, ["namespace", "chroot"])
        for mode in [fileMode, directoryMode] {
            if let mode, UInt32(mode, radix: 8).map({ $0 <= 0o777 }) != true {
                throw x.failure(
                    .invalid, "File mode '\(mode)' of filesystem '\(target)' is not an octal number to 777.")
            }
        }
    }
}
