// SPDX-License-Identifier: Apache-2.0

/// Names of the wire as Swift writes them.
enum SwiftName {
    /// `DOMAIN_GET_VCPUS` as `DomainGetVCPUs`.
    static func type(_ name: String) -> String {
        name.split(separator: "_").map { capitalized($0.lowercased()) }.joined()
    }

    /// `need_results` as `needResults`; a name without underscores stays as it is.
    static func member(_ name: String) -> String {
        let words = name.split(separator: "_").map(String.init)
        guard let first = words.first else { return name }
        let isLoud = name == name.uppercased()
        let rest = words.dropFirst().map { capitalized($0.lowercased()) }
        let joined = ([isLoud ? first.lowercased() : first] + rest).joined()
        return keywords.contains(joined) ? "`\(joined)`" : joined
    }

    private static func capitalized(_ word: String) -> String {
        acronyms[word] ?? word.prefix(1).uppercased() + word.dropFirst()
    }

    private static let acronyms = [
        "cpu": "CPU", "vcpu": "VCPU", "vcpus": "VCPUs", "xml": "XML", "uri": "URI", "uuid": "UUID", "id": "ID",
        "mac": "MAC",
        "os": "OS", "iothread": "IOThread", "io": "IO", "nwfilter": "NWFilter", "nwfilters": "NWFilters",
        "numa": "NUMA",
        "dhcp": "DHCP", "fs": "FS", "fsinfo": "FSInfo", "nmi": "NMI", "rtc": "RTC", "sasl": "SASL", "sev": "SEV",
        "scsi": "SCSI", "wwn": "WWN", "tls": "TLS", "ssh": "SSH", "ip": "IP", "pm": "PM", "fd": "FD",
    ]
    private static let keywords: Set<String> = [
        "in", "default", "class", "self", "init", "repeat", "case", "nil", "continue",
    ]
}
