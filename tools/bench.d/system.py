"""What /proc tells of processes and cores, and what a process is started with."""

import ctypes
import os
import resource
import signal
from typing import Callable, Dict, FrozenSet, Iterable, List, NamedTuple, Set

TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
MOST_DESCRIPTORS = 65536
LIBC = ctypes.CDLL(None)


class Memory(NamedTuple):
    """Of a tree of processes; RSS counts shared pages once for each process, PSS once in all."""

    rss_kib: int
    pss_kib: int
    threads: int


class Busy(NamedTuple):
    """What cores have done since the start, in seconds, by core."""

    used: Dict[int, float]
    all: Dict[int, float]


def stat_fields(pid: int) -> List[str]:
    """Those of /proc/PID/stat from the state on; the name before it may have any character."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return []
    return text[text.rindex(")") + 2 :].split()


def processes() -> List[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def tree(root: int) -> List[int]:
    """A process and all that it and its children have started."""
    children: Dict[int, List[int]] = {}
    for pid in processes():
        fields = stat_fields(pid)
        if fields:
            children.setdefault(int(fields[1]), []).append(pid)
    found, open_ones = [], [root]
    while open_ones:
        pid = open_ones.pop()
        found.append(pid)
        open_ones += children.get(pid, [])
    return found


def cpu(pids: Iterable[int]) -> float:
    """Seconds of user and system time, with that of children that have ended."""
    ticks = 0
    for pid in pids:
        ticks += sum(int(field) for field in stat_fields(pid)[11:15])
    return ticks / TICKS


def memory(pids: Iterable[int]) -> Memory:
    rss = pss = threads = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii", errors="replace") as file:
                sizes = dict(line.split(":", 1) for line in file if line.startswith(("Rss:", "Pss:")))
            rss += int(sizes["Rss"].split()[0])
            pss += int(sizes["Pss"].split()[0])
            threads += len(os.listdir(f"/proc/{pid}/task"))
        except (OSError, KeyError):
            continue  # it has ended, or is another user's
    return Memory(rss, pss, threads)


def cores() -> Set[int]:
    """Those that we may use."""
    return os.sched_getaffinity(0)


def descriptors() -> int:
    """Raises how many we and our children may have, to what we are allowed."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def busy(which: Iterable[int]) -> Busy:
    used, everything = {}, {}
    wanted = set(which)
    with open("/proc/stat", encoding="ascii") as file:
        for line in file:
            if line.startswith("cpu") and line[3].isdigit():
                name, *fields = line.split()
                core = int(name[3:])
                if core in wanted:
                    ticks = [int(field) for field in fields[:8]]
                    everything[core] = sum(ticks) / TICKS
                    used[core] = (sum(ticks) - ticks[3] - ticks[4]) / TICKS  # less idle, and waiting for disks
    return Busy(used, everything)


def deferred_network_work() -> List[int]:
    """The kernel's threads that do what is left over of loopback's work: it is ours."""
    found = []
    for pid in processes():
        try:
            with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as file:
                if file.read().startswith("ksoftirqd"):
                    found.append(pid)
        except OSError:
            continue
    return found


def preparation(on: FrozenSet[int]) -> Callable[[], None]:
    """To be run in a new process before its program: on these cores, and not to outlive us, whatever happens to us."""

    def prepare() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if on:
            os.sched_setaffinity(0, on)

    return prepare
