# SPDX-License-Identifier: Apache-2.0
"""What python3-libvirt does with a domain, against any daemon that speaks libvirt's protocol.

Run by the system's Python, from a directory that holds guest.xml (a domain 'guest' with a disk vda, a drive sda, an interface, a VNC
screen and a balloon), extra.img, cd.iso and cd2.iso:

    VIRT_URI=qemu+unix:///session?socket=/path VIRT_DIRECTORY=/path python3 test_domains.py
"""

import os
import time
import unittest

import libvirt
from libvirt import libvirtError

DIRECTORY = os.environ["VIRT_DIRECTORY"]


def path(name):
    return os.path.join(DIRECTORY, name)


def disk(target, file, bus="virtio"):
    return (
        f"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{file}'/>"
        f"<target dev='{target}' bus='{bus}'/></disk>"
    )


class Domain(unittest.TestCase):
    """One domain for all tests of a class, defined and running."""

    @classmethod
    def setUpClass(cls):
        libvirt.registerErrorHandler(lambda *_: None, None)
        cls.connection = libvirt.open(os.environ["VIRT_URI"])
        with open(path("guest.xml"), encoding="utf-8") as file:
            cls.domain = cls.connection.defineXML(file.read())
        cls.domain.create()

    @classmethod
    def tearDownClass(cls):
        if cls.domain.isActive():
            cls.domain.destroy()
        cls.domain.undefineFlags(libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE)
        cls.connection.close()

    def refused(self, code, function, *arguments):
        with self.assertRaises(libvirtError) as caught:
            function(*arguments)
        self.assertEqual(caught.exception.get_error_code(), code, caught.exception)

    def eventually(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.1)
        self.assertTrue(condition())


class Statistics(Domain):
    def test_bulk(self):
        ((domain, values),) = self.connection.domainListGetStats([self.domain])
        self.assertEqual(domain.name(), "guest")
        self.assertEqual((values["state.state"], values["state.reason"]), (1, 1))
        self.assertGreater(values["cpu.time"], 0)
        self.assertEqual((values["vcpu.current"], values["vcpu.maximum"]), (1, 2))
        self.assertEqual(values["vcpu.0.state"], libvirt.VIR_VCPU_RUNNING)
        self.assertEqual(values["balloon.maximum"], 196608)
        self.assertGreater(values["balloon.rss"], 10000)
        self.assertEqual(values["block.count"], 2)
        self.assertEqual((values["block.0.name"], values["block.0.path"]), ("vda", path("disk.qcow2")))
        self.assertEqual(values["block.0.capacity"], 64 << 20)
        self.assertIn("block.0.rd.reqs", values)
        self.assertIn("block.0.backingIndex", values)
        self.assertEqual(values["net.count"], 1)
        self.assertEqual(values["dirtyrate.calc_status"], 0)

    def test_bulk_groups_and_lists(self):
        ((_, values),) = self.connection.getAllDomainStats(
            libvirt.VIR_DOMAIN_STATS_STATE, libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE
        )
        self.assertEqual(values, {"state.state": 1, "state.reason": 1})
        inactive = libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE
        self.assertEqual(self.connection.getAllDomainStats(0, inactive), [])
        ((_, values),) = self.connection.getAllDomainStats(1 << 20)
        self.assertEqual(values, {})
        enforce = libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS
        self.refused(libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED, self.connection.getAllDomainStats, 1 << 20, enforce)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.connection.getAllDomainStats, 1, 1 << 25)

    def test_disks(self):
        requests = self.domain.blockStats("vda")
        self.assertEqual((len(requests), requests[4]), (5, -1))
        self.assertEqual(
            set(self.domain.blockStatsFlags("vda")),
            {
                "wr_bytes", "wr_operations", "rd_bytes", "rd_operations", "flush_operations", "wr_total_times",
                "rd_total_times", "flush_total_times",
            },
        )
        self.assertGreaterEqual(self.domain.blockStats("")[0], requests[0])
        self.assertEqual(self.domain.blockInfo("vda")[0], 64 << 20)
        self.assertEqual(self.domain.blockInfo(path("disk.qcow2"))[0], 64 << 20)
        self.assertEqual(self.domain.diskErrors(), {})
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.blockStats, "hdz")
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.blockInfo, "hdz")

    def test_memory(self):
        memory = self.domain.memoryStats()
        self.assertGreater(memory["rss"], 10000)
        self.assertIn("actual", memory)
        self.assertIn("last_update", memory)
        self.domain.setMemoryStatsPeriod(1, libvirt.VIR_DOMAIN_AFFECT_LIVE)
        self.assertIn("<stats period='1'/>", self.domain.XMLDesc())
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setMemoryStatsPeriod, -1)

    def test_interfaces(self):
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.interfaceStats, "vnet7")


