"""A run, from what was said on the command line to the tables."""

import argparse
import datetime
import platform
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional

import build
import network
import options
import peers
import results
import system
import table
from load import LoadSide
from measure import Cores
from peers.peer import Peer
from results import Journal
from rounds import DIRECT, Plan, Rounds


def run(arguments: argparse.Namespace) -> int:
    """0 when all that was wanted of Gyre was measured, else 1."""
    plan = planned(arguments)
    if not network.in_namespace():
        build.compile_programs(options.TARGET)
        if not arguments.peers or peers.GYRE.name in arguments.peers:
            build.build_gyre(plan.gyre)
        network.enter_namespace()
    if network.in_namespace():
        network.prepare_namespace()
    found = chosen(arguments.peers or [DIRECT] + [peer.name for peer in peers.ALL])
    path = arguments.json or options.TARGET / "last.json"
    journal = Journal(path, anew=arguments.json is None)
    journal.begin(told(arguments, versions(found, plan.gyre)))
    with tempfile.TemporaryDirectory(prefix="gyre-bench-") as folder:
        side = LoadSide(options.TARGET, Path(folder), network.free_ports(), plan.cores.of_load())
        try:
            rounds = Rounds(plan, side, journal)
            for number in range(1, arguments.rounds + 1):
                for peer in found:
                    rounds.turn(peer, number)
        finally:
            side.stop()
            journal.close()
    table.write(results.read(path), sys.stdout)
    return 1 if rounds.gyre_failed or not rounds.measured else 0


def planned(arguments: argparse.Namespace) -> Plan:
    descriptors = system.descriptors()
    for workload in arguments.workloads:
        wanted = 2 * int(workload[5:]) + 200 if workload.startswith("idle:") else 0
        if wanted > descriptors:
            raise ValueError(f"{workload} needs {wanted} descriptors for a process, and {descriptors} are allowed (ulimit -Hn)")
    return Plan(
        workloads=arguments.workloads,
        rotations=arguments.rotate,
        secs=arguments.secs,
        warm=arguments.warm,
        again=arguments.again,
        cores=cores(arguments.pinned),
        workers=1 if arguments.pinned else len(system.cores()),
        descriptors=descriptors,
        gyre=shlex.split(arguments.gyre) if arguments.gyre else [str(options.HOME / "tools" / "gyre")],
    )


def cores(pinned: bool) -> Cores:
    ours = sorted(system.cores())
    if pinned and len(ours) < 2:
        raise ValueError("--pinned needs two cores, and there is one")
    return Cores(ours[0], ours[-1]) if pinned else Cores(None, None)


def chosen(names: List[str]) -> List[Optional[Peer]]:
    """The peers that there are; None stands for no proxy at all. Says of the others why not."""
    found: List[Optional[Peer]] = []
    for name in names:
        peer = None if name == DIRECT else peers.named(name)
        if peer and peer is not peers.GYRE and not peer.path():
            print(f"{name}: skipped, {peer.program} is not installed (Debian's package {peer.package})")
        else:
            found.append(peer)
    return found


def versions(found: List[Optional[Peer]], gyre: List[str]) -> Dict[str, str]:
    of_each = {}
    for peer in found:
        if peer:
            of_each[peer.name] = peer.version(gyre if peer is peers.GYRE else [peer.path() or peer.program])
            print(f"{peer.name}: {of_each[peer.name]}", flush=True)
    return of_each


def told(arguments: argparse.Namespace, of_each: Dict[str, str]) -> Dict[str, Any]:
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "system": f"Linux {platform.release()}, {len(system.cores())} cores",
        "options": dict(options.shown(arguments)),
        "versions": of_each,
    }
