// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+KVM.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int result(int value) { return value < 0 ? -errno : value; }

int clinux_kvm_get_api_version(int kvm) { return result(ioctl(kvm, KVM_GET_API_VERSION, 0)); }
int clinux_kvm_check_extension(int kvm, long extension) { return result(ioctl(kvm, KVM_CHECK_EXTENSION, extension)); }
int clinux_kvm_create_vm(int kvm) { return result(ioctl(kvm, KVM_CREATE_VM, 0)); }
int clinux_kvm_get_vcpu_mmap_size(int kvm) { return result(ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0)); }
int clinux_kvm_create_vcpu(int vm) { return result(ioctl(vm, KVM_CREATE_VCPU, 0)); }

int clinux_kvm_set_user_memory_region(int vm, uint64_t guest_address, void *memory, uint64_t size) {
    struct kvm_userspace_memory_region region = {
        .guest_phys_addr = guest_address, .memory_size = size, .userspace_addr = (uintptr_t)memory};
    return result(ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region));
}

int clinux_kvm_run(int vcpu) { return result(ioctl(vcpu, KVM_RUN, 0)); }

int clinux_kvm_let_through(int vcpu, int interruption) {
    // The mask of the guest's run has the size of the kernel's signal set, not of the C library's; it follows its length.
    _Alignas(struct kvm_signal_mask) uint8_t bytes[sizeof(struct kvm_signal_mask) + 8] = {0};
    struct kvm_signal_mask *mask = (struct kvm_signal_mask *)bytes;
    uint64_t blocked = ~(UINT64_C(1) << (interruption - 1));
    mask->len = sizeof blocked;
    memcpy(mask->sigset, &blocked, sizeof blocked);
    return result(ioctl(vcpu, KVM_SET_SIGNAL_MASK, mask));
}

#if defined(__x86_64__)
int clinux_kvm_get_sregs(int vcpu, struct kvm_sregs *registers) { return result(ioctl(vcpu, KVM_GET_SREGS, registers)); }
int clinux_kvm_set_sregs(int vcpu, const struct kvm_sregs *registers) {
    return result(ioctl(vcpu, KVM_SET_SREGS, registers));
}
int clinux_kvm_set_regs(int vcpu, const struct kvm_regs *registers) { return result(ioctl(vcpu, KVM_SET_REGS, registers)); }

int clinux_kvm_set_supported_cpuid(int kvm, int vcpu) {
    enum { most = 256 };
    struct kvm_cpuid2 *cpuid = calloc(1, sizeof *cpuid + most * sizeof cpuid->entries[0]);
    if (cpuid == NULL) return -ENOMEM;
    cpuid->nent = most;
    int value = result(ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid));
    if (value >= 0) value = result(ioctl(vcpu, KVM_SET_CPUID2, cpuid));
    free(cpuid);
    return value;
}
#endif

int clinux_thread_timer(int signal, long microseconds, void **timer) {
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = signal};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    timer_t made;
    if (timer_create(CLOCK_MONOTONIC, &event, &made) != 0) return -errno;
    struct itimerspec when = {
        .it_value = {.tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000}};
    if (timer_settime(made, 0, &when, NULL) != 0) {
        int error = errno;
        timer_delete(made);
        return -error;
    }
    *timer = made;
    return 0;
}

void clinux_delete_timer(void *timer) { timer_delete(timer); }
