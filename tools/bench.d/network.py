"""Where it all happens: in a network namespace of its own when that is allowed, else on free ports of loopback."""

import os
import shutil
import socket
import subprocess
import sys
from typing import NamedTuple

MARK = "GYRE_BENCH_NAMESPACE"
SETTINGS = {
    # All ports but those that are listened on, and room for bursts of new connections.
    "ipv4/ip_local_port_range": "10000 65000",
    "core/somaxconn": "8192",
    "ipv4/tcp_max_syn_backlog": "8192",
}
FIRST, LAST = 3000, 9900  # below what the system gives to connections, as a rule


class Ports(NamedTuple):
    proxy: int
    origin: int  # and the two after it
    hops: int


def enter_namespace() -> None:
    """Starts this program anew in a namespace of its own, if it may have one; else comes back."""
    if in_namespace() or os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        return
    if subprocess.run(["unshare", "-n", "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        return
    os.environ[MARK] = current()
    os.execvp("unshare", ["unshare", "-n", sys.executable, "-B", *sys.argv])


def current() -> str:
    return os.readlink("/proc/self/ns/net")


def in_namespace() -> bool:
    """Whether this one is not that which it was started in: settings are changed in such a one only."""
    return os.environ.get(MARK, current()) != current()


def prepare_namespace() -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for name, value in SETTINGS.items():
        try:
            with open(f"/proc/sys/net/{name}", "w", encoding="ascii") as file:
                file.write(value)
        except OSError:
            continue  # in a container that has /proc/sys to read only; the defaults do, too


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def free_ports() -> Ports:
    start = FIRST if in_namespace() else FIRST + os.getpid() % 5000
    for port in range(start, LAST):
        if all(is_free(one) for one in range(port, port + 5)):
            return Ports(proxy=port, origin=port + 1, hops=port + 4)
    raise OSError("there are no five free ports in a row")
