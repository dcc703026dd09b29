// SPDX-License-Identifier: Apache-2.0
// The kernel's interface to virtual machines, linux/kvm.h, whose request numbers are macros that Swift cannot import.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_KVM_H
#define SWIFT_VIRT_CLINUX_KVM_H

#include <stdint.h>
#include <linux/kvm.h>

int clinux_kvm_get_api_version(int kvm);
int clinux_kvm_check_extension(int kvm, long extension);
int clinux_kvm_create_vm(int kvm);
int clinux_kvm_get_vcpu_mmap_size(int kvm);
int clinux_kvm_create_vcpu(int vm);
int clinux_kvm_set_user_memory_region(int vm, uint64_t guest_address, void *memory, uint64_t size);
// KVM_RUN, with the signal `interruption` let through while the guest runs; it need not have a handler.
int clinux_kvm_run(int vcpu);
int clinux_kvm_let_through(int vcpu, int interruption);

#if defined(__x86_64__)
int clinux_kvm_get_sregs(int vcpu, struct kvm_sregs *registers);
int clinux_kvm_set_sregs(int vcpu, const struct kvm_sregs *registers);
int clinux_kvm_set_regs(int vcpu, const struct kvm_regs *registers);
// All that this KVM can give a guest's CPUID instruction.
int clinux_kvm_set_supported_cpuid(int kvm, int vcpu);
#endif

// Sends `signal` to the calling thread after so many microseconds; returns a timer to delete, or a negative errno.
int clinux_thread_timer(int signal, long microseconds, void **timer);
void clinux_delete_timer(void *timer);

#endif
