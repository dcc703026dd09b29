// SPDX-License-Identifier: Apache-2.0

/// What `make-tiny-image --help` says, to the letter.
enum CommandHelp {
    static let text = """
        OVERVIEW: Build a tiny initrd of busybox, binaries, files and kernel modules.

        The guest's first program is a busybox script that mounts /proc and /sys, makes
        a small /dev, loads the kernel modules, runs one command, and powers off. All
        busybox applets are there. A binary brings its dynamic loader and libraries, a
        script its interpreter. No program is run to build the image.

        EXAMPLES
          make-tiny-image
              an interactive shell
          make-tiny-image --run 'cat /proc/cpuinfo'
              one command
          make-tiny-image hwloc-info lstopo-no-graphics --copy /etc/os-release
              binaries of the host, and a file
          make-tiny-image --kmod lpc_ich --kmod iTCO_wdt --kmod 'loop max_loop=16'
              kernel modules with what they depend on, and parameters
          make-tiny-image --sysroot arm64 --list
              all from a tree unpacked for another machine

        Boot it with, for instance:
          qemu-system-x86_64 -kernel /boot/vmlinuz-$(uname -r) \\
              -initrd tiny-initrd.img -append 'console=ttyS0 quiet' \\
              -m 1000 -display none -serial stdio

        ENVIRONMENT
          PATH               where binaries are looked for, without --sysroot
          SOURCE_DATE_EPOCH  seconds since 1970, the time of all files; else 0

        USAGE: make-tiny-image [<options>] [<binary> ...]

        ARGUMENTS:
          <binary>                Binaries to add with their libraries: names, found by
                                  PATH, or paths.

        CONTENT:
          --run <cmd>             Run this command in the guest, then power off,
                                  instead of an interactive shell. busybox's shell
                                  reads it.
          --copy <src[=dst]>      Copy a file or directory to the same path in the
                                  image, or to DST. SRC may have wildcards. Repeatable.
          --kmod <name [options]> Load a kernel module, by name or alias, with what it
                                  depends on; its parameters follow the name. One that
                                  is built into the kernel is fine. Repeatable.
          --blockdevs             Wait for disks, and make nodes for them and their
                                  partitions in /dev.
          --suggested             Take libraries that binaries only suggest to open at
                                  run time, too.

        SOURCE:
          --kver <version>        The kernel whose modules are taken, as a directory of
                                  /lib/modules. (default: the running one)
          --modules-dir <dir>     Take modules from here: a directory with modules.dep,
                                  or a built kernel tree.
          --sysroot <dir>         Look for everything inside this directory only, as if
                                  it were /; it may be for another machine. (default: /)

        OUTPUT:
          --output <file>         The file to write. (default: tiny-initrd.img)
          --compress <format>     How to pack the image. (values: none, gzip, xz, zstd;
                                  default: none)
          --prepend <file>        Put this file before the image, as it is: an early
                                  microcode archive. Repeatable.
          --list                  Show what went in, who pulled it in, and its size, as
                                  a tree.
          --json                  Show the same as JSON, and nothing else.
          --verbose               Tell every file that is copied.

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.


        """
}
