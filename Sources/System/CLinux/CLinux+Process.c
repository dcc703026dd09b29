// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CLinux+Process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <nss.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Puts a read-only view of a directory over it, in a mount namespace of our own (mount_namespaces(7)).
static int hide_writes(const char *directory) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount(directory, directory, NULL, MS_BIND | MS_REC, NULL) != 0)
        return -1;
    return (int)syscall(SYS_mount_setattr, AT_FDCWD, directory, AT_RECURSIVE, &attributes, sizeof attributes);
}

// Has every descriptor but the standard ones closed when the program starts, whoever in this process has opened it without
// O_CLOEXEC: a stranger's pipe or lock that the program held would not end with its owner.
static void keep_to_ourselves(void) {
    // CLOSE_RANGE_CLOEXEC, since Linux 5.11.
    if (syscall(SYS_close_range, 3u, ~0u, 4u) == 0) return;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    for (int descriptor = 3; (rlim_t)descriptor < limit.rlim_cur && descriptor < 1 << 20; descriptor++)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

// In the child, which may share our memory until it executes: only system calls, and no return.
static void become(const struct clinux_spawn_request *request, int *away, pid_t parent, volatile int *error) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction old;
        if (sigaction(signal, NULL, &old) == 0 && old.sa_handler != SIG_DFL) sigaction(signal, &action, NULL);
    }
    // A leader of a session has a process group of its own, too.
    if (request->terminal >= 0) {
        if (setsid() < 0 || ioctl(request->terminal, TIOCSCTTY, 0) != 0) goto failed;
    } else if (request->new_process_group && setpgid(0, 0) != 0) {
        goto failed;
    }
    if (request->read_only_directory != NULL && hide_writes(request->read_only_directory) != 0) goto failed;
    // "0" is the writing process (cgroups(7)).
    for (size_t index = 0; index < request->control_group_count; index++)
        if (write(request->control_groups[index], "0", 1) != 1) goto failed;
    // The C library's functions would change all threads that it believes to be in this process.
    if (request->changes_identity &&
        (syscall(SYS_setgroups, request->group_count, request->groups) != 0 ||
         syscall(SYS_setresgid, request->group, request->group, request->group) != 0 ||
         syscall(SYS_setresuid, request->user, request->user, request->user) != 0))
        goto failed;
    // A change of identity clears the signal, so it comes after.
    if (request->parent_death_signal != 0) {
        if (prctl(PR_SET_PDEATHSIG, request->parent_death_signal) != 0) goto failed;
        // A parent that died before sends no signal any more.
        if (getppid() != parent) _exit(127);
    }
    if (request->file_mode_mask >= 0) umask((mode_t)request->file_mode_mask);
    keep_to_ourselves();
    int last = 2;
    for (size_t index = 0; index < request->descriptor_count; index++)
        if (request->descriptors[index].theirs > last) last = request->descriptors[index].theirs;
    // First out of the way of every target, then to the targets, which thereby stay open when the program starts.
    for (size_t index = 0; index < request->descriptor_count; index++) {
        away[index] = fcntl(request->descriptors[index].ours, F_DUPFD_CLOEXEC, last + 1);
        if (away[index] < 0) goto failed;
    }
    for (size_t index = 0; index < request->descriptor_count; index++)
        if (dup2(away[index], request->descriptors[index].theirs) < 0) goto failed;
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    execve(request->path, request->arguments, request->environment);
failed:
    *error = errno;
    _exit(127);
}

pid_t clinux_spawn(const struct clinux_spawn_request *request) {
    int *away = calloc(request->descriptor_count + 1, sizeof *away);
    if (away == NULL) return -ENOMEM;
    volatile int *error = mmap(NULL, sizeof *error, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (error == MAP_FAILED) {
        free(away);
        return -ENOMEM;
    }
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    pid_t parent = getpid();
    // A change of identity marks the memory of the process as one that must not be looked into (PR_SET_DUMPABLE of
    // prctl(2)), which must not be ours: such a child gets a copy. Either way we wait until it executes.
    pid_t child = request->changes_identity ? (pid_t)syscall(SYS_clone, CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, NULL)
                                            : vfork();
    if (child == 0) become(request, away, parent, error);
    int failure = child < 0 ? errno : *error;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    free(away);
    munmap((void *)error, sizeof *error);
    if (child > 0 && failure != 0) {
        // It did not become the program; nobody else may see this process.
        siginfo_t ignored;
        waitid(P_PID, (id_t)child, &ignored, WEXITED);
    }
    return failure != 0 ? -failure : child;
}

int clinux_terminal_pair(int ends[2]) {
    ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (ends[0] < 0) return -errno;
    int error = 0;
    if (unlockpt(ends[0]) != 0) {
        error = errno;
    } else {
        // TIOCGPTPEER, since Linux 4.13: needs no name, which another mount of devpts may not have.
        ends[1] = ioctl(ends[0], TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (ends[1] < 0) error = errno;
    }
    if (error != 0) close(ends[0]);
    return -error;
}

int clinux_pidfd_open(pid_t process) {
    long result = syscall(SYS_pidfd_open, process, 0);
    return result < 0 ? -errno : (int)result;
}

int clinux_pidfd_send_signal(int descriptor, int signal) {
    long result = syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
    return result < 0 ? -errno : (int)result;
}

void clinux_close_from(int first) { syscall(SYS_close_range, (unsigned int)first, ~0U, 0); }

void clinux_lowest_io_priority(void) {
    // IOPRIO_WHO_PROCESS of ourselves; IOPRIO_CLASS_BE above 13 bits of level (linux/ioprio.h).
    syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 7);
}

int clinux_daemonize(void) {
    int ends[2];
    // What the caller left open by chance, as a pipe that somebody waits for, is not kept open in the background.
    clinux_close_from(3);
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    pid_t child = fork();
    if (child < 0) return -errno;
    if (child > 0) {
        char byte;
        ssize_t count;
        close(ends[1]);
        do count = read(ends[0], &byte, 1);
        while (count < 0 && errno == EINTR);
        _exit(count == 1 ? 0 : 1);
    }
    close(ends[0]);
    setsid();
    // A second child is no leader of its session, so that no terminal becomes its own.
    child = fork();
    if (child < 0) return -errno;
    if (child > 0) _exit(0);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0) {
        for (int stream = 0; stream <= 2; stream++) dup2(null, stream);
        if (null > 2) close(null);
    }
    return chdir("/") < 0 ? -errno : ends[1];
}

void clinux_use_no_name_modules(void) {
    static const char *const databases[] = {"passwd", "group", "initgroups"};
    for (size_t index = 0; index < sizeof databases / sizeof databases[0]; index++)
        __nss_configure_lookup(databases[index], "files");
    __nss_configure_lookup("hosts", "files dns");
}
