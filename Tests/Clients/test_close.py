# SPDX-License-Identifier: Apache-2.0
"""What python-libvirt is told of the end of a daemon that it is connected to.

VIRT_URI names the daemon, DAEMON_PID is its process.
"""

import os
import signal
import time
import unittest

import libvirt

import events  # It runs their loop.


class End(unittest.TestCase):
    def test_end(self):
        reasons = []
        connection = libvirt.open(os.environ["VIRT_URI"])
        connection.registerCloseCallback(lambda _, reason, __: reasons.append(reason), None)
        # One that was taken back is not called.
        other = libvirt.open(os.environ["VIRT_URI"])
        other.registerCloseCallback(lambda _, reason, __: reasons.append("other"), None)
        other.unregisterCloseCallback()

        os.kill(int(os.environ["DAEMON_PID"]), signal.SIGTERM)
        for _ in range(600):
            if reasons:
                break
            time.sleep(0.05)
        time.sleep(0.5)
        self.assertEqual(reasons, [libvirt.VIR_CONNECT_CLOSE_REASON_EOF])
        self.assertFalse(connection.isAlive())


if __name__ == "__main__":
    unittest.main(verbosity=0)
