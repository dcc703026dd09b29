// SPDX-License-Identifier: Apache-2.0

/// The kernel's command line, chosen so that a guest comes up soon.
///
/// Each saves time that a throw-away guest has no use for; the kernel's Documentation/admin-guide/kernel-parameters.rst
/// explains them. What the user appends stands last, and so wins.
struct KernelArguments {
    let text: String

    init(for vm: TinyVM, usesKVM: Bool) {
        var words = ["quiet", "panic=-1", vm.architecture == .x86_64 ? "console=ttyS0" : "console=ttyAMA0"]
        if vm.showsConsole { words[0] = "loglevel=7" }
        if vm.architecture == .x86_64 {
            words += ["nokaslr", "mitigations=off", "tsc=reliable", "no_timer_check", "8250.nr_uarts=1"]
            words += [
                "random.trust_cpu=on", "cryptomgr.notests", "rcupdate.rcu_expedited=1", "reboot=t", "init_on_alloc=0",
            ]
            // One emulated CPU can take its ticks from the machine's timer, which need not be measured for 100 ms
            // first, and can leave the code for several as it is.
            if vm.cpus == 1, !usesKVM { words += ["nolapic_timer", "noreplace-smp"] }
        }
        text = (words + vm.kernelArguments).joined(separator: " ")
    }
}
