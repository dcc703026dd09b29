# SPDX-License-Identifier: Apache-2.0
"""What python-libvirt sees of a connection through the proxy whose daemon is killed and started again.

VIRT_URI names the proxy; DAEMON_PID and DAEMON_COMMAND are the daemon behind it.
"""

import os
import shlex
import signal
import subprocess
import threading
import time
import unittest

import libvirt

import events  # It runs their loop.

DOMAIN = """<domain type='qemu'><name>%s</name><memory unit='MiB'>32</memory>
<os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>"""


class Proxy(unittest.TestCase):
    def setUp(self):
        self.seen = []
        self.changed = threading.Condition()
        self.connection = libvirt.open(os.environ["VIRT_URI"])
        self.connection.domainEventRegisterAny(
            None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, lambda _, domain, event, detail, __: self.note((domain.name(), event)), None)
        self.connection.secretEventRegisterAny(
            None, libvirt.VIR_SECRET_EVENT_ID_LIFECYCLE, lambda _, secret, event, detail, __: self.note(("secret", event)), None)
        self.hear_of_the_end("first")

    def hear_of_the_end(self, name):
        self.connection.registerCloseCallback(lambda _, reason, __: self.note((name, reason)), None)

    def note(self, event):
        with self.changed:
            self.seen.append(event)
            self.changed.notify_all()

    def wait_for(self, event):
        with self.changed:
            self.assertTrue(self.changed.wait_for(lambda: event in self.seen, 30), (event, self.seen))

    def test_restart(self):
        self.connection.defineXML(DOMAIN % "one")
        self.wait_for(("one", libvirt.VIR_DOMAIN_EVENT_DEFINED))
        secret = self.connection.secretDefineXML("<secret><usage type='volume'><volume>/srv/b</volume></usage></secret>")
        self.wait_for(("secret", libvirt.VIR_SECRET_EVENT_DEFINED))

        os.kill(int(os.environ["DAEMON_PID"]), signal.SIGKILL)
        # The secrets do not notice.
        self.assertIn("/srv/b", secret.XMLDesc())
        with self.assertRaises(libvirt.libvirtError) as refused:
            for _ in range(100):
                self.connection.getHostname()
                time.sleep(0.05)
        self.assertEqual(refused.exception.get_error_code(), libvirt.VIR_ERR_RPC)

        self.wait_for(("first", libvirt.VIR_CONNECT_CLOSE_REASON_EOF))
        # A callback is called once; who wants to hear more registers anew.
        self.connection.unregisterCloseCallback()
        self.hear_of_the_end("second")

        daemon = subprocess.Popen(shlex.split(os.environ["DAEMON_COMMAND"]))
        try:
            for _ in range(200):
                try:
                    self.connection.getHostname()
                    break
                except libvirt.libvirtError:
                    time.sleep(0.05)
            self.assertEqual([domain.name() for domain in self.connection.listAllDomains()], ["one"])
            self.connection.defineXML(DOMAIN % "two")
            self.wait_for(("two", libvirt.VIR_DOMAIN_EVENT_DEFINED))
            secret.undefine()
            self.wait_for(("secret", libvirt.VIR_SECRET_EVENT_UNDEFINED))
            daemon.terminate()
            daemon.wait()
            self.wait_for(("second", libvirt.VIR_CONNECT_CLOSE_REASON_EOF))
            self.assertEqual([event[0] for event in self.seen if event[0] in ("first", "second")], ["first", "second"])
            self.connection.close()
        finally:
            daemon.terminate()
            daemon.wait()


if __name__ == "__main__":
    unittest.main(verbosity=0)
