// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

extension Disk: XMLRepresentable {
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.attribute("type", &source.type)
        try x.attribute("device", &kind)
        try x.attribute("model", &model)
        try x.attribute("rawio", &rawIO)
        try x.attribute("sgio", &sgIO)
        // What can only be read needs no snapshot, and is not said to have none.
        if x.isReading || !(snapshot == "no" && isReadOnly) { try x.attribute("snapshot", &snapshot) }
        try x.group("driver") { x in try driverXML(&x) }
        if x.isReading || isAuthOutside {
            var outer: StorageAuthentication? = x.isReading ? nil : source.authentication
            try x.element("auth", &outer)
            if x.isReading, outer != nil {
                source.authentication = outer
                isAuthOutside = true
            }
        }
        try sourceElement(&x)
        try backingElement(&x)
        if x.childNames.contains("backenddomain") {
            throw x.failure(.unsupported, "Element 'backenddomain' is for Xen, and not for QEMU.")
        }
        if x.isReading {
            try x.element("geometry", &geometry)
        } else {
            var whole = geometry?.isWhole == true ? geometry : nil
            try x.element("geometry", &whole)
        }
        try x.group("blockio") { x in
            try x.attribute("logical_block_size", &logicalBlockSize)
            try x.attribute("physical_block_size", &physicalBlockSize)
        }
        if x.isReading || x.form.isActive { try x.verbatim("mirror", &mirror) }
        if x.isReading, !x.childNames.contains("target") {
            throw x.failure(.missing, "A disk needs a target, such as <target dev='vda'/>.")
        }
        try x.group("target") { x in
            try x.required("dev", &target)
            try x.attribute("bus", &bus)
            if x.isReading || x.form.isActive || tray != "closed" { try x.attribute("tray", &tray) }
            try x.attribute("removable", &removable)
            try x.attribute("rotation_rate", &rotationRate)
            // Zero is what libvirt takes for a number that is not given.
            if rotationRate == 0 { rotationRate = nil }
            if x.isReading, let tray, tray != "open", tray != "closed" {
                throw x.failure(.invalid, "Tray '\(tray)' is not 'open' or 'closed'.")
            }
        }
        try x.group("iotune") { x in try tune.xml(&x) }
        try x.presence("readonly", &isReadOnly)
        try x.presence("shareable", &isShareable)
        try transientElement(&x)
        try x.leaf("serial", &serial)
        try x.leaf("wwn", &wwn)
        try x.leaf("vendor", &vendor)
        try x.leaf("product", &product)
        if x.isReading || isEncryptionOutside {
            var outer: StorageEncryption? = x.isReading ? nil : source.encryption
            try x.element("encryption", &outer)
            if x.isReading, outer != nil {
                source.encryption = outer
                isEncryptionOutside = true
            }
        }
        try info.xml(&x)
        x.ignored("privateData")
        if x.isReading { try check(x) }
    }

    private mutating func driverXML(_ x: inout some XMLVisitor) throws {
        try x.attribute("name", &driver.name)
        var format = source.format
        if x.isReading || format != .dir || source.type != .dir { try formatAttribute(&x, &format) }
        source.format = format
        try x.attribute("cache", &driver.cache)
        try x.attribute("error_policy", &driver.errorPolicy)
        try x.attribute("rerror_policy", &driver.readErrorPolicy)
        try x.attribute("io", &driver.io)
        try x.attribute("ioeventfd", &driver.ioeventfd)
        try x.attribute("event_idx", &driver.eventIdx)
        try x.attribute("copy_on_read", &driver.copyOnRead)
        try x.attribute("discard", &driver.discard)
        try x.attribute("iothread", &driver.iothread)
        try x.attribute("detect_zeroes", &driver.detectZeroes)
        try x.attribute("queues", &driver.queues)
        try x.attribute("queue_size", &driver.queueSize)
        if driver.queues == 0 { driver.queues = nil }
        if driver.queueSize == 0 { driver.queueSize = nil }
        try driver.virtio.attributes(&x)
        try x.attribute("discard_no_unref", &driver.discardNoUnref)
        try x.group("metadata_cache") { x in try x.element("max_size", &driver.metadataCacheMaxSize) }
        if driver.metadataCacheMaxSize?.bytes == 0 { driver.metadataCacheMaxSize = nil }
        guard x.isReading else { return }
        func check(_ name: String, _ value: String?, _ words: [String]) throws {
            if let value, !words.contains(value) {
                throw x.failure(.invalid, "Attribute '\(name)' of element 'driver' is '\(value)', which is not known.")
            }
        }
        for (name, number) in [("queues", driver.queues), ("queue_size", driver.queueSize)] where (number ?? 0) < 0 {
            throw x.failure(.invalid, "Attribute '\(name)' of element 'driver' is below 0.")
        }
        try check("cache", driver.cache, ["default", "none", "writethrough", "writeback", "directsync", "unsafe"])
        try check("error_policy", driver.errorPolicy, ["stop", "report", "ignore", "enospace"])
        try check("rerror_policy", driver.readErrorPolicy, ["stop", "report", "ignore"])
        try check("io", driver.io, ["native", "threads", "io_uring"])
        try check("discard", driver.discard, ["unmap", "ignore"])
        try check("detect_zeroes", driver.detectZeroes, ["off", "on", "unmap"])
        if let iothread = driver.iothread, iothread < 1 {
            throw x.failure(.invalid, "Attribute 'iothread' of element 'driver' is not a number above 0.")
        }
        if driver.cache == "default" { driver.cache = nil }
    }

    /// The format of the image; `aio` is what old documents call raw.
    private func formatAttribute(_ x: inout some XMLVisitor, _ format: inout StorageFormat?) throws {
        var word: String? = format?.rawValue
        try x.attribute("type", &word)
        guard x.isReading, let word else { return }
        if word == "aio" {
            format = .raw
        } else if let known = StorageFormat(rawValue: word) {
            format = known
        } else {
            throw x.failure(.invalid, "Image format '\(word)' is not known.")
        }
    }

    private mutating func sourceElement(_ x: inout some XMLVisitor) throws {
        if x.isReading {
            try x.group("source") { x in try source.sourceXML(&x) }
            return
        }
        // What is kept outside of the element is not written inside it as well.
        var inner = source
        if isAuthOutside { inner.authentication = nil }
        if isEncryptionOutside { inner.encryption = nil }
        try x.group("source") { x in try inner.sourceXML(&x) }
    }

    private mutating func backingElement(_ x: inout some XMLVisitor) throws {
        var box: BackingBox? = backing.map { BackingBox($0) }
        try x.element("backingStore", &box)
        if x.isReading { backing = box?.value }
    }

    private mutating func transientElement(_ x: inout some XMLVisitor) throws {
        var box: TransientBox? = isTransient ? TransientBox(share: shareTransientBacking) : nil
        try x.element("transient", &box)
        isTransient = box != nil
        shareTransientBacking = box?.share
    }

    private func check(_ x: some XMLVisitor) throws {
        if target.isEmpty { throw x.failure(.missing, "A disk needs a target with a name.") }
        if let model, !["virtio", "virtio-transitional", "virtio-non-transitional"].contains(model) {
            throw x.failure(.invalid, "Model '\(model)' of disk '\(target)' is not known.")
        }
        if rawIO != nil, kind != .lun {
            throw x.failure(.invalid, "Disk '\(target)' can have 'rawio' only with device 'lun'.")
        }
        if sgIO != nil, kind != .lun {
            throw x.failure(.invalid, "Disk '\(target)' can have 'sgio' only with device 'lun'.")
        }
        if let snapshot, !["no", "internal", "external", "manual"].contains(snapshot) {
            throw x.failure(.invalid, "Snapshot mode '\(snapshot)' of disk '\(target)' is not known.")
        }
        if isAuthOutside, isEncryptionOutside == false, source.type != .network, source.type != .volume {
            throw x.failure(.invalid, "Disk '\(target)' has 'auth', which only network storage uses.")
        }
    }
}

