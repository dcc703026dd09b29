// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Virt

@testable import VirtEmbedded

/// Addresses of connections.
@Suite struct AddressTests {
    @Test("an address is taken apart, with percent signs resolved")
    func parts() throws {
        let uri = try ConnectionURI("qemu+tcp://user@host:1/system?a=b%20c&d&root=%2Fx%C3%A4")
        #expect(uri.driver == "qemu" && uri.transport == "tcp")
        #expect(uri.user == "user" && uri.host == "host" && uri.port == 1)
        #expect(uri.path == "/system" && uri["a"] == "b c" && uri["d"] == "" && uri["root"] == "/xä" && uri["e"] == nil)
        #expect(try EmbeddedAddress(ConnectionURI("qemu:///embed?root=/a%2Fb&autodestroy=no")).endsWithUs == false)
        #expect(try EmbeddedAddress(ConnectionURI("qemu:///embed?root=/a%2Fb")).root == "/a/b")
    }

    @Test("an address names a user and a group, and who is not there is refused")
    func identity() async throws {
        let mine = "qemu:///embed?root=/a&user=%2B\(geteuid())&group=%2B\(getegid())"
        #expect(try await EmbeddedAddress(ConnectionURI(mine)).identity() == nil)
        #expect(try await EmbeddedAddress(ConnectionURI("qemu:///embed?root=/a")).identity() == nil)
        // The last is what the kernel takes for "as it was".
        for (parameter, text) in [("user", "no-such-user"), ("user", "4294967295"), ("group", "4294967295")] {
            let error = await #expect(throws: VirtError.self) {
                try await EmbeddedAddress(ConnectionURI("qemu:///embed?root=/a&\(parameter)=\(text)")).identity()
            }
            #expect(error?.message.contains("no \(parameter) '\(text)'") == true, "\(error as Any)")
        }
    }

    @Test(
        "what is no address of this process is refused, by name",
        arguments: [
            ("", "://"), ("qemu", "://"), ("qemu:///embed?root=%zz", "percent"), ("qemu:///embed?root=%ff", "percent"),
            ("qemu:///embed?root=/a&root=/b", "twice"), ("qemu:///embed", "root"), ("qemu:///embed?root=a", "absolute"),
            ("qemu:///embed?root=/a&colour=red", "'colour'"), ("qemu:///system", "qemu:///embed"),
            ("qemu:///embed?root=/a&autodestroy=maybe", "'maybe'"), ("xen:///embed?root=/a", "xen"),
        ])
    func refused(text: String, word: String) throws {
        let error = try #require(throws: VirtError.self) { try EmbeddedAddress(ConnectionURI(text)) }
        #expect(error.message.contains(word), "\(error)")
    }
}
