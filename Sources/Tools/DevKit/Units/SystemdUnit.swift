// SPDX-License-Identifier: Apache-2.0

/// A unit of the service manager, as a value; systemd.unit(5).
public struct SystemdUnit: Sendable, Equatable {
    /// A section with its settings, in their order; a setting may come several times.
    public struct Section: Sendable, Equatable {
        /// One line of it.
        public struct Setting: Sendable, Equatable {
            /// What is set.
            public var name: String
            /// To what.
            public var value: String
        }

        /// `Unit`, `Socket`, `Service` or `Install`.
        public var name: String
        /// Its lines.
        public var settings: [Setting]

        /// A section, with the names and values of its settings.
        public init(_ name: String, _ settings: [(String, String)]) {
            self.name = name
            self.settings = settings.map { Setting(name: $0.0, value: $0.1) }
        }
    }

    /// The name of its file, such as `virtqemud.socket`.
    public var name: String
    /// Its sections, in their order.
    public var sections: [Section]

    /// The text of its file.
    public var text: String {
        let parts = sections.map { section in
            "[\(section.name)]\n" + section.settings.map { "\($0.name)=\($0.value)\n" }.joined()
        }
        return "# SPDX-License-Identifier: Apache-2.0\n\n" + parts.joined(separator: "\n")
    }
}