class Processors(Domain):
    def test_numbers(self):
        self.assertEqual(self.domain.maxVcpus(), 2)
        live, config, most = 1, 2, libvirt.VIR_DOMAIN_VCPU_MAXIMUM
        counts = [self.domain.vcpusFlags(flags) for flags in (0, live, config, most, live | most, config | most)]
        self.assertEqual(counts, [1, 1, 1, 2, 2, 2])
        # The kernel counts in hundredths of a second.
        for _ in range(100):
            (vcpu,), (map_,) = self.domain.vcpus()
            if vcpu[2] > 0:
                break
            time.sleep(0.05)
        self.assertEqual((vcpu[0], vcpu[1]), (0, 1))
        self.assertGreater(vcpu[2], 0)
        self.assertEqual(len(map_), self.connection.getInfo()[2])
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setVcpus, 99)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setVcpus, 0)

    def test_pins(self):
        count = self.connection.getInfo()[2]
        everything = tuple([True] * count)
        first = tuple(number == 0 for number in range(count))
        config = libvirt.VIR_DOMAIN_AFFECT_CONFIG
        self.assertEqual(self.domain.vcpuPinInfo(), [everything])
        self.assertEqual(self.domain.emulatorPinInfo(), everything)
        self.domain.pinVcpu(0, first)
        self.assertEqual(self.domain.vcpuPinInfo(), [first])
        self.assertEqual(self.domain.vcpus()[1], [first])
        self.assertEqual(self.domain.vcpuPinInfo(config), [everything])
        self.domain.pinVcpuFlags(0, first, config)
        self.assertEqual(self.domain.vcpuPinInfo(config), [first])
        self.domain.pinEmulator(first, libvirt.VIR_DOMAIN_AFFECT_LIVE)
        self.assertEqual(self.domain.emulatorPinInfo(), first)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.pinVcpu, 7, first)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.pinVcpu, 0, tuple([False] * count))


class Memory(Domain):
    def test_sizes(self):
        self.assertEqual(self.domain.maxMemory(), 196608)
        self.domain.setMemoryFlags(131072, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
        self.assertIn(
            "<currentMemory unit='KiB'>131072</currentMemory>", self.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE))
        self.domain.setMemory(163840)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setMemory, 400000)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setMemory, 0)
        self.refused(libvirt.VIR_ERR_OPERATION_INVALID, self.domain.setMaxMemory, 300000)
        most = libvirt.VIR_DOMAIN_MEM_MAXIMUM
        self.domain.setMemoryFlags(262144, libvirt.VIR_DOMAIN_AFFECT_CONFIG | most)
        self.assertIn("<memory unit='KiB'>262144</memory>", self.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE))
        self.assertEqual(self.domain.maxMemory(), 196608)


