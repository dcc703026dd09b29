// SPDX-License-Identifier: Apache-2.0

internal import CLinux
internal import Glibc
public import SystemPackage

/// Whether KVM serves on this machine, found out by running a guest on it.
///
/// That `/dev/kvm` exists proves little: nested or pretended KVM may make VMs and then emulate each instruction, slowly, or
/// fail on the first that it does not know. So a guest of a few instructions in 64-bit mode counts a loop with SSE
/// arithmetic, and has to come to the right sum at a speed that only hardware reaches.
public struct KVMProof: Error, Sendable, CustomStringConvertible {
    /// Why KVM does not serve, as the end of a sentence: "'/dev/kvm' cannot be opened (Permission denied)".
    public let description: String

    /// How long a proof may take, in milliseconds; it is then ended and KVM taken as unusable.
    public static let limitInMilliseconds = 50

    /// Runs the guest.
    ///
    /// - Parameter device: The kernel's device for VMs.
    /// - Throws: The reason why KVM does not serve.
    public static func run(device: FilePath = "/dev/kvm") throws(KVMProof) {
        #if arch(x86_64)
            try ProofGuest.run(device)
        #else
            let kvm = try open(device)
            try? kvm.close()
        #endif
    }

    static func open(_ device: FilePath) throws(KVMProof) -> FileDescriptor {
        do {
            let kvm = try FileDescriptor.open(device, .readWrite, options: .closeOnExec)
            // The version that all kernels since 2.6.22 have (Documentation/virt/kvm/api.rst, 4.1).
            guard clinux_kvm_get_api_version(kvm.rawValue) == 12 else {
                try? kvm.close()
                throw KVMProof(description: "'\(device)' is not the kernel's device for VMs")
            }
            return kvm
        } catch let error as Errno {
            throw KVMProof(description: "'\(device)' cannot be opened (\(error))")
        } catch {
            throw KVMProof(description: "\(error)")
        }
    }
}

