# SPDX-License-Identifier: Apache-2.0
"""What python-libvirt does with a guest that runs; VIRT_URI names the daemon, VIRT_GUEST a guest with a VNC screen and a console
with a shell."""

import os
import time
import unittest

import libvirt
import libvirt_qemu

URI = os.environ["VIRT_URI"]
GUEST = os.environ["VIRT_GUEST"]
libvirt.registerErrorHandler(lambda context, error: None, None)


class Guest(unittest.TestCase):
    def setUp(self):
        self.connection = libvirt.open(URI)
        self.domain = self.connection.lookupByName(GUEST)

    def tearDown(self):
        self.connection.close()

    def test_screen(self):
        with os.fdopen(self.domain.openGraphicsFD(0, libvirt.VIR_DOMAIN_OPEN_GRAPHICS_SKIPAUTH), "r+b", buffering=0) as screen:
            self.assertEqual(screen.read(4), b"RFB ")
        with self.assertRaises(libvirt.libvirtError) as caught:
            self.domain.openGraphicsFD(7, 0)
        self.assertEqual(caught.exception.get_error_code(), libvirt.VIR_ERR_INVALID_ARG)

    def test_console(self):
        stream = self.connection.newStream(0)
        self.domain.openConsole(None, stream, libvirt.VIR_DOMAIN_CONSOLE_FORCE)
        seen = b""
        end = time.monotonic() + 120
        while b"42 is it" not in seen and time.monotonic() < end:
            stream.send(b"echo $((6 * 7)) is it\r")
            seen += stream.recv(4096)
        self.assertIn(b"42 is it", seen)
        stream.finish()
        # The connection is as good as before.
        self.assertTrue(self.domain.isActive())

    def test_monitor(self):
        self.assertIn("running", libvirt_qemu.qemuMonitorCommand(self.domain, '{"execute":"query-status"}', 0))
        with self.assertRaises(libvirt.libvirtError) as caught:
            libvirt_qemu.qemuMonitorCommand(self.domain, "no JSON", 0)
        self.assertEqual(caught.exception.get_error_code(), libvirt.VIR_ERR_INVALID_ARG)


if __name__ == "__main__":
    unittest.main()
