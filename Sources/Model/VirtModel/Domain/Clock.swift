// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// `<clock>`: the time that the guest sees, and its timers.
package struct Clock: XMLRepresentable, Sendable, Hashable {
    package var offset = "utc"
    package var adjustment: String?
    package var basis: String?
    package var timezone: String?
    package var start: UInt64?
    package var timers: [Timer] = []
    package init() {}

    package mutating func xml(_ x: inout some XMLVisitor) throws {
        if x.isReading, !x.attributeNames.contains("offset") { offset = "utc" }
        try x.attribute("offset", &offset)
        try x.attribute("adjustment", &adjustment)
        try x.attribute("basis", &basis)
        try x.attribute("timezone", &timezone)
        try x.attribute("start", &start)
        x.ignored("adjustment0")
        try x.elements("timer", &timers)
        guard x.isReading else { return }
        guard ["utc", "localtime", "variable", "timezone", "absolute"].contains(offset) else {
            throw x.failure(.invalid, "Clock offset '\(offset)' is not known.")
        }
        if let basis, basis != "utc", basis != "localtime" {
            throw x.failure(.invalid, "Clock basis '\(basis)' is not 'utc' or 'localtime'.")
        }
        if offset == "timezone", timezone == nil {
            throw x.failure(.missing, "Clock offset 'timezone' needs a timezone.")
        }
        if offset == "absolute", start == nil { throw x.failure(.missing, "Clock offset 'absolute' needs a start.") }
        if let adjustment, adjustment != "reset", Int64(adjustment) == nil {
            throw x.failure(.invalid, "Clock adjustment '\(adjustment)' is not a number or 'reset'.")
        }
        if Set(timers.map(\.name)).count != timers.count { throw x.failure(.invalid, "A timer is given twice.") }
        // What is adjusted once stays adjusted, so it varies; only a reset leaves the clock what it is.
        if offset == "utc" || offset == "localtime", let adjustment, adjustment != "reset" {
            basis = offset
            offset = "variable"
        }
        if offset == "variable" {
            adjustment = adjustment.flatMap { $0 == "reset" ? nil : $0 } ?? "0"
            basis = basis ?? "utc"
        }
    }

    package struct Timer: XMLRepresentable, Sendable, Hashable {
        package var name = ""
        package var present: YesNo?
        package var tickPolicy: String?
        package var track: String?
        package var frequency: UInt64?
        package var mode: String?
        package var catchup: Catchup?
        package init() {}

        package struct Catchup: XMLRepresentable, Sendable, Hashable {
            package var threshold: UInt64?
            package var slew: UInt64?
            package var limit: UInt64?
            package init() {}
            package mutating func xml(_ x: inout some XMLVisitor) throws {
                try x.attribute("threshold", &threshold)
                try x.attribute("slew", &slew)
                try x.attribute("limit", &limit)
            }
        }

        package mutating func xml(_ x: inout some XMLVisitor) throws {
            try x.required("name", &name)
            try x.attribute("present", &present)
            try x.attribute("tickpolicy", &tickPolicy)
            try x.attribute("track", &track)
            try x.attribute("frequency", &frequency)
            try x.attribute("mode", &mode)
            try x.element("catchup", &catchup)
            guard x.isReading else { return }
            let names = ["platform", "pit", "rtc", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer"]
            guard names.contains(name) else { throw x.failure(.invalid, "Timer '\(name)' is not known.") }
            func word(_ key: String, _ value: String?, _ words: [String]) throws {
                if let value, !words.contains(value) {
                    throw x.failure(
                        .invalid, "Attribute '\(key)' of timer '\(name)' is '\(value)', which is not known.")
                }
            }
            try word("tickpolicy", tickPolicy, ["delay", "catchup", "merge", "discard"])
            try word("track", track, ["boot", "guest", "wall", "realtime"])
            try word("mode", mode, ["auto", "native", "emulate", "paravirt", "smpsafe"])
            if catchup != nil, tickPolicy != "catchup" {
                throw x.failure(.invalid, "Timer '\(name)' has 'catchup' settings without tick policy 'catchup'.")
            }
        }
    }
}
