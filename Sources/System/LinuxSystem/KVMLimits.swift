// SPDX-License-Identifier: Apache-2.0

internal import CLinux
public import SystemPackage

/// What the kernel's KVM allows its guests.
public enum KVMLimits {
    /// The most CPUs that one guest may have (Documentation/virt/kvm/api.rst, KVM_CREATE_VCPU).
    ///
    /// - Parameter device: The kernel's device for VMs.
    /// - Throws: ``KVMProof``: why it cannot be asked.
    public static func maximumVCPUs(device: FilePath = "/dev/kvm") throws(KVMProof) -> Int {
        let kvm = try KVMProof.open(device)
        defer { try? kvm.close() }
        // Kernels that do not know the first have the second, and those that know neither have four.
        for capability in [KVM_CAP_MAX_VCPUS, KVM_CAP_NR_VCPUS] {
            let number = clinux_kvm_check_extension(kvm.rawValue, Int(capability))
            if number > 0 { return Int(number) }
        }
        return 4
    }
}
