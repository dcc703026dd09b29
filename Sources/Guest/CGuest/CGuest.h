// SPDX-License-Identifier: Apache-2.0
// The system calls of Linux for a program without a C library, and the few structures that they take.
// Sources: syscall(2), the kernel's include/uapi (asm-generic/unistd.h for arm64, asm/unistd_64.h for x86-64).
// Each function returns what the kernel does: a result, or a negative error number.
#ifndef SWIFT_VIRT_CGUEST_H
#define SWIFT_VIRT_CGUEST_H

typedef unsigned long guest_size;

static inline long guest_call(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
#else
#error "This architecture has no system calls here yet."
#endif
}

#if defined(__x86_64__)
#define GUEST_NUMBER(x86_64, arm64) x86_64
#else
#define GUEST_NUMBER(x86_64, arm64) arm64
#endif

#define GUEST_AT_FDCWD (-100L)

struct guest_pollfd { int fd; short events; short revents; };
struct guest_timespec { long seconds; long nanoseconds; };
// struct rand_pool_info of linux/random.h with room for a seed; entropy in bits, size in bytes.
struct guest_seed { int entropy, size; unsigned char bytes[64]; };
struct guest_winsize { unsigned short rows, columns, xpixel, ypixel; };
struct guest_sockaddr_in { unsigned short family; unsigned char port[2]; unsigned char address[4]; unsigned char zero[8]; };
// struct ifreq with the members of its union that are used here; 40 bytes (netdevice(7)).
struct guest_ifreq { char name[16]; union { struct guest_sockaddr_in address; short flags;
    struct { unsigned short family; unsigned char address[14]; } hardware; unsigned char pad[24]; } value; };
// struct rtentry on 64-bit machines; 120 bytes (linux/route.h).
struct guest_rtentry {
    unsigned long pad1; struct guest_sockaddr_in destination, gateway, genmask;
    unsigned short flags; short pad2; unsigned long pad3; void *pad4; short metric; char *device;
    unsigned long mtu, window; unsigned short irtt;
};

#define SYS3(name, x86_64, arm64, type1, type2, type3)                                                    \
    static inline long guest_##name(type1 a, type2 b, type3 c) {                                          \
        return guest_call(GUEST_NUMBER(x86_64, arm64), (long)a, (long)b, (long)c, 0, 0, 0);               \
    }
#define SYS4(name, x86_64, arm64, type1, type2, type3, type4)                                             \
    static inline long guest_##name(type1 a, type2 b, type3 c, type4 d) {                                 \
        return guest_call(GUEST_NUMBER(x86_64, arm64), (long)a, (long)b, (long)c, (long)d, 0, 0);         \
    }

SYS3(read, 0, 63, int, void *, guest_size)
SYS3(write, 1, 64, int, const void *, guest_size)
SYS3(ioctl, 16, 29, int, unsigned long, void *)
SYS3(finit_module, 313, 273, int, const char *, int)
SYS3(execve, 59, 221, const char *, const char *const *, const char *const *)
SYS3(dup3, 292, 24, int, int, int)
SYS3(fcntl, 72, 25, int, int, long)
SYS3(socket, 41, 198, int, int, int)
SYS4(wait4, 61, 260, int, int *, int, void *)
SYS4(rt_sigprocmask, 14, 135, int, const void *, void *, guest_size)
SYS4(signalfd4, 289, 74, int, const void *, guest_size, int)