class Devices(Domain):
    def targets(self, flags=0):
        document = self.domain.XMLDesc(flags)
        return [name for name in ("vda", "vdb", "vdc", "sda") if f"<target dev='{name}'" in document]

    def test_disk(self):
        live, config = libvirt.VIR_DOMAIN_AFFECT_LIVE, libvirt.VIR_DOMAIN_AFFECT_CONFIG
        # A guest that is still booting may lose the request to let a device go.
        self.eventually(self.booted, 60)
        self.domain.attachDevice(disk("vdb", path("extra.img")))
        self.assertEqual(self.targets(), ["vda", "vdb", "sda"])
        self.assertEqual(self.targets(libvirt.VIR_DOMAIN_XML_INACTIVE), ["vda", "sda"])
        self.domain.attachDeviceFlags(disk("vdc", path("extra.img")), config)
        self.assertEqual(self.targets(libvirt.VIR_DOMAIN_XML_INACTIVE), ["vda", "vdc", "sda"])
        self.domain.detachDeviceFlags(disk("vdb", path("extra.img")), live)
        self.eventually(lambda: self.targets() == ["vda", "sda"])
        self.domain.detachDeviceFlags(disk("vdc", path("extra.img")), config)
        self.assertEqual(self.targets(libvirt.VIR_DOMAIN_XML_INACTIVE), ["vda", "sda"])
        missing = disk("vdq", path("extra.img"))
        self.refused(libvirt.VIR_ERR_DEVICE_MISSING, self.domain.detachDeviceFlags, missing, live)

    def booted(self):
        with open(path("console"), encoding="utf-8", errors="replace") as file:
            return "ready" in file.read()

    def test_refusals(self):
        live = libvirt.VIR_DOMAIN_AFFECT_LIVE
        with self.assertRaises(libvirtError):
            self.domain.attachDeviceFlags("<foo/>", live)
        with self.assertRaises(libvirtError):
            self.domain.attachDeviceFlags("<disk", live)
        with self.assertRaises(libvirtError):
            self.domain.detachDeviceAlias("nosuch", live)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.attachDeviceFlags, disk("vdb", path("extra.img")), 16)

    def test_medium(self):
        drive = (
            "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/>{}<target dev='sda' bus='sata'/>"
            "<readonly/></disk>"
        )
        force = libvirt.VIR_DOMAIN_DEVICE_MODIFY_FORCE
        self.domain.updateDeviceFlags(drive.format(f"<source file='{path('cd2.iso')}'/>"), force)
        self.assertIn(path("cd2.iso"), self.domain.XMLDesc())
        self.domain.updateDeviceFlags(drive.format(""), force)
        self.assertNotIn(path("cd2.iso"), self.domain.XMLDesc())
        self.assertNotIn(path("cd.iso"), self.domain.XMLDesc())
        self.assertIn(path("cd.iso"), self.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE))

    def test_limits(self):
        self.assertEqual(len(self.domain.blockIoTune("vda")), 20)
        self.domain.setBlockIoTune("vda", {"total_bytes_sec": 1 << 20}, libvirt.VIR_DOMAIN_AFFECT_LIVE)
        self.assertEqual(self.domain.blockIoTune("vda")["total_bytes_sec"], 1 << 20)
        self.assertEqual(self.domain.blockIoTune("vda", libvirt.VIR_DOMAIN_AFFECT_CONFIG)["total_bytes_sec"], 0)
        both = {"total_bytes_sec": 1, "read_bytes_sec": 1}
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.setBlockIoTune, "vda", both)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.blockIoTune, "hdz")

    def test_size(self):
        self.domain.blockResize("vda", 80 << 20, libvirt.VIR_DOMAIN_BLOCK_RESIZE_BYTES)
        self.assertEqual(self.domain.blockInfo("vda")[0], 80 << 20)
        self.domain.blockResize("vda", 64 << 10)
        self.assertEqual(self.domain.blockInfo("vda")[0], 64 << 20)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.blockResize, "hdz", 1 << 20)


