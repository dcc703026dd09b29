# SPDX-License-Identifier: Apache-2.0
"""Has libvirt's event loop run on a thread of its own, and keeps its errors off the screen. Import it before a connection is opened."""

import threading

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()