static inline long guest_open(const char *path, int flags, int mode) {
    return guest_call(GUEST_NUMBER(257, 56), GUEST_AT_FDCWD, (long)path, flags, mode, 0, 0);
}
static inline long guest_unlink(const char *path) {
    return guest_call(GUEST_NUMBER(263, 35), GUEST_AT_FDCWD, (long)path, 0, 0, 0, 0);
}
// unlinkat(2) with AT_REMOVEDIR.
static inline long guest_rmdir(const char *path) {
    return guest_call(GUEST_NUMBER(263, 35), GUEST_AT_FDCWD, (long)path, 0x200, 0, 0, 0);
}
static inline long guest_link(const char *target, const char *path) {
    return guest_call(GUEST_NUMBER(265, 37), GUEST_AT_FDCWD, (long)target, GUEST_AT_FDCWD, (long)path, 0, 0);
}
static inline long guest_mknod(const char *path, unsigned int mode, unsigned int device) {
    return guest_call(GUEST_NUMBER(259, 33), GUEST_AT_FDCWD, (long)path, mode, device, 0, 0);
}
static inline long guest_chmod(const char *path, unsigned int mode) {
    return guest_call(GUEST_NUMBER(268, 53), GUEST_AT_FDCWD, (long)path, mode, 0, 0, 0);
}
// utimensat(2) with AT_SYMLINK_NOFOLLOW; the times of last access and of last change.
static inline long guest_set_times(const char *path, const struct guest_timespec *times) {
    return guest_call(GUEST_NUMBER(280, 88), GUEST_AT_FDCWD, (long)path, (long)times, 0x100, 0, 0);
}
static inline long guest_close(int fd) { return guest_call(GUEST_NUMBER(3, 57), fd, 0, 0, 0, 0, 0); }
static inline long guest_mkdir(const char *path, int mode) {
    return guest_call(GUEST_NUMBER(258, 34), GUEST_AT_FDCWD, (long)path, mode, 0, 0, 0);
}
static inline long guest_symlink(const char *target, const char *path) {
    return guest_call(GUEST_NUMBER(266, 36), (long)target, GUEST_AT_FDCWD, (long)path, 0, 0, 0);
}
static inline long guest_mount(const char *source, const char *target, const char *type, unsigned long flags,
                               const char *data) {
    return guest_call(GUEST_NUMBER(165, 40), (long)source, (long)target, (long)type, (long)flags, (long)data, 0);
}
static inline long guest_chdir(const char *path) { return guest_call(GUEST_NUMBER(80, 49), (long)path, 0, 0, 0, 0, 0); }
static inline long guest_pipe2(int *ends, int flags) {
    return guest_call(GUEST_NUMBER(293, 59), (long)ends, flags, 0, 0, 0, 0);
}
// fork(2): clone with SIGCHLD (17) alone; the child goes on with a copy of the stack.
static inline long guest_fork(void) { return guest_call(GUEST_NUMBER(56, 220), 17, 0, 0, 0, 0, 0); }
static inline long guest_setsid(void) { return guest_call(GUEST_NUMBER(112, 157), 0, 0, 0, 0, 0, 0); }
static inline long guest_kill(int pid, int signal) { return guest_call(GUEST_NUMBER(62, 129), pid, signal, 0, 0, 0, 0); }
static inline long guest_sync(void) { return guest_call(GUEST_NUMBER(162, 81), 0, 0, 0, 0, 0, 0); }
static inline long guest_sethostname(const char *name, guest_size length) {
    return guest_call(GUEST_NUMBER(170, 161), (long)name, (long)length, 0, 0, 0, 0);
}
// reboot(2) with its two magic numbers.
static inline long guest_reboot(unsigned int command) {
    return guest_call(GUEST_NUMBER(169, 142), 0xfee1dead, 672274793, command, 0, 0, 0);
}
static inline long guest_ppoll(struct guest_pollfd *descriptors, guest_size count, const struct guest_timespec *limit) {
    return guest_call(GUEST_NUMBER(271, 73), (long)descriptors, (long)count, (long)limit, 0, 0, 0);
}
static inline long guest_nanosleep(const struct guest_timespec *time) {
    return guest_call(GUEST_NUMBER(35, 101), (long)time, 0, 0, 0, 0, 0);
}
static inline long guest_clock_gettime(int clock, struct guest_timespec *time) {
    return guest_call(GUEST_NUMBER(228, 113), clock, (long)time, 0, 0, 0, 0);
}
static inline long guest_clock_settime(int clock, const struct guest_timespec *time) {
    return guest_call(GUEST_NUMBER(227, 112), clock, (long)time, 0, 0, 0, 0);
}
static inline long guest_mmap_anonymous(guest_size length) {
    // PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS
    return guest_call(GUEST_NUMBER(9, 222), 0, (long)length, 3, 0x22, -1, 0);
}
static inline __attribute__((noreturn)) void guest_exit(int status) {
    guest_call(GUEST_NUMBER(231, 94), status, 0, 0, 0, 0, 0);
    __builtin_unreachable();
}

#endif
