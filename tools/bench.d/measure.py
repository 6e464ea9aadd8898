"""One measurement of each kind, of a proxy that runs or of no proxy (direct)."""

import time
from typing import Any, Dict, FrozenSet, NamedTuple, Optional, Set

import system
from load import LoadSide
from proxy import Proxy
from results import Result
from workloads import Workload

SETTLE_SECONDS = 1.0


class Cores(NamedTuple):
    """Where the load and the proxy run, when they are pinned."""

    load: Optional[int]
    proxy: Optional[int]

    def of_load(self) -> FrozenSet[int]:
        return frozenset() if self.load is None else frozenset({self.load})

    def of_proxy(self) -> FrozenSet[int]:
        return frozenset() if self.proxy is None else frozenset({self.proxy})

    def all(self) -> Set[int]:
        return set(self.of_load() | self.of_proxy()) or system.cores()


class Spent(NamedTuple):
    """What was used from one moment to another, in seconds."""

    proxy: float
    origin: float
    cores: system.Busy


def spent(proxy: Optional[Proxy], side: LoadSide, cores: Cores) -> Spent:
    return Spent(system.cpu(proxy.child.pids()) if proxy else 0.0, side.cpu(), system.busy(cores.all()))


def throughput(load: Workload, proxy: Optional[Proxy], side: LoadSide, cores: Cores, secs: float, warm: float, base: Result) -> Result:
    """Requests, tunnels or octets in a time."""
    running = side.run(load, proxy is None, secs, warm)
    try:
        side.distinct()  # what was seen before counts no more
        before = spent(proxy, side, cores)
        outcome = running.outcome()
        after = spent(proxy, side, cores)
    finally:
        said = running.stop()
    value = valued(load, outcome)
    if not value:
        return base._replace(failed=f"nothing was finished; {outcome['errors']} errors; {said}"[:400])
    memory = system.memory(proxy.child.pids()) if proxy else system.Memory(0, 0, 0)
    units = outcome["octets"] / 1e9 if load.unit == "MB/s" else outcome["done"] / 1e4
    used = after.proxy - before.proxy
    timed = load.load[0] != "bulk"
    return base._replace(
        value=round(value, 1),
        unit=load.unit,
        p50_us=outcome["p50_us"] if timed else None,
        p99_us=outcome["p99_us"] if timed else None,
        cpu=round(used / units, 4) if proxy else None,
        rss_kib=memory.rss_kib,
        threads=memory.threads,
        load_busy=busy(before, after, cores.load),
        proxy_busy=busy(before, after, cores.proxy),
        errors=outcome["errors"],
        reconnects=outcome["reconnects"],
        exits=side.distinct(),
        foreign=foreign(before, after, outcome),
    )


def valued(load: Workload, outcome: Dict[str, Any]) -> float:
    secs = float(outcome["secs"])
    if load.unit == "MB/s":
        return float(outcome["octets"]) / secs / 1e6
    if load.unit == "µs":
        return float(outcome["p50_us"])
    return float(outcome["done"]) / secs


def busy(before: Spent, after: Spent, core: Optional[int]) -> Optional[float]:
    if core is None:
        return None
    passed = after.cores.all[core] - before.cores.all[core]
    return round((after.cores.used[core] - before.cores.used[core]) / passed, 3) if passed else None


def foreign(before: Spent, after: Spent, outcome: Dict[str, Any]) -> float:
    """How many cores something else used meanwhile."""
    used = sum(after.cores.used.values()) - sum(before.cores.used.values())
    own = after.proxy - before.proxy + after.origin - before.origin + float(outcome["load_cpu"])
    return max(0.0, round((used - own) / float(outcome["secs"]), 3))


def idle(count: int, proxy: Proxy, side: LoadSide, base: Result) -> Result:
    """Memory for each tunnel that is held, and how long an echo takes on held ones."""
    way = "connect" if "connect" in proxy.peer.ways else "socks5"
    first = side.hold(way, 64)  # what the first tunnels need is not the tunnels'
    try:
        first.answer(60)
    finally:
        first.stop()
    time.sleep(SETTLE_SECONDS)
    before = system.memory(proxy.child.pids())
    generator = side.hold(way, count)
    try:
        opened = generator.answer(60)
        time.sleep(SETTLE_SECONDS)
        after = system.memory(proxy.child.pids())
        generator.go_on()
        echoed = generator.answer(60)
    finally:
        said = generator.said()
        generator.stop()
    if opened["held"] < count or not echoed["echoes"]:
        return base._replace(failed=f"{opened['held']} of {count} tunnels held; {said}"[:400])
    return base._replace(
        value=round(max(0, after.rss_kib - before.rss_kib) / count, 2),
        unit="KiB",
        p50_us=echoed["p50_us"],
        p99_us=echoed["p99_us"],
        rss_kib=after.rss_kib,
        threads=after.threads,
        errors=echoed["errors"],
    )


def start(proxy: Proxy, origin: int, base: Result) -> Result:
    """Of a proxy that was started this moment: until it answers."""
    took = proxy.await_answer(origin)
    memory = system.memory(proxy.child.pids())
    return base._replace(value=round(took * 1000, 1), unit="ms", rss_kib=memory.rss_kib, threads=memory.threads)
