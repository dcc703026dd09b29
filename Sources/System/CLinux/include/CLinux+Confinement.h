// SPDX-License-Identifier: Apache-2.0
// What a process gives up for itself and its children: capabilities(7), seccomp(2), landlock(7).
// Every function returns a result or a negative errno. All of it holds for the calling thread and for those that it starts.
#ifndef SWIFT_VIRT_CLINUX_CONFINEMENT_H
#define SWIFT_VIRT_CLINUX_CONFINEMENT_H

#include <stddef.h>
#include <stdint.h>

// prctl(2), PR_SET_NO_NEW_PRIVS: no program that is executed gains rights, as setuid ones do.
int clinux_no_new_privileges(void);
// prctl(2), PR_CAPBSET_DROP: what is executed cannot have a capability; 0 when the kernel does not know it.
int clinux_forbid_capability(int capability);
// Takes capabilities out of the effective, permitted and inheritable sets; capset(2). Bit N is capability N.
int clinux_drop_capabilities(uint64_t capabilities);

// An instruction of a filter, `struct sock_filter` of linux/filter.h.
struct clinux_filter_instruction {
    uint16_t code;
    uint8_t if_true;
    uint8_t if_false;
    uint32_t operand;
};

// seccomp(2), SECCOMP_SET_MODE_FILTER.
int clinux_filter_system_calls(const struct clinux_filter_instruction *instructions, size_t count);
// The value of seccomp_data.arch for programs like this one; linux/audit.h.
uint32_t clinux_architecture(void);
// The number of a system call of this architecture; -1 when it does not have it, or its headers do not know it.
int clinux_system_call_number(const char *name);

// landlock_create_ruleset(2): the version of the kernel's interface; -ENOSYS or -EOPNOTSUPP when it is not there.
int clinux_landlock_version(void);
// A set of rules that forbids these ways of access to files, except where a rule allows them; a descriptor.
int clinux_landlock_create(uint64_t access);
// Allows ways of access to a file, or to all below a directory.
int clinux_landlock_allow(int rules, const char *path, uint64_t access);
// landlock_restrict_self(2)
int clinux_landlock_enforce(int rules);

#endif
