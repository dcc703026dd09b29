// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Foundation
import LinuxSystem
import SecretDriver
import SystemPackage
import TestSupport
import Testing
import VirtModel

@Suite struct SecretStoreTests {
    static let uuid = "f52a81b2-424e-490c-823d-6bd4235bc572"

    private func secret(
        _ uuid: String? = uuid, _ usage: Secret.Usage? = .init(.ceph, "c"), ephemeral: Bool = false,
        hidden: Bool = false
    ) -> Secret {
        var secret = Secret()
        secret.uuid = uuid.flatMap { UUIDText(xml: $0) }
        (secret.usage, secret.isEphemeral, secret.isPrivate) = (usage, ephemeral, hidden)
        return secret
    }

    private func define(_ secret: Secret, in store: SecretStore) throws -> ObjectUUID {
        try store.define(secret, newUUID: #require(ObjectUUID(UUID().uuidString))).uuid
    }
    private func value(_ text: String) throws -> SecretValue { try #require(SecretValue(Array(text.utf8))) }
    private func text(_ value: SecretValue) -> String { value.withBytes { String(decoding: $0, as: UTF8.self) } }

    private func expect(_ code: VirtError.Code, _ named: String, _ body: () throws -> Void) {
        let error = #expect(throws: VirtError.self) { try body() }
        #expect(error?.code == code)
        #expect(error?.message.contains(named) == true, "\(error?.message ?? "")")
    }

    @Test("secrets and values outlive the store in libvirt's files, which are for their owner only")
    func files() throws {
        let folder = try TemporaryDirectory()
        let directory = FilePath(folder("etc/secrets"))
        let store = try SecretStore(directory: directory)
        let uuid = try define(secret(), in: store)
        try store.setValue(of: uuid, to: value("open sesame"))

        let file = "\(directory)/\(Self.uuid)"
        #expect(try String(contentsOfFile: "\(file).base64", encoding: .utf8) == "b3BlbiBzZXNhbWU=")
        #expect(try Secret(xml: String(contentsOfFile: "\(file).xml", encoding: .utf8)) == secret())
        for path in ["\(file).base64", "\(file).xml"] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
        #expect(
            try FileManager.default.attributesOfItem(atPath: directory.string)[.posixPermissions] as? Int == 0o700)

        let again = try SecretStore(directory: directory)
        #expect(again.all.map(\.secret) == [secret()])
        #expect(try text(again.value(of: uuid, internally: false)) == "open sesame")
        try again.undefine(uuid)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.string).isEmpty)
    }

    @Test("an ephemeral secret never reaches the disk, and one that becomes ephemeral leaves it")
    func ephemeral() throws {
        let folder = try TemporaryDirectory()
        let store = try SecretStore(directory: FilePath(folder.path))
        let uuid = try #require(ObjectUUID(Self.uuid))
        _ = try define(secret(ephemeral: true), in: store)
        try store.setValue(of: uuid, to: value("v"))
        #expect(try folder.entries().isEmpty)
        // What becomes persistent is written whole, and the other way it goes.
        _ = try define(secret(), in: store)
        #expect(try folder.entries() == ["\(Self.uuid).base64", "\(Self.uuid).xml"])
        _ = try define(secret(ephemeral: true), in: store)
        #expect(try folder.entries().isEmpty)
        #expect(try text(store.value(of: uuid, internally: false)) == "v")
    }

    @Test("a private value is for QEMU and for nobody else")
    func hidden() throws {
        let store = try SecretStore(directory: nil)
        let uuid = try define(secret(nil, hidden: true), in: store)
        expect(.noSecret, uuid.description) { _ = try store.value(of: uuid, internally: true) }
        try store.setValue(of: uuid, to: value("v"))
        expect(.invalidSecret, "private") { _ = try store.value(of: uuid, internally: false) }
        #expect(try text(store.value(of: uuid, internally: true)) == "v")
        expect(.operationFailed, "public") { _ = try define(secret(uuid.description), in: store) }
    }

    @Test("secrets are found by use, and a use has one secret")
    func usage() throws {
        let store = try SecretStore(directory: nil)
        let usages: [Secret.Usage] = [
            .init(.volume, "/a"), .init(.ceph, "a"), .init(.iscsi, "a"), .init(.tls, "a"), .init(.vtpm, "a"),
        ]
        for usage in usages { _ = try define(secret(nil, usage), in: store) }
        for usage in usages { #expect(try store.secret(for: usage).usageID == usage.name) }
        #expect(store.all.count == 5)
        expect(.noSecret, "ceph 'b'") { _ = try store.secret(for: .init(.ceph, "b")) }
        expect(.operationFailed, "iscsi 'a'") { _ = try define(secret(nil, .init(.iscsi, "a")), in: store) }
        let first = try store.secret(for: usages[0]).uuid
        expect(.operationFailed, "cannot change") { _ = try define(secret(first.description), in: store) }
        expect(.noSecret, Self.uuid) { try store.undefine(#require(ObjectUUID(Self.uuid))) }
    }

    @Test("a broken file is named, the others are read, and nothing is lost")
    func broken() throws {
        let folder = try TemporaryDirectory()
        let other = "22e1353d-c27e-4d6d-bf15-465053e6ba0b"
        try folder.write("\(Self.uuid).xml", secret().xmlText())
        try folder.write("\(Self.uuid).base64", "b3Blbg==\n")
        try folder.write("broken.xml", "<secret")
        try folder.write("\(other).xml", secret(Self.uuid, nil).xmlText())
        var complaints: [String] = []
        let store = try SecretStore(directory: FilePath(folder.path), complain: { complaints.append($0) })
        #expect(store.all.count == 1)
        #expect(try text(store.value(of: #require(ObjectUUID(Self.uuid)), internally: false)) == "open")
        #expect(complaints.count == 2)
        #expect(complaints.joined().contains(other))
        #expect(try folder.entries().count == 4)
    }

    @Test("a value that is too long is refused, and the longest is kept")
    func limits() throws {
        let folder = try TemporaryDirectory()
        let store = try SecretStore(directory: FilePath(folder.path))
        let uuid = try define(secret(), in: store)
        let longest = [UInt8](repeating: 7, count: SecretValue.limitInBytes)
        try store.setValue(of: uuid, to: #require(SecretValue(longest)))
        expect(.invalidArgument, "65537") { try store.setValue(of: uuid, to: #require(SecretValue(longest + [1]))) }
        let again = try SecretStore(directory: FilePath(folder.path))
        #expect(try again.value(of: uuid, internally: false).withBytes { $0.elementsEqual(longest) })
    }

    @Test("a rejected write leaves the old value whole")
    func rejected() throws {
        let folder = try TemporaryDirectory()
        let store = try SecretStore(directory: FilePath(folder.path))
        let uuid = try define(secret(), in: store)
        try store.setValue(of: uuid, to: value("old"))
        // A directory cannot be replaced by a file.
        let file = folder("\(Self.uuid).base64")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.createDirectory(atPath: "\(file)/x", withIntermediateDirectories: true)
        expect(.systemError, Self.uuid) { try store.setValue(of: uuid, to: value("new")) }
        #expect(try text(store.value(of: uuid, internally: false)) == "old")
        #expect(try folder.entries() == ["\(Self.uuid).base64", "\(Self.uuid).xml"])
    }

    @Test("changes are told")
    func events() async throws {
        let store = try SecretStore(directory: nil)
        var events = store.events().makeAsyncIterator()
        let uuid = try define(secret(), in: store)
        try store.setValue(of: uuid, to: value("v"))
        try store.undefine(uuid)
        let identity = SecretIdentity(uuid: uuid, usage: .ceph, usageID: "c")
        for kind in [SecretEvent.Kind.defined, .valueChanged, .undefined] {
            #expect(try await events.next() == SecretEvent(secret: identity, kind: kind))
        }
    }
}
