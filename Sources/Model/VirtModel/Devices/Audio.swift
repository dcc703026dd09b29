// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<sound>`: a sound card.
package struct Sound: XMLRepresentable, Sendable, Hashable {
    package var model = ""
    package var codecs: [Codec] = []
    package var multichannel: YesNo?
    package var audioID: Int?
    package var info = DeviceInfo()
    package init() {}
    package static let models = ["sb16", "es1370", "pcspk", "ac97", "ich6", "ich9", "usb", "ich7"]

    package struct Codec: XMLRepresentable, Sendable, Hashable {
        package var type = ""
        package init() {}
        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("type", &type)
            if x.isReading, !["duplex", "micro", "output"].contains(type) {
                throw x.failure(.invalid, "Codec type '\(type)' is not known.")
            }
        }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        if x.isReading, !Self.models.contains(model) {
            throw x.failure(.invalid, "Sound model '\(model)' is not known.")
        }
        if model == "usb" { try x.attribute("multichannel", &multichannel) }
        if model == "ich6" || model == "ich9" { try x.elements("codec", &codecs) }
        try x.single("audio", "id", &audioID)
        try info.xml(&x)
    }
}

/// An `<audio>`: where sound goes on the host.
package struct Audio: XMLRepresentable, Sendable, Hashable {
    package var id = 1
    package var type = "none"
    package var timerPeriod: UInt32?
    package var settings = AudioSettings()
    package var input = Direction()
    package var output = Direction()
    package init() {}
    package init(id: Int, type: String) {
        self.id = id
        self.type = type
    }
    package static let types = [
        "none", "alsa", "coreaudio", "dbus", "file", "jack", "oss", "pulseaudio", "sdl", "spice",
    ]

    /// Attributes of the `audio` element that some types have.
    package struct AudioSettings: Sendable, Hashable {
        package var path: String?
        package var serverName: String?
        package var driver: String?
        package var tryMmap: YesNo?
        package var exclusive: YesNo?
        package var dspPolicy: Int?
        package init() {}
    }

    package struct Direction: Sendable, Hashable {
        package var mixingEngine: YesNo?
        package var fixedSettings: YesNo?
        package var voices: UInt32?
        package var bufferLength: UInt32?
        package var frequency: UInt32?
        package var channels: UInt32?
        package var format: String?
        package var dev: String?
        package var tryPoll: YesNo?
        package var bufferCount: UInt32?
        package var name: String?
        package var streamName: String?
        package var latency: UInt32?
        package var serverName: String?
        package var clientName: String?
        package var connectPorts: String?
        package var exactName: YesNo?
        package init() {}

        mutating func xml(_ x: inout some XMLVisitor, type: String) throws {
            try x.attribute("mixingEngine", &mixingEngine)
            try x.attribute("fixedSettings", &fixedSettings)
            try x.attribute("voices", &voices)
            try x.attribute("bufferLength", &bufferLength)
            switch type {
            case "alsa":
                try x.attribute("dev", &dev)
            case "coreaudio":
                try x.attribute("bufferCount", &bufferCount)
            case "jack":
                try x.attribute("serverName", &serverName)
                try x.attribute("clientName", &clientName)
                try x.attribute("connectPorts", &connectPorts)
                try x.attribute("exactName", &exactName)
            case "oss":
                try x.attribute("dev", &dev)
                try x.attribute("bufferCount", &bufferCount)
                try x.attribute("tryPoll", &tryPoll)
            case "pulseaudio":
                try x.attribute("name", &name)
                try x.attribute("streamName", &streamName)
                try x.attribute("latency", &latency)
            case "sdl":
                try x.attribute("bufferCount", &bufferCount)
            default: break
            }
            try x.group("settings") { x in
                try x.attribute("frequency", &frequency)
                try x.attribute("channels", &channels)
                try x.attribute("format", &format)
            }
            if x.isReading, let format, !["s8", "u8", "s16", "u16", "s32", "u32", "f32"].contains(format) {
                throw x.failure(.invalid, "Sample format '\(format)' is not known.")
            }
            if x.isReading, fixedSettings == .yes, mixingEngine != .yes {
                if mixingEngine == .no {
                    throw x.failure(.invalid, "Fixed settings need the mixing engine.")
                }
            }
        }
    }

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("id", &id)
        try x.required("type", &type)
        try x.attribute("timerPeriod", &timerPeriod)
        switch type {
        case "oss":
            try x.attribute("tryMMap", &settings.tryMmap)
            try x.attribute("exclusive", &settings.exclusive)
            try x.attribute("dspPolicy", &settings.dspPolicy)
        case "pulseaudio": try x.attribute("serverName", &settings.serverName)
        case "sdl": try x.attribute("driver", &settings.driver)
        case "file": try x.attribute("path", &settings.path)
        default: break
        }
        try x.group("input") { x in try input.xml(&x, type: type) }
        try x.group("output") { x in try output.xml(&x, type: type) }
        guard x.isReading else { return }
        guard Self.types.contains(type) else { throw x.failure(.invalid, "Audio type '\(type)' is not known.") }
        guard id > 0 else { throw x.failure(.invalid, "An audio backend has an id above 0.") }
        if let driver = settings.driver,
            !["esd", "alsa", "arts", "pulseaudio"].contains(driver)
        {
            throw x.failure(.invalid, "SDL audio driver '\(driver)' is not known.")
        }
    }
}
