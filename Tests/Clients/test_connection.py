# SPDX-License-Identifier: Apache-2.0
"""What python-libvirt sees of a connection; VIRT_URI and VIRT_READ_ONLY_URI name the daemon, ours or libvirt's."""

import os
import socket
import threading
import unittest

import libvirt

URI = os.environ["VIRT_URI"]
READ_ONLY_URI = os.environ["VIRT_READ_ONLY_URI"]
libvirt.registerErrorHandler(lambda context, error: None, None)


class Connection(unittest.TestCase):
    def setUp(self):
        self.connection = libvirt.open(URI)

    def tearDown(self):
        self.connection.close()

    def refusal(self, body):
        with self.assertRaises(libvirt.libvirtError) as caught:
            body()
        return caught.exception

    def test_facts(self):
        self.assertEqual(self.connection.getType(), "QEMU")
        self.assertEqual(self.connection.getLibVersion(), 9000000)
        self.assertGreater(self.connection.getVersion(), 2000000)
        self.assertEqual(self.connection.getHostname().split(".")[0], socket.gethostname().split(".")[0])
        self.assertTrue(self.connection.isAlive())
        self.assertTrue(self.connection.isSecure())

    def test_node(self):
        model, memory, cpus, _, nodes, sockets, cores, threads = self.connection.getInfo()
        self.assertEqual(model, os.uname().machine)
        self.assertGreater(memory, 16)
        self.assertEqual(cpus, len(os.sched_getaffinity(0)))
        self.assertLessEqual(cpus, nodes * sockets * cores * threads)
        self.assertGreater(self.connection.getFreeMemory(), 1 << 20)
        self.assertGreater(self.connection.getCPUStats(-1)["user"], 0)
        self.assertGreater(self.connection.getCPUStats(0)["idle"], 0)
        self.assertGreater(self.connection.getMemoryStats(-1)["total"], 1 << 14)
        total, online, _ = self.connection.getCPUMap()
        self.assertEqual(len(online), total)

    def test_bad_cpu(self):
        self.assertEqual(self.refusal(lambda: self.connection.getCPUStats(5000)).get_error_code(), libvirt.VIR_ERR_INVALID_ARG)

    def test_read_only(self):
        connection = libvirt.openReadOnly(READ_ONLY_URI)
        error = self.refusal(lambda: connection.defineXML("<domain/>"))
        self.assertEqual(error.get_error_code(), libvirt.VIR_ERR_OPERATION_DENIED)
        connection.close()

    def test_restricted_connection(self):
        connection = libvirt.openReadOnly(URI)
        error = self.refusal(lambda: connection.defineXML("<domain/>"))
        self.assertEqual(error.get_error_code(), libvirt.VIR_ERR_OPERATION_DENIED)
        connection.close()

    def test_many_threads(self):
        failures = []

        def work():
            try:
                for _ in range(100):
                    self.connection.getLibVersion()
                    self.connection.getHostname()
            except libvirt.libvirtError as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_many_connections(self):
        connections = [libvirt.open(URI) for _ in range(30)]
        for connection in connections:
            self.assertEqual(connection.getType(), "QEMU")
        for connection in connections:
            connection.close()


if __name__ == "__main__":
    unittest.main(verbosity=0)
