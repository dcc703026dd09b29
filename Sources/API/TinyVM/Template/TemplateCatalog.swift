// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The templates in the user's cache.
public struct TemplateCatalog: Sendable {
    private let store: TemplateStore

    /// A template as it is listed.
    public struct Entry: Sendable, Equatable {
        /// Its name, 16 hexadecimal digits.
        public var name: String
        /// The VM that it is of; nil when the template is damaged.
        public var title: String?
        /// When it was made, in seconds since 1970-01-01 UTC; nil when it is damaged.
        public var created: Int?
        /// When it was last used, in seconds since 1970-01-01 UTC.
        public var used: Int
        /// What it occupies, in bytes.
        public var size: Int
    }

    /// What all templates together may occupy, in bytes, before those that were not used for the longest time go.
    public static let limit = TemplateBuilder.storeLimit

    /// The catalog of the cache that an environment names.
    ///
    /// - Throws: A ``TinyVMError`` when it names none.
    public init(environment: [String: String]) throws(TinyVMError) {
        guard let store = TemplateStore(environment: environment) else {
            throw TinyVMError(
                .options, "There is no cache directory for templates. Name one with XDG_CACHE_HOME, or set HOME.")
        }
        self.store = store
    }

    /// Where the templates are.
    public var directory: String { store.directory.string }

    /// All templates, those used last first.
    public var entries: [Entry] {
        store.entries.map {
            Entry(
                name: $0.name, title: $0.description?.title, created: $0.description?.created, used: $0.used,
                size: $0.size)
        }
    }

    /// All that a template is of, a line for each thing; nil when there is no such template, or it is damaged.
    public func details(of name: String) -> String? {
        guard isName(name) else { return nil }
        return store.description(of: name)?.key.text
    }

    /// Removes a template; VMs that use it go on.
    ///
    /// - Returns: Whether there was one.
    public func remove(_ name: String) -> Bool { isName(name) && store.remove(name) }

    /// Removes what is damaged or was left by killed processes, then the templates that were not used for the longest time,
    /// until the rest occupies no more than `limit` bytes.
    ///
    /// - Returns: The names of the removed templates.
    public func prune(limit: Int = limit) -> [String] { store.prune(limit: limit) }

    private func isName(_ text: String) -> Bool { !text.isEmpty && text.allSatisfy { $0.isHexDigit } }
}
