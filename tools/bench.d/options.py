"""What can be said on the command line."""

import argparse
import re
from pathlib import Path
from typing import List, Tuple

import peers
import workloads
from workloads import Rotation

HOME = Path(__file__).resolve().parents[2]
TARGET = HOME / "target" / "bench"
MOST_EGRESSES = 10_000

ABOUT = """\
Measures Gyre and those other proxies that are installed, side by side, on loopback. Prints Markdown tables.

  tools/bench [OPTION...]           run workloads (see below)
  tools/bench table FILE            tables of results that --json has written
  tools/bench charts FILE FOLDER    charts of them, an SVG for each workload
  tools/bench micro [ARGUMENT...]   the JMH benchmarks of src/jmh; arguments are JMH's own, such as Forward -prof gc
"""

WARM = """load before each measurement, twice that before a process's first (4); 1 at most for programs that are compiled
beforehand"""
ROTATE = """also with another egress for each request: src:N source addresses, up:N upstream hops; several by commas"""
JSON = """results as they come, a line of JSON each; added to what is there, as further rounds (target/bench/last.json, which
is begun anew)"""


def texts() -> str:
    """The list of workloads, and what each peer is told: what is compared must be open to all."""
    lines = ["workloads:"]
    for load in workloads.ALL:
        lines.append(f"  {load.name:<18} {load.about}")
    lines += [
        f"  {'idle:N':<18} N tunnels held: memory for each, and how fast held ones echo",
        f"  {'start':<18} from exec to the first answer; with everything built, and the files in memory",
        "",
        "what each proxy is told, beside its port (loopback only) and no logs or caches:",
    ]
    for peer in peers.ALL:
        lines.append(f"  {peer.name:<18} {peer.told}")
    lines += ["  (all)              one worker when --pinned, else as many as there are cores, where that can be set", ""]
    lines += [
        "As root it runs in a network namespace of its own, else on free ports of loopback. Runs by turns: each round has all peers,",
        "each in a new process. What else uses the cores meanwhile is measured, and what it disturbs is done again.",
    ]
    return "\n".join(lines)


def positive(text: str) -> float:
    number = float(text)
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 3600")
    return number


def rounds(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and 100")
    return number


def named_workloads(text: str) -> List[str]:
    names = text.split(",")
    known = {load.name for load in workloads.ALL}
    for name in names:
        if name not in known and name != "start" and not re.fullmatch(r"idle:[1-9][0-9]{0,4}", name):
            raise argparse.ArgumentTypeError(f"there is no workload {name}; see --help")
    return names


def named_peers(text: str) -> List[str]:
    names = text.split(",")
    known = ["direct"] + [peer.name for peer in peers.ALL]
    for name in names:
        if name not in known:
            raise argparse.ArgumentTypeError(f"there is no peer {name}; there are {', '.join(known)}")
    return names


def rotations(text: str) -> List[Rotation]:
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"(src|up):([1-9][0-9]*)", part)
        if not match or int(match[2]) > MOST_EGRESSES:
            raise argparse.ArgumentTypeError(f"{part} is not src:N or up:N with N up to {MOST_EGRESSES}")
        found.append(Rotation(match[1], int(match[2])))
    return found


def parse(words: List[str]) -> argparse.Namespace:
    if words[:1] in (["table"], ["charts"]):
        return parse_reader(words)
    parser = argparse.ArgumentParser(
        prog="tools/bench", description=ABOUT, epilog=texts(), formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(command="run")
    add = parser.add_argument
    add("--workloads", type=named_workloads, default=list(workloads.DEFAULT), metavar="A,B", help="which (those down to socks5)")
    add("--peers", type=named_peers, metavar="A,B", help="which (direct, gyre, and all that are installed)")
    add("--rounds", type=rounds, default=3, metavar="N", help="how often (3)")
    add("--secs", type=positive, default=2.5, metavar="S", help="how long each measurement takes (2.5)")
    add("--warm", type=positive, default=4, metavar="S", help=WARM)
    add("--pinned", action="store_true", help="the proxy on one core, the load on another; without it, nothing is pinned")
    add("--rotate", type=rotations, default=[], metavar="KIND:N", help=ROTATE)
    add("--again", type=int, choices=range(4), default=2, metavar="N", help="how often a disturbed one is done again, at most (2)")
    add("--json", type=Path, metavar="FILE", help=JSON)
    add("--gyre", metavar="COMMAND", help="what starts Gyre, instead of tools/gyre; `run FILE` is added")
    return parser.parse_args(words)


def parse_reader(words: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"tools/bench {words[0]}")
    parser.set_defaults(command=words[0])
    parser.add_argument("file", type=Path, help="what --json has written")
    if words[0] == "charts":
        parser.add_argument("folder", type=Path, help="where the charts go")
    return parser.parse_args(words[1:])


def shown(arguments: argparse.Namespace) -> List[Tuple[str, str]]:
    """Those options that a reader of results wants to know."""
    return [
        ("rounds", str(arguments.rounds)),
        ("secs", f"{arguments.secs:g}"),
        ("warm", f"{arguments.warm:g}"),
        ("pinned", "yes" if arguments.pinned else "no"),
    ]
