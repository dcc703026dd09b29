// SPDX-License-Identifier: Apache-2.0
// Processes: a spawn that sets the parent-death signal, and the process descriptors that the C library does not wrap.
// Every function returns a result or a negative errno.
#ifndef SWIFT_VIRT_CLINUX_PROCESS_H
#define SWIFT_VIRT_CLINUX_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// A descriptor of ours, and the number that it gets in the child.
struct clinux_descriptor {
    int ours;
    int theirs;
};

// How a child starts. Descriptors that are not listed close, if they are close-on-exec.
struct clinux_spawn_request {
    const char *path;
    char *const *arguments;
    char *const *environment;
    const struct clinux_descriptor *descriptors;
    size_t descriptor_count;
    int parent_death_signal;  // 0 for none; prctl(2), PR_SET_PDEATHSIG
    bool new_process_group;   // setpgid(2)
    int terminal;             // a session of its own with this terminal, setsid(2) and ioctl_tty(2); -1 for ours
    // As whom it runs, with all its groups; setresuid(2), setresgid(2), setgroups(2).
    bool changes_identity;
    uid_t user;
    gid_t group;
    const gid_t *groups;
    size_t group_count;
    // Files of the control groups that it moves into, `cgroup.procs` opened for writing; cgroups(7).
    const int *control_groups;
    size_t control_group_count;
    int file_mode_mask;       // umask(2); -1 for ours
    const char *read_only_directory;  // made read-only for the child alone, with all below it; NULL for none; needs root
};

pid_t clinux_spawn(const struct clinux_spawn_request *request);
// A new pseudo-terminal, pty(7): its master, and its terminal; both close-on-exec.
int clinux_terminal_pair(int ends[2]);
int clinux_pidfd_open(pid_t process);
int clinux_pidfd_send_signal(int descriptor, int signal);

// Has names of users, groups and hosts looked up without modules of the system: in files, and of hosts by DNS, too; nsswitch.conf(5).
// A program that has the C library within cannot load such modules, and may crash when it tries.
void clinux_use_no_name_modules(void);

// close_range(2) of all descriptors from one on.
void clinux_close_from(int first);
// ioprio_set(2) of the calling thread: the best-effort class, level 7.
void clinux_lowest_io_priority(void);
// Goes on as a child in the background, in a session of its own and with standard streams of /dev/null; the parent waits, and exits
// with 0 when the child writes a byte to the returned descriptor, with 1 when it ends before. Only before the first thread.
int clinux_daemonize(void);

#endif
