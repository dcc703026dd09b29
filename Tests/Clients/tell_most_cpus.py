# SPDX-License-Identifier: Apache-2.0
"""Tells how many CPUs a guest of each type may have: the number, or the code of the error. VIRT_URI names the daemon.

virsh does not ask this way where it can do without.
"""

import os

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
connection = libvirt.open(os.environ["VIRT_URI"])
for kind in [None, "qemu", "QEMU", "kvm", "xen", "nonsense", ""]:
    try:
        print(kind, connection.getMaxVcpus(kind))
    except libvirt.libvirtError as error:
        print(kind, "error", error.get_error_code())
