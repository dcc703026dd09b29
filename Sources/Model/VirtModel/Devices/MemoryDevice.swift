// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<memory model='dimm'>`: a memory device.
package struct MemoryDevice: XMLRepresentable, Sendable, Hashable {
    package var model = "dimm"
    package var access: String?
    package var discard: YesNo?
    package var uuid: UUIDText?
    package var sourceNodes: IntegerSet?
    package var pageSize: MemorySize?
    package var path: String?
    package var alignSize: MemorySize?
    package var isPersistent = false
    package var size = MemorySize()
    package var node: Int?
    package var labelSize: MemorySize?
    package var blockSize: MemorySize?
    package var requested: MemorySize?
    package var current: MemorySize?
    package var isReadOnly = false
    package var sgxNodes: IntegerSet?
    package var info = DeviceInfo()
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.attribute("access", &access)
        try x.attribute("discard", &discard)
        if model == "nvdimm" { try x.leaf("uuid", &uuid) }
        try x.group("source") { x in
            try x.leaf("nodemask", &sourceNodes)
            try x.element("pagesize", &pageSize)
            try x.leaf("path", &path)
            try x.element("alignsize", &alignSize)
            try x.presence("pmem", &isPersistent)
        }
        if x.isReading, !x.childNames.contains("target") {
            throw x.failure(.missing, "A memory device needs a target.")
        }
        try x.group("target") { x in
            try x.requiredElement("size", &size)
            try x.leaf("node", &node)
            try x.group("label") { x in try x.element("size", &labelSize) }
            try x.element("block", &blockSize)
            try x.element("requested", &requested)
            if x.isReading || x.form.isActive { try x.element("current", &current) }
            try x.presence("readonly", &isReadOnly)
        }
        try info.xml(&x)
        if x.isReading { forgetForeign() }
        if x.isReading { try check(x) }
    }

    /// What the model has no place for means nothing.
    private mutating func forgetForeign() {
        if model != "nvdimm" { (labelSize, alignSize, isPersistent, isReadOnly) = (nil, nil, false, false) }
        if model != "nvdimm", model != "virtio-pmem" { path = nil }
        if model == "nvdimm" || model == "virtio-pmem" { (sourceNodes, pageSize) = (nil, nil) }
        if model != "virtio-mem" { (blockSize, requested, current) = (nil, nil, nil) }
    }

    private func check(_ x: some XMLVisitor) throws {
        guard ["dimm", "nvdimm", "virtio-pmem", "virtio-mem", "sgx-epc"].contains(model) else {
            throw x.failure(.invalid, "Memory device model '\(model)' is not known.")
        }
        if let access, !["shared", "private"].contains(access) {
            throw x.failure(.invalid, "Memory access '\(access)' is not 'shared' or 'private'.")
        }
        if model == "nvdimm" || model == "virtio-pmem", path == nil {
            throw x.failure(.missing, "A memory device of model '\(model)' needs a path.")
        }
        if model == "nvdimm", discard != nil {
            throw x.failure(.unsupported, "A memory device of model 'nvdimm' discards nothing.")
        }
        if model == "nvdimm", let labelSize {
            if labelSize.kib < 128 { throw x.failure(.invalid, "The label of an NVDIMM has at least 128 KiB.") }
            if labelSize.kib >= size.kib { throw x.failure(.invalid, "The label of an NVDIMM is smaller than it.") }
        }
        if size.kib == 0 { throw x.failure(.invalid, "A memory device has a size above 0.") }
    }
}
