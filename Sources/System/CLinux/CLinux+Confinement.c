// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int clinux_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : -errno; }

int clinux_forbid_capability(int capability) {
    if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) != 1) return 0;
    return prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0 ? 0 : -errno;
}

int clinux_drop_capabilities(uint64_t capabilities) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data) != 0) return -errno;
    for (int word = 0; word < _LINUX_CAPABILITY_U32S_3; word++) {
        uint32_t keep = ~(uint32_t)(capabilities >> (32 * word));
        data[word].effective &= keep;
        data[word].permitted &= keep;
        data[word].inheritable &= keep;
    }
    return syscall(SYS_capset, &header, data) == 0 ? 0 : -errno;
}

_Static_assert(sizeof(struct clinux_filter_instruction) == sizeof(struct sock_filter), "the kernel's layout");

int clinux_filter_system_calls(const struct clinux_filter_instruction *instructions, size_t count) {
    struct sock_fprog program = {.len = (unsigned short)count, .filter = (struct sock_filter *)instructions};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? 0 : -errno;
}

uint32_t clinux_architecture(void) {
#if defined(__x86_64__)
    return AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
    return AUDIT_ARCH_AARCH64;
#else
#error "The architecture is not known to the filter of system calls."
#endif
}

#define CALL(name) {#name, SYS_##name}

static const struct {
    const char *name;
    int number;
} calls[] = {
    CALL(acct), CALL(add_key), CALL(adjtimex), CALL(bpf), CALL(chroot), CALL(clock_adjtime), CALL(clock_settime),
    CALL(delete_module), CALL(execve), CALL(execveat), CALL(finit_module), CALL(init_module), CALL(io_uring_enter),
    CALL(io_uring_register), CALL(io_uring_setup), CALL(kexec_file_load), CALL(kexec_load), CALL(keyctl), CALL(mount),
    CALL(move_mount), CALL(nfsservctl), CALL(open_by_handle_at), CALL(open_tree), CALL(perf_event_open), CALL(pivot_root),
    CALL(process_vm_readv), CALL(process_vm_writev), CALL(ptrace), CALL(quotactl), CALL(reboot), CALL(request_key),
    CALL(setdomainname), CALL(sethostname), CALL(setns), CALL(settimeofday), CALL(swapoff), CALL(swapon), CALL(syslog),
    CALL(umount2), CALL(unshare), CALL(userfaultfd), CALL(vhangup),
#if defined(__x86_64__)
    CALL(ioperm), CALL(iopl), CALL(modify_ldt), CALL(uselib), CALL(_sysctl), CALL(create_module), CALL(query_module),
    CALL(get_kernel_syms),
#endif
};

int clinux_system_call_number(const char *name) {
    for (size_t index = 0; index < sizeof calls / sizeof calls[0]; index++)
        if (strcmp(calls[index].name, name) == 0) return calls[index].number;
    return -1;
}

// linux/landlock.h, for headers that are older than it.
enum { LANDLOCK_CREATE = 444, LANDLOCK_ADD = 445, LANDLOCK_RESTRICT = 446, LANDLOCK_BENEATH = 1 };

struct landlock_rules {
    uint64_t access;
};

struct landlock_beneath {
    uint64_t access;
    int32_t parent;
} __attribute__((packed));

// READ_FILE, WRITE_FILE, EXECUTE, TRUNCATE and IOCTL_DEV; the others are about directories.
static const uint64_t landlock_of_files = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;

int clinux_landlock_version(void) {
    long version = syscall(LANDLOCK_CREATE, NULL, 0, 1);
    return version >= 0 ? (int)version : -errno;
}

int clinux_landlock_create(uint64_t access) {
    struct landlock_rules rules = {.access = access};
    long result = syscall(LANDLOCK_CREATE, &rules, sizeof rules, 0);
    return result >= 0 ? (int)result : -errno;
}

int clinux_landlock_allow(int rules, const char *path, uint64_t access) {
    struct landlock_beneath rule = {.access = access, .parent = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent < 0) return -errno;
    struct stat status;
    int result = 0;
    if (fstat(rule.parent, &status) == 0 && !S_ISDIR(status.st_mode)) rule.access &= landlock_of_files;
    if (syscall(LANDLOCK_ADD, rules, LANDLOCK_BENEATH, &rule, 0) != 0) result = -errno;
    close(rule.parent);
    return result;
}

int clinux_landlock_enforce(int rules) { return syscall(LANDLOCK_RESTRICT, rules, 0) == 0 ? 0 : -errno; }
