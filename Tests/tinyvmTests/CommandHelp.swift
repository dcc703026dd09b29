// SPDX-License-Identifier: Apache-2.0

/// What `tinyvm --help` says, to the letter.
enum CommandHelp {
    static let text = """
        OVERVIEW: Run a command, or a shell, in a throw-away VM.

        The guest boots a kernel of this machine with an image made for the occasion:
        busybox, COMMAND with its libraries, and what --bin, --copy and --kmod add. Its
        standard streams are those of tinyvm, unchanged, and tinyvm exits with its
        status; what COMMAND left running ends with it. Without COMMAND there is a
        shell; on a terminal, Ctrl-] three times within a second ends the VM. Elsewhere
        Ctrl-C goes to COMMAND, and ends the VM when it is typed again; SIGTERM and
        SIGHUP give COMMAND five seconds.

        A VM that boots is slow. So after a run a copy of the VM is made in the
        background, saved at the point where it waits for a command: a template, from
        which the next runs are restored in a small part of the time. See --warm and
        'tinyvm template --help'; a command of that name goes behind '--'.

        All of busybox's applets are there. A binary of the host that is COMMAND, or
        was asked for by --bin, comes first in PATH; only busybox's own shell prefers
        its applets, unless a path is given.

        EXAMPLES
          tinyvm -- uname -a
          tinyvm --kmod loop -- sh -c 'losetup -f'
          echo hi | tinyvm -- cat
          tinyvm --share .=/src --cpus 2 --memory 1024 -- make -C /src test
          tinyvm --disk image.qcow2 -- fdisk -l /dev/vda

        EXIT STATUS
          The command's own; 128+N when signal N ended it; 126 when it cannot be run,
        127 when there is none; 124 after --timeout; 125 when tinyvm, QEMU or the
        guest's kernel failed, with one sentence on standard error; 64 for wrong
        options.

        ENVIRONMENT
          PATH            where QEMU and binaries are looked for
          XDG_CACHE_HOME  its swift-virt/templates keeps saved VMs, 2 GiB at most,
                          its swift-virt/kernels four unpacked kernels, 50 MB
                          each; by default ~/.cache
          TERM            the command's too

        USAGE: tinyvm [OPTIONS] [--] [COMMAND ARG...]

        ARGUMENTS:
          <command>               The command and its arguments; a shell when there is
                                  none.

        GUEST FILES:
          --bin <name>            Take a binary along, with its libraries.
          --copy <src[=dst]>      Take files along; SRC may have wildcards.
          --kmod <name>           Load a kernel module, with options: --kmod 'loop
                                  max_loop=16'.
          --kernel <file|version> The kernel: a file, or an installed release. The
                                  default is the running one, or else the newest.
          --modules-dir <dir>     The kernel's modules, or its build tree.
          --sysroot <dir>         Find binaries, kernel and modules in this tree.

        MACHINE:
          --accel <accel>         How the guest's CPU is made; auto proves KVM by
                                  running a guest on it. (values: auto, kvm, tcg;
                                  default: auto)
          --arch <arch>           The guest's kind of machine: x86_64 or aarch64.
                                  (values: x86_64, aarch64; default: x86_64)
          --memory <mib>          The guest's memory in MiB; by default 256, or more
                                  where its files need it.
          --cpus <count>          How many CPUs the guest has. (default: 1)
          --cpu <model>           The CPU's model, as QEMU names it.
          --machine <type>        The machine's type, as QEMU names it.
          --disk <file[,format=name][,ro|rw]>
                                  Give the guest a disk, /dev/vda and so on. Changes
                                  are forgotten, unless 'rw'; 'ro' forbids them. The
                                  format is that of the file's suffix, or raw.
          --share <dir[=guestdir][,rw]>
                                  Show the guest a directory, at the same path or
                                  another; read-only, unless 'rw'. Over 9p where the
                                  guest's kernel has it, else over virtiofs, which
                                  needs root.
          --net <net>             The guest's network; user lets it reach what this
                                  machine reaches. (values: none, user; default: none)
          --append <arguments>    More arguments for the kernel.
          --qemu <path>           QEMU's program.
          --qemu-arg <arg>        One more argument for QEMU.
          --warm <warm>           When the VM is restored from a template, a saved VM
                                  that had booted, instead of booted itself: whenever
                                  there is one, and one is made in the background after
                                  a run without; always, and one is made first; or
                                  never. (values: auto, always, never; default: auto)

        COMMAND:
          --env <name[=value]>    Set a variable for the command, or pass ours on.
          --workdir <dir>         Where the command starts in the guest. (default: /)
          --timeout <seconds>     End the VM after so many seconds, with status 124.
          --tty <tty>             Run the command on a terminal of its own. (values:
                                  auto, always, never; default: auto)
          --console               Show the messages of the guest's kernel on standard
                                  error.
          --timings               Tell on standard error where the time went.
          --timings-json          The same, as JSON.
          --print-command         Print QEMU's command line, quoted for a shell, and
                                  run nothing.
          --keep <dir>            Keep the guest's image and QEMU's command line in
                                  this directory, as tinyvm.img and tinyvm.command.

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          template                Make, list and remove saved VMs.

          See 'tinyvm help <subcommand>' for detailed help.

        """
}
