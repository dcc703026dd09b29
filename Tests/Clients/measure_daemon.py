# SPDX-License-Identifier: Apache-2.0
"""What daemons cost as python-libvirt sees it. Daemons are measured in turn, so that whatever else the machine does meets them alike.

Standard input holds a JSON list of daemons: {"name", "command", "environment", "uri", "large"}. Standard output gets a line for each
figure: the daemon's name, the figure's, and its value. A figure whose calls a daemon refuses has the value "refused".
"""

import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import uuid

import libvirt

ROUNDS = 10
MANY = 1000
LARGE = 10000

libvirt.registerErrorHandler(lambda context, error: None, None)


def document(name):
    return f"""
<domain type='qemu'>
  <name>{name}</name><uuid>{uuid.uuid5(uuid.NAMESPACE_DNS, name)}</uuid>
  <memory unit='MiB'>512</memory><vcpu>2</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='/nowhere/{name}.img'/><target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><model type='virtio'/></interface>
    <console type='pty'/>
  </devices>
</domain>"""


def at(values, fraction):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))]


def timed(body):
    begin = time.perf_counter()
    body()
    return time.perf_counter() - begin


class Daemon:
    def __init__(self, entry):
        self.entry = entry
        self.name = entry["name"]
        self.process = None
        self.series = {}

    def start(self):
        """Starts it, and returns the time to the first answer to a client that keeps trying."""
        environment = dict(os.environ, **self.entry["environment"])
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            self.entry["command"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                connection = libvirt.open(self.entry["uri"])
                connection.getLibVersion()
                taken = time.perf_counter() - begin
                connection.close()
                return taken
            except libvirt.libvirtError:
                if self.process.poll() is not None or time.perf_counter() - begin > 60:
                    sys.exit(f"{self.name} does not answer; it ended with {self.process.poll()}: {self.entry['command']}")
                time.sleep(0.0002)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def memory(self):
        """What it has resident, in MiB; proc_pid_status(5)."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024

    def open(self):
        return libvirt.open(self.entry["uri"])

    def note(self, figure, *values):
        self.series.setdefault(figure, []).extend(values)

    def tell(self, figure, value):
        print(self.name, figure, value, flush=True)


def call(uri, seconds, begin, counts):
    connection = libvirt.open(uri)
    connection.getLibVersion()
    begin.wait()
    end = time.perf_counter() + seconds
    count = 0
    while time.perf_counter() < end:
        connection.getLibVersion()
        count += 1
    counts.put(count)
    connection.close()


def calls_together(uri, clients, seconds):
    """Microseconds per call of so many clients in processes of their own."""
    counts = multiprocessing.Queue()
    begin = multiprocessing.Barrier(clients)
    workers = [multiprocessing.Process(target=call, args=(uri, seconds, begin, counts)) for _ in range(clients)]
    for worker in workers:
        worker.start()
    total = sum(counts.get() for _ in workers)
    for worker in workers:
        worker.join()
    return seconds / total * 1e6


def measure_starts(daemon):
    daemon.note("start", daemon.start() * 1e3)
    time.sleep(0.5)
    daemon.note("memory", daemon.memory())
    daemon.stop()


def measure_calls(daemon):
    daemon.note("open", *(timed(lambda: daemon.open().close()) * 1e3 for _ in range(50)))
    connection = daemon.open()
    daemon.note("call", *(timed(connection.getLibVersion) * 1e6 for _ in range(1000)))
    connection.close()
    daemon.note("together", calls_together(daemon.entry["uri"], 8, 0.3))


def define(daemon, numbers, figure):
    connection = daemon.open()
    documents = [document(f"machine-{number}") for number in numbers]
    daemon.note(figure, *(timed(lambda: connection.defineXML(text)) * 1e3 for text in documents))
    connection.close()


def measure_bulk(daemon, suffix):
    connection = daemon.open()
    for figure, body in [("list", lambda: connection.listAllDomains(0)), ("stats", lambda: connection.getAllDomainStats(0, 0))]:
        try:
            daemon.note(figure + suffix, timed(body) * 1e3)
        except libvirt.libvirtError:
            daemon.series[figure + suffix] = None
    connection.close()


def main():
    # What is measured is the daemon: with thousands of objects the collector would take a growing part of the time.
    gc.disable()
    daemons = [Daemon(entry) for entry in json.load(sys.stdin)]
    for _ in range(ROUNDS):
        for daemon in daemons:
            measure_starts(daemon)
    for daemon in daemons:
        daemon.start()
    for _ in range(ROUNDS):
        for daemon in daemons:
            measure_calls(daemon)
    for round in range(ROUNDS):
        for daemon in daemons:
            define(daemon, range(round * MANY // ROUNDS, (round + 1) * MANY // ROUNDS), "define")
    for _ in range(ROUNDS):
        for daemon in daemons:
            measure_bulk(daemon, "")
    for daemon in daemons:
        if daemon.entry["large"]:
            define(daemon, range(MANY, LARGE - MANY), "define-between")
            define(daemon, range(LARGE - MANY, LARGE), "define-large")
            for _ in range(ROUNDS):
                measure_bulk(daemon, "-large")
        daemon.stop()
    for daemon in daemons:
        for figure, values in daemon.series.items():
            if values is None:
                daemon.tell(figure, "refused")
                continue
            daemon.tell(figure, max(values) if figure == "memory" else at(values, 0.5))
            if figure == "call":
                daemon.tell("call99", at(values, 0.99))


if __name__ == "__main__":
    main()
