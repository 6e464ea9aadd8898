"""What was measured, as lines of JSON, and what is made of several of them."""

import json
from pathlib import Path
from statistics import median
from typing import Any, Callable, Dict, List, NamedTuple, Optional, TextIO, Tuple

DISTURBED = 0.15  # cores that something else used meanwhile


class Result(NamedTuple):
    """One measurement; or a failure, which has no value."""

    workload: str
    peer: str
    rotation: str  # src:N, up:N or nothing
    pinned: bool
    round: int
    value: float = 0
    unit: str = ""
    p50_us: Optional[float] = None
    p99_us: Optional[float] = None
    cpu: Optional[float] = None  # of the proxy, in seconds for 10,000 requests or tunnels, or for a GB
    rss_kib: int = 0
    threads: int = 0
    load_busy: Optional[float] = None  # how much of its core each side used
    proxy_busy: Optional[float] = None
    errors: int = 0
    reconnects: int = 0
    exits: Optional[int] = None  # addresses that the origin saw
    foreign: float = 0  # cores that something else used
    failed: str = ""


class Group(NamedTuple):
    """What stands in one table."""

    pinned: bool
    workload: str
    rotation: str


class Results(NamedTuple):
    runs: List[Dict[str, Any]]  # what each run was told, and the versions
    measured: Dict[Group, Dict[str, List[Result]]]  # by peer
    failures: List[Result]
    left_out: int


class Journal:
    """Where results are written as they come."""

    def __init__(self, path: Path, anew: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file: TextIO = open(path, "w" if anew else "a", encoding="utf-8")

    def begin(self, run: Dict[str, Any]) -> None:
        self.line({"run": run})

    def add(self, result: Result) -> None:
        self.line(result._asdict())

    def line(self, fields: Dict[str, Any]) -> None:
        self.file.write(json.dumps(fields, ensure_ascii=False) + "\n")
        self.file.flush()

    def close(self) -> None:
        self.file.close()


def read(path: Path) -> Results:
    runs, found = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            fields = json.loads(line)
            if "run" in fields:
                runs.append(fields["run"])
            else:
                found.append(Result(**fields))
        except (ValueError, TypeError) as problem:
            raise ValueError(f"{path}:{number} is no result: {problem}") from problem
    return sorted_out(runs, found)


def sorted_out(runs: List[Dict[str, Any]], found: List[Result]) -> Results:
    """By group and peer, less those that were disturbed where there are others."""
    measured: Dict[Group, Dict[str, List[Result]]] = {}
    for one in found:
        if not one.failed:
            group = measured.setdefault(Group(one.pinned, one.workload, one.rotation), {})
            group.setdefault(one.peer, []).append(one)
    left_out = 0
    for group in measured.values():
        for peer, all_of_it in group.items():
            clean = [one for one in all_of_it if one.foreign < DISTURBED]
            if clean:
                left_out += len(all_of_it) - len(clean)
                group[peer] = clean
    return Results(runs, measured, [one for one in found if one.failed], left_out)


def middle(of: List[Result], what: Callable[[Result], Optional[float]]) -> Optional[float]:
    """The median of those that have it."""
    values = [value for value in map(what, of) if value is not None]
    return median(values) if values else None


def medians(group: Dict[str, List[Result]]) -> Dict[str, float]:
    return {peer: median(one.value for one in of) for peer, of in group.items()}


def number(value: Optional[float]) -> str:
    """With three digits that count, or all those before the point."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def extremes(of: List[Result]) -> Tuple[float, float]:
    values = [one.value for one in of]
    return min(values), max(values)
