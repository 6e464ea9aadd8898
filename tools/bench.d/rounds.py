"""Peers by turns, each in a new process, and what is noted of them."""

import shutil
import sys
import time
from typing import List, NamedTuple, Optional

import measure
import peers
import proxy
import results
import workloads
from load import LoadSide
from measure import Cores
from peers.peer import Peer, Place
from results import Journal, Result
from workloads import Rotation, Workload

FOREIGN = 0.12  # cores that something else may use before a measurement is done again
DIRECT = "direct"


class Plan(NamedTuple):
    """What all measurements of a run share."""

    workloads: List[str]
    rotations: List[Rotation]
    secs: float
    warm: float
    again: int
    cores: Cores
    workers: int
    descriptors: int
    gyre: List[str]  # what starts it


class Rounds:
    """Measures, and remembers whether it went well."""

    def __init__(self, plan: Plan, side: LoadSide, journal: Journal) -> None:
        self.plan, self.side, self.journal = plan, side, journal
        self.gyre_failed = False
        self.measured = 0

    def turn(self, peer: Optional[Peer], number: int) -> None:
        """All that is wanted of a peer, or of the load without a proxy."""
        self.loads(peer, None, number)
        if not peer:
            return
        for rotation in with_bases(self.plan.rotations):
            if rotation.kind in peer.rotations:
                self.loads(peer, rotation, number)
        for workload in self.plan.workloads:
            if workload == "start" or (workload.startswith("idle:") and peer.ways & {"connect", "socks5"}):
                self.single(workload, peer, number)

    def loads(self, peer: Optional[Peer], rotation: Optional[Rotation], number: int) -> None:
        """All loads that this peer can take, in one process of it."""
        wanted = [one for one in workloads.ALL if one.name in self.plan.workloads and takes(peer, one)]
        if rotation:
            wanted = [one for one in wanted if one.rotates]
        if not wanted:
            return
        running = None
        first = self.base(wanted[0].name, peer, rotation, number)
        try:
            running = self.started(peer, rotation) if peer else None
            if running:
                running.await_answer(self.side.ports.origin)
        except OSError as problem:
            self.note(failed(first, problem))
        else:
            self.each(wanted, running, first)
        finally:
            if running:
                running.stop()

    def each(self, wanted: List[Workload], running: Optional[proxy.Proxy], first: Result) -> None:
        # What is compiled beforehand has nothing to learn; connections have to be there all the same.
        warm = self.plan.warm if running and running.peer.compiles else min(self.plan.warm, 1)
        for i, one in enumerate(wanted):
            base = first._replace(workload=one.name)
            try:
                self.note(self.quiet(one, running, warm * (2 if i == 0 else 1), base))
            except OSError as problem:
                self.note(failed(base, problem))
            if running and not running.child.runs():
                self.note(base._replace(failed=f"{base.peer} has ended: {running.child.last_words()}"))
                return

    def quiet(self, one: Workload, running: Optional[proxy.Proxy], warm: float, base: Result) -> Result:
        """Measures, and does it again a few times while something else uses the cores."""
        plan = self.plan
        for _ in range(plan.again):
            result = measure.throughput(one, running, self.side, plan.cores, plan.secs, warm, base)
            if result.failed or result.foreign < FOREIGN:
                return result
            time.sleep(1)
        return measure.throughput(one, running, self.side, plan.cores, plan.secs, warm, base)

    def single(self, workload: str, peer: Peer, number: int) -> None:
        """What needs a process for itself."""
        base = self.base(workload, peer, None, number)
        try:
            if workload == "start" and number == 1:
                self.once(workload, peer, base)  # so that its files are in memory
            self.note(self.once(workload, peer, base))
        except OSError as problem:
            self.note(failed(base, problem))

    def once(self, workload: str, peer: Peer, base: Result) -> Result:
        running = self.started(peer, None)
        try:
            started = measure.start(running, self.side.ports.origin, base)
            if workload == "start":
                return started
            return measure.idle(int(workload.split(":")[1]), running, self.side, base)
        finally:
            running.stop()

    def started(self, peer: Peer, rotation: Optional[Rotation]) -> proxy.Proxy:
        plan, ports = self.plan, self.side.ports
        place = Place(proxy.folder(), ports.proxy, plan.workers, plan.descriptors, rotation, ports.hops, plan.gyre)
        try:
            return proxy.Proxy(peer, place, plan.cores.of_proxy())
        except BaseException:
            shutil.rmtree(place.folder, ignore_errors=True)
            raise

    def base(self, workload: str, peer: Optional[Peer], rotation: Optional[Rotation], number: int) -> Result:
        pinned = self.plan.cores.proxy is not None
        return Result(workload, peer.name if peer else DIRECT, str(rotation or ""), pinned, number)

    def note(self, result: Result) -> None:
        self.journal.add(result)
        rotated = f" {result.rotation}" if result.rotation else ""
        said = f"failed: {result.failed}" if result.failed else f"{results.number(result.value)} {result.unit}"
        print(f"{result.round}: {result.workload}{rotated}, {result.peer}: {said}", file=sys.stderr, flush=True)
        if not result.failed:
            self.measured += 1
        elif result.peer == peers.GYRE.name:
            self.gyre_failed = True


def takes(peer: Optional[Peer], load: Workload) -> bool:
    return peer is None or load.way in peer.ways


def failed(base: Result, problem: OSError) -> Result:
    return base._replace(failed=str(problem)[:400])


def with_bases(rotations: List[Rotation]) -> List[Rotation]:
    """Those over hops are compared with one over a single hop."""
    one_hop = Rotation("up", 1)
    if any(rotation.kind == "up" for rotation in rotations) and one_hop not in rotations:
        return [one_hop, *rotations]
    return list(rotations)
