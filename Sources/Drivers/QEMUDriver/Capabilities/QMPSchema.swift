// SPDX-License-Identifier: Apache-2.0

package import QMP

/// The answer to `query-qmp-schema` (QEMU, docs/devel/qapi-code-gen: "Client JSON Protocol introspection").
package struct QMPSchema: Sendable, Hashable {
    private var entities: [String: JSONValue] = [:]

    package init() {}

    package init(_ reply: JSONValue) {
        for entity in reply.array ?? [] {
            if let name = entity["name"]?.string { entities[name] = entity }
        }
    }

    /// The names of all commands.
    package var commands: Set<String> {
        Set(entities.filter { $0.value["meta-type"]?.string == "command" }.keys)
    }

    /// The members of a command's argument.
    package func members(of command: String) -> [String] {
        (argument(of: command)?["members"]?.array ?? []).compactMap { $0["name"]?.string }
    }
    /// The features of a command.
    package func features(of command: String) -> [String] {
        (entities[command]?["features"]?.array ?? []).compactMap(\.string)
    }

    /// The values that the tag of a command's argument takes.
    package func variants(of command: String) -> [String] {
        guard let type = argument(of: command) else { return [] }
        return (type["variants"]?.array ?? []).compactMap { $0["case"]?.string }
    }

    /// The members of a command's argument for one value of its tag.
    package func members(of command: String, variant: String) -> [String] {
        guard let type = argument(of: command),
            let branch = (type["variants"]?.array ?? []).first(where: { $0["case"]?.string == variant }),
            let object = branch["type"]?.string.flatMap({ entities[$0] })
        else { return [] }
        return (object["members"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    /// The values of the tag of what a command returns.
    package func enumValues(returnedBy command: String) -> [String] {
        guard let type = entities[command]?["ret-type"]?.string.flatMap({ entities[$0] }),
            let tag = type["tag"]?.string,
            let member = (type["members"]?.array ?? []).first(where: { $0["name"]?.string == tag }),
            let values = member["type"]?.string.flatMap({ entities[$0] })
        else { return [] }
        return (values["values"]?.array ?? []).compactMap(\.string)
    }

    private func argument(of command: String) -> JSONValue? {
        entities[command]?["arg-type"]?.string.flatMap { entities[$0] }
    }
}