private struct TransientBox: XMLRepresentable {
    var share: YesNo?
    init() {}
    init(share: YesNo?) { self.share = share }
    mutating func xml(_ x: inout some XMLVisitor) throws { try x.attribute("shareBacking", &share) }
}

/// Carries a backing store through the walk.
private struct BackingBox: XMLRepresentable {
    var value: Disk.BackingStore?
    init() {}
    init(_ value: Disk.BackingStore) { self.value = value }

    mutating func xml(_ x: inout some XMLVisitor) throws {
        if !x.isReading, value?.isEnd == true { return }
        if x.isReading, !x.attributeNames.contains("type") {
            x.ignored("index")
            if x.childNames.contains("source") {
                throw x.failure(.missing, "Element 'backingStore' lacks its attribute 'type'.")
            }
            value = Disk.BackingStore()
            return
        }
        var source = value?.source ?? StorageSource()
        var cache = value?.metadataCacheMaxSize
        try x.required("type", &source.type)
        if x.isReading || x.form.isActive { try x.attribute("index", &source.index) }
        if x.isReading, !x.form.isActive { source.index = nil }
        if x.isReading, !x.childNames.contains("format") {
            throw x.failure(.missing, "A backing store needs a format.")
        }
        try x.group("format") { x in
            try x.attribute("type", &source.format)
            try x.group("metadata_cache") { x in try x.element("max_size", &cache) }
        }
        if x.isReading, !x.childNames.contains("source") {
            throw x.failure(.missing, "A backing store needs a source.")
        }
        let keptIndex = source.index
        source.index = nil
        try x.group("source") { x in try source.sourceXML(&x, isBacking: true) }
        source.index = keptIndex
        var next: BackingBox? = value?.next.map { BackingBox($0) }
        try x.element("backingStore", &next)
        if x.isReading {
            value = Disk.BackingStore(source: source, next: next?.value, isEnd: false, metadataCacheMaxSize: cache)
        }
    }
}