class Input(Domain):
    def test_keys(self):
        self.domain.sendKey(libvirt.VIR_KEYCODE_SET_LINUX, 0, [29, 30], 2)
        self.domain.sendKey(libvirt.VIR_KEYCODE_SET_USB, 10, [4], 1)
        self.domain.sendKey(libvirt.VIR_KEYCODE_SET_QNUM, 0, [30], 1)
        with self.assertRaises(libvirtError):
            self.domain.sendKey(libvirt.VIR_KEYCODE_SET_LINUX, 0, [0x7FFF], 1)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.sendKey, 99, 0, [30], 1)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.sendKey, 0, 0, [30], 1, 8)

    def test_interrupt(self):
        self.domain.injectNMI()
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.injectNMI, 3)

    def test_screenshot(self):
        stream = self.connection.newStream()
        kind = self.domain.screenshot(stream, 0)
        picture = b""
        while True:
            some = stream.recv(65536)
            if not some:
                break
            picture += some
        stream.finish()
        magic = {"image/png": b"\x89PNG", "image/x-portable-pixmap": b"P6"}
        self.assertTrue(picture.startswith(magic[kind]), picture[:16])
        with self.assertRaises(libvirtError):
            self.domain.screenshot(self.connection.newStream(), 9)


class Save(Domain):
    def test_managed(self):
        self.assertEqual(self.domain.hasManagedSaveImage(), 0)
        self.refused(libvirt.VIR_ERR_OPERATION_INVALID, self.domain.managedSaveGetXMLDesc)
        self.domain.managedSave()
        self.assertEqual(self.domain.hasManagedSaveImage(), 1)
        self.assertEqual(self.domain.state(), [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_SAVED])
        document = self.domain.managedSaveGetXMLDesc()
        self.assertIn("<name>guest</name>", document)
        self.domain.managedSaveDefineXML(document, libvirt.VIR_DOMAIN_SAVE_PAUSED)
        self.domain.create()
        self.assertEqual(self.domain.state()[0], libvirt.VIR_DOMAIN_PAUSED)
        self.domain.resume()
        self.assertEqual(self.domain.hasManagedSaveImage(), 0)
        self.domain.managedSave(libvirt.VIR_DOMAIN_SAVE_PAUSED)
        self.domain.managedSaveRemove()
        self.assertEqual(self.domain.hasManagedSaveImage(), 0)
        self.domain.create()
        self.assertEqual(self.domain.state(), [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_BOOTED])

    def test_file(self):
        file = path("saved/guest")
        self.domain.save(file)
        self.assertEqual(self.domain.isActive(), 0)
        done = self.domain.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)
        self.assertEqual(done["type"], libvirt.VIR_DOMAIN_JOB_COMPLETED)
        self.assertEqual(done["operation"], libvirt.VIR_DOMAIN_JOB_OPERATION_SAVE)
        self.assertGreater(done["memory_total"], 0)
        document = self.connection.saveImageGetXMLDesc(file)
        self.assertIn("<name>guest</name>", document)
        self.connection.saveImageDefineXML(file, document.replace("</name>", "</name><title>kept</title>", 1))
        self.connection.restoreFlags(file, None, libvirt.VIR_DOMAIN_SAVE_PAUSED)
        self.assertEqual(self.domain.state()[0], libvirt.VIR_DOMAIN_PAUSED)
        self.assertIn("<title>kept</title>", self.domain.XMLDesc())
        self.domain.destroy()
        self.connection.restore(file)
        self.assertEqual(self.domain.state(), [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_RESTORED])
        os.remove(file)
        with self.assertRaises(libvirtError):
            self.connection.restore(file)

    def test_jobs(self):
        self.assertEqual(self.domain.jobInfo()[0], libvirt.VIR_DOMAIN_JOB_NONE)
        self.assertEqual(self.domain.jobStats()["type"], libvirt.VIR_DOMAIN_JOB_NONE)
        self.refused(libvirt.VIR_ERR_OPERATION_INVALID, self.domain.abortJob)
        self.assertEqual(self.domain.controlInfo()[0], libvirt.VIR_DOMAIN_CONTROL_OK)