#if arch(x86_64)
    /// A VM with one page of code, in 64-bit mode from its first instruction.
    private enum ProofGuest {
        static let rounds = 1_000_000
        /// Hardware needs about a nanosecond for each round; emulation more than twenty times that.
        static let limitInNanoseconds = 20_000_000
        static let memorySize = 0x8000
        static let codeAddress = 0x4000

        /// Counts `rounds` down in ecx and adds them up in xmm0, then writes the low half of the sum to port 0x10.
        static let code: [UInt8] = [
            0x66, 0x0f, 0xef, 0xc0,  // pxor   %xmm0, %xmm0
            0x66, 0x0f, 0x6e, 0xc9,  // movd   %ecx, %xmm1
            0x66, 0x0f, 0xfe, 0xc1,  // paddd  %xmm1, %xmm0
            0xff, 0xc9,  // dec    %ecx
            0x75, 0xf4,  // jnz    to movd
            0x66, 0x0f, 0x7e, 0xc0,  // movd   %xmm0, %eax
            0xe7, 0x10,  // out    %eax, $0x10
            0xf4,  // hlt
        ]

        static func run(_ device: FilePath) throws(KVMProof) {
            let kvm = try KVMProof.open(device)
            defer { try? kvm.close() }
            let vm = try value("make a VM", clinux_kvm_create_vm(kvm.rawValue))
            defer { close(vm) }
            guard let memory = mapping(memorySize, descriptor: -1) else {
                throw KVMProof(description: "there is no memory for a VM")
            }
            defer { munmap(memory.baseAddress, memory.count) }
            prepare(memory)
            _ = try value(
                "give a VM memory",
                clinux_kvm_set_user_memory_region(vm, 0, memory.baseAddress, UInt64(memory.count)))
            let vcpu = try value("make a CPU", clinux_kvm_create_vcpu(vm))
            defer { close(vcpu) }
            let size = try value("make a CPU", clinux_kvm_get_vcpu_mmap_size(kvm.rawValue))
            guard let shared = mapping(Int(size), descriptor: vcpu) else {
                throw KVMProof(description: "the state of a CPU cannot be mapped")
            }
            defer { munmap(shared.baseAddress, shared.count) }
            try setRegisters(kvm.rawValue, vcpu)
            try judge(vcpu, shared.assumingMemoryBound(to: kvm_run.self))
        }

        /// Page tables that map the first 2 MiB to themselves at 0x1000 to 0x3fff, and the code.
        private static func prepare(_ memory: UnsafeMutableRawBufferPointer) {
            // Present, writable; the last level a large page (Intel SDM volume 3, 4.5).
            memory.storeBytes(of: 0x2003, toByteOffset: 0x1000, as: UInt64.self)
            memory.storeBytes(of: 0x3003, toByteOffset: 0x2000, as: UInt64.self)
            memory.storeBytes(of: 0x83, toByteOffset: 0x3000, as: UInt64.self)
            for (index, byte) in code.enumerated() { memory[codeAddress + index] = byte }
        }

        private static func setRegisters(_ kvm: CInt, _ vcpu: CInt) throws(KVMProof) {
            _ = try value("describe a CPU", clinux_kvm_set_supported_cpuid(kvm, vcpu))
            var system = kvm_sregs()
            _ = try value("read the registers", clinux_kvm_get_sregs(vcpu, &system))
            system.cr3 = 0x1000
            system.cr0 = 0x8000_0033  // PG, NE, ET, MP, PE
            system.cr4 = 0x620  // OSXMMEXCPT, OSFXSR, PAE
            system.efer = 0x500  // LMA, LME
            // A flat 64-bit code segment, flat data segments (Intel SDM volume 3, 3.4.5).
            var segment = kvm_segment()
            segment.limit = 0xffff_ffff
            segment.present = 1
            segment.s = 1
            segment.g = 1
            var code = segment
            code.selector = 8
            code.type = 11
            code.l = 1
            var data = segment
            data.selector = 16
            data.type = 3
            data.db = 1
            system.cs = code
            system.ds = data
            system.es = data
            system.fs = data
            system.gs = data
            system.ss = data
            _ = try value("set the registers", clinux_kvm_set_sregs(vcpu, &system))
            var general = kvm_regs()
            general.rip = UInt64(codeAddress)
            general.rcx = UInt64(rounds)
            general.rsp = 0x1000
            general.rflags = 2
            _ = try value("set the registers", clinux_kvm_set_regs(vcpu, &general))
        }

        private static func judge(_ vcpu: CInt, _ shared: UnsafeMutableBufferPointer<kvm_run>) throws(KVMProof) {
            // A signal that is blocked, except while the guest runs, ends its run and needs no handler.
            let interruption = SIGALRM
            var set = sigset_t()
            var old = sigset_t()
            sigemptyset(&set)
            sigaddset(&set, interruption)
            pthread_sigmask(SIG_BLOCK, &set, &old)
            var timer: UnsafeMutableRawPointer?
            _ = try value("be interrupted", clinux_kvm_let_through(vcpu, interruption))
            _ = try value(
                "be timed", clinux_thread_timer(interruption, KVMProof.limitInMilliseconds * 1000, &timer))
            defer {
                clinux_delete_timer(timer)
                var immediately = timespec()
                _ = sigtimedwait(&set, nil, &immediately)
                pthread_sigmask(SIG_SETMASK, &old, nil)
            }
            let start = nanoseconds()
            let result = clinux_kvm_run(vcpu)
            let time = nanoseconds() - start
            guard result >= 0 else {
                throw KVMProof(
                    description: result == -EINTR
                        ? "KVM took longer than \(KVMProof.limitInMilliseconds) ms for a millisecond's work, so it emulates"
                        : "KVM cannot run a guest (\(Errno(rawValue: -result)))")
            }
            guard let state = shared.first, state.exit_reason == UInt32(KVM_EXIT_IO) else {
                throw KVMProof(
                    description: "KVM fails on a 64-bit guest with SSE (exit reason \(shared.first?.exit_reason ?? 0))")
            }
            let sum = UnsafeRawPointer(shared.baseAddress).map {
                $0.loadUnaligned(fromByteOffset: Int(state.io.data_offset), as: UInt32.self)
            }
            guard sum == UInt32(truncatingIfNeeded: rounds * (rounds + 1) / 2) else {
                throw KVMProof(description: "KVM computes wrongly")
            }
            guard time < limitInNanoseconds else {
                throw KVMProof(description: "KVM is \(time / 1_000_000) times slower than hardware, so it emulates")
            }
        }

        private static func value(_ step: String, _ result: CInt) throws(KVMProof) -> CInt {
            guard result >= 0 else {
                throw KVMProof(description: "KVM cannot \(step) (\(Errno(rawValue: -result)))")
            }
            return result
        }

        private static func mapping(_ size: Int, descriptor: CInt) -> UnsafeMutableRawBufferPointer? {
            let flags = descriptor < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED
            let address = mmap(nil, size, PROT_READ | PROT_WRITE, flags, descriptor, 0)
            return address == MAP_FAILED ? nil : UnsafeMutableRawBufferPointer(start: address, count: size)
        }

        private static func nanoseconds() -> Int {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return time.tv_sec * 1_000_000_000 + time.tv_nsec
        }
    }
#endif
