// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The rival of a VM that is restored from a template: the leanest guest that we could save and restore by hand, whose shell
/// waits for a line on the serial console, runs the command, and says so there. It has no other device.
struct BareRestore {
    private let workspace: FilePath
    private let kernel: String
    private let image: String

    /// Boots the guest and saves it.
    ///
    /// - Parameters:
    ///   - image: An image whose script says "ready", reads a line, runs the command and says "end".
    init(kernel: String, image: String, in workspace: FilePath) throws {
        (self.kernel, self.image, self.workspace) = (kernel, image, workspace)
        let script = """
            mkfifo s.in s.out m.in m.out && truncate -s 256M memory && exec 3<>m.out 4<>s.out
            \(qemu("on", "-append '\(BenchmarkSuite.tunedKernelArguments) console=ttyS0'")) & pid=$!
            while read line <&4; do case $line in ready*) break;; esac; done
            sleep 0.3
            echo '\(Self.capability)\(Self.transfer("migrate", "cat > state"))' > m.in
            until [ -s state ]; do sleep 0.1; done
            sleep 1
            echo '{"execute":"quit"}' > m.in
            wait $pid
            """
        try Command("sh", ["-c", script]).in(workspace).runOrThrow()
    }

    private func qemu(_ share: String, _ more: String) -> String {
        """
        qemu-system-x86_64 -nodefaults -no-user-config -machine q35,memory-backend=ram -bios \
        /usr/share/qemu/qboot.rom -accel tcg -m 256 -display none -no-reboot -kernel \(kernel) -initrd \(image) \
        -object memory-backend-file,id=ram,size=256M,mem-path=\(workspace)/memory,share=\(share) \
        -serial pipe:s -qmp pipe:m \(more)
        """
    }

    private static let capability = """
        {"execute":"qmp_capabilities"}{"execute":"migrate-set-capabilities","arguments":{"capabilities":\
        [{"capability":"x-ignore-shared","state":true}]}}
        """

    private static func transfer(_ command: String, _ shell: String) -> String {
        "{\"execute\":\"\(command)\",\"arguments\":{\"uri\":\"exec:\(shell)\"}}"
    }

    /// Restores the guest and ends it when the command has run; by a number, so that many can run at once.
    ///
    /// The line that the guest waits for is sent again until it answers: one that comes too early is lost.
    func script(_ number: Int = 0) -> String {
        """
        mkdir -p \(workspace)/\(number) && cd \(workspace)/\(number) && { [ -p m.in ] || mkfifo s.in s.out m.in m.out; }
        exec 3<>m.out 4<>s.out 5<>s.in 6<>m.in
        \(qemu("off", "-incoming defer")) & pid=$!
        echo '\(Self.capability)\(Self.transfer("migrate-incoming", "cat \(workspace)/state"))' >&6
        while read line <&3; do case $line in *RESUME*) break;; esac; done
        { while echo; do sleep 0.1; done >&5; } & again=$!
        while read line <&4; do case $line in end*) break;; esac; done
        kill -9 $pid $again
        """
    }

    /// The restore as one command.
    var command: Command { Command("sh", ["-c", script()]) }
}