class States(Domain):
    def test_refusals(self):
        invalid = libvirt.VIR_ERR_OPERATION_INVALID
        self.refused(invalid, self.domain.resume)
        self.domain.suspend()
        self.domain.suspend()
        self.refused(invalid, self.domain.shutdown)
        self.domain.resume()
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.domain.reboot, libvirt.VIR_DOMAIN_REBOOT_SIGNAL)
        self.refused(libvirt.VIR_ERR_INVALID_ARG, self.connection.getCPUMap, 1)
        self.refused(libvirt.VIR_ERR_XML_ERROR, self.connection.defineXML, "<disk/>")
        self.refused(libvirt.VIR_ERR_XML_DETAIL, self.connection.defineXML, "<domain")
        self.refused(libvirt.VIR_ERR_SYSTEM_ERROR, self.connection.restore, path("nosuch"))

    def test_documents(self):
        self.assertIn("<alias", self.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_UPDATE_CPU))
        document = self.domain.XMLDesc(libvirt.VIR_DOMAIN_XML_MIGRATABLE)
        self.assertNotIn("<alias", document)
        self.assertNotIn(" id='", document.split("\n")[0])

    def test_completed_job(self):
        completed = libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED
        self.domain.managedSave()
        self.domain.create()
        kept = self.domain.jobStats(completed | libvirt.VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED)
        self.assertEqual(self.domain.jobStats(completed), kept)
        self.assertEqual(self.domain.jobStats(completed), {"type": libvirt.VIR_DOMAIN_JOB_NONE})


class Texts(Domain):
    def test_metadata(self):
        namespace = "http://example.org/x"
        element, live = libvirt.VIR_DOMAIN_METADATA_ELEMENT, libvirt.VIR_DOMAIN_AFFECT_LIVE
        self.refused(libvirt.VIR_ERR_NO_DOMAIN_METADATA, self.domain.metadata, element, namespace)
        self.domain.setMetadata(element, "<k/>", "k", namespace, live)
        self.assertEqual(self.domain.metadata(element, namespace), "<k/>")
        self.domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "a title", None, None)
        self.assertEqual(self.domain.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None), "a title")
        self.domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None, None, None)
        self.refused(
            libvirt.VIR_ERR_NO_DOMAIN_METADATA, self.domain.metadata, libvirt.VIR_DOMAIN_METADATA_TITLE, None)

    def test_security(self):
        self.assertEqual(self.connection.getSecurityModel(), ["none", "0"])
        self.assertEqual(self.domain.securityLabel(), ["", False])
        self.assertEqual(self.domain.securityLabelList(), [["", False]])


class Off(unittest.TestCase):
    """A domain that is defined and does not run."""

    def test_refusals(self):
        libvirt.registerErrorHandler(lambda *_: None, None)
        connection = libvirt.open(os.environ["VIRT_URI"])
        with open(path("guest.xml"), encoding="utf-8") as file:
            domain = connection.defineXML(file.read())
        try:
            for call in (
                domain.vcpus, domain.maxVcpus, domain.memoryStats, lambda: domain.blockStats("vda"),
                lambda: domain.setMemory(131072), lambda: domain.setVcpus(1), domain.injectNMI, domain.abortJob,
                lambda: domain.sendKey(0, 0, [30], 1), lambda: domain.blockResize("vda", 1 << 20),
                lambda: domain.attachDevice(disk("vdb", path("extra.img"))), lambda: domain.save(path("saved/x")),
                lambda: domain.managedSave(), domain.controlInfo, domain.jobInfo,
                lambda: domain.interfaceStats("vnet0"), domain.diskErrors,
            ):
                with self.assertRaises(libvirtError) as caught:
                    call()
                self.assertEqual(
                    caught.exception.get_error_code(), libvirt.VIR_ERR_OPERATION_INVALID, caught.exception)
            ((_, values),) = connection.domainListGetStats([domain])
            self.assertEqual(values["state.state"], libvirt.VIR_DOMAIN_SHUTOFF)
            self.assertEqual((values["vcpu.current"], values["vcpu.maximum"]), (1, 2))
            self.assertNotIn("block.0.rd.reqs", values)
            domain.setMemoryFlags(131072, 0)
            domain.pinVcpuFlags(0, (True,), 0)
            self.assertEqual(domain.vcpuPinInfo()[0][0], True)
            domain.attachDeviceFlags(disk("vdb", path("extra.img")), 0)
            self.assertIn("vdb", domain.XMLDesc())
        finally:
            domain.undefine()
            connection.close()


if __name__ == "__main__":
    unittest.main()
