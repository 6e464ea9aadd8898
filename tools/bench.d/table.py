"""Results as tables in Markdown."""

from typing import Dict, List, Optional, TextIO, Tuple

import peers
import workloads
from results import Group, Result, Results, extremes, medians, middle, number

DIRECT = "direct"


def order(group: Group) -> Tuple[int, int, str, int, bool]:
    """As the workloads are listed, plain before rotated."""
    names = [one.name for one in workloads.ALL]
    kind, _, count = group.rotation.partition(":")
    place = names.index(group.workload) if group.workload in names else len(names)
    held = int(group.workload.partition(":")[2] or 0)
    return place, held, kind, int(count or 0), group.pinned


def about(workload: str) -> str:
    if workload == "start":
        return "From exec to the first answer."
    if workload.startswith("idle:"):
        return f"{int(workload[5:]):,} tunnels held: RSS for each; p50 and p99 are of echoes on held ones."
    text = workloads.named(workload).about
    return f"{text[0].upper()}{text[1:]}."


def best_of_others(values: Dict[str, float], unit: str) -> Optional[float]:
    others = [value for peer, value in values.items() if peer not in (DIRECT, peers.GYRE.name)]
    if not others:
        return None
    return min(others) if workloads.lower_is_better(unit) else max(others)


def ratio(value: float, to: Optional[float]) -> str:
    return f"{value / to:.2f}" if to else "–"


def unrotated(found: Results, group: Group) -> Dict[str, float]:
    """What a rotated figure is to be compared with: the same peer without rotation, or through a single hop."""
    base = "up:1" if group.rotation.startswith("up:") else ""
    return medians(found.measured.get(group._replace(rotation=base), {}))


class Table:
    """One group of results: its rows, by peer, as the names of columns with their cells."""

    def __init__(self, found: Results, group: Group) -> None:
        self.group = group
        self.measured = found.measured[group]
        self.values = medians(self.measured)
        self.unit = next(iter(self.measured.values()))[0].unit
        self.best = best_of_others(self.values, self.unit)
        self.bases = unrotated(found, group) if group.rotation else {}

    def cells(self, peer: str) -> List[Tuple[str, str]]:
        of, value = self.measured[peer], self.values[peer]
        low, high = extremes(of)
        return [
            ("peer", f"**{peer}**" if peer == peers.GYRE.name else peer),
            (self.unit, number(value)),
            ("min–max (runs)", f"{number(low)}–{number(high)} ({len(of)})"),
            *self.ratios(peer),
            *self.latency(of),
            *self.costs(of, peer == DIRECT),
            *self.busy(of),
            ("errors", str(sum(one.errors for one in of))),
            *self.exits(of),
        ]

    def ratios(self, peer: str) -> List[Tuple[str, str]]:
        value = self.values[peer]
        found = [("/ best peer", ratio(value, self.best)), ("/ Gyre", ratio(value, self.values.get(peers.GYRE.name)))]
        if DIRECT in self.values:
            found.insert(0, ("/ direct", ratio(value, self.values[DIRECT])))
        if self.group.rotation:
            found.append(("/ itself unrotated", ratio(value, self.bases.get(peer))))
        return found

    def latency(self, of: List[Result]) -> List[Tuple[str, str]]:
        if self.unit in ("MB/s", "ms"):
            return []
        return [("p50 µs", number(middle(of, lambda one: one.p50_us))), ("p99 µs", number(middle(of, lambda one: one.p99_us)))]

    def costs(self, of: List[Result], direct: bool) -> List[Tuple[str, str]]:
        rss = middle(of, lambda one: one.rss_kib / 1024)
        found = [("RSS MiB", "–" if direct else number(rss))]
        if self.unit in ("ms", "KiB"):
            return [*found, ("threads", number(middle(of, lambda one: one.threads)))]
        per = workloads.named(self.group.workload).per
        return [(f"CPU s/{per}", number(middle(of, lambda one: one.cpu))), *found]

    def busy(self, of: List[Result]) -> List[Tuple[str, str]]:
        if not self.group.pinned or self.unit in ("ms", "KiB"):
            return []
        load, proxy = middle(of, lambda one: one.load_busy), middle(of, lambda one: one.proxy_busy)
        return [("load/proxy core busy", f"{number(load)}/{number(proxy)}")]

    def exits(self, of: List[Result]) -> List[Tuple[str, str]]:
        return [("addresses seen", number(middle(of, lambda one: one.exits)))] if self.group.rotation else []

    def peers_in_order(self) -> List[str]:
        """The best first."""
        sign = 1 if workloads.lower_is_better(self.unit) else -1
        return sorted(self.values, key=lambda peer: sign * self.values[peer])


def write_group(found: Results, group: Group, out: TextIO) -> None:
    of_group = Table(found, group)
    title = f"{group.workload} {group.rotation}".strip()
    better = "less" if workloads.lower_is_better(of_group.unit) else "more"
    print(f"\n### {title}{', pinned' if group.pinned else ''}\n\n{about(group.workload)} {of_group.unit}: {better} is better.\n", file=out)
    rows = [of_group.cells(peer) for peer in of_group.peers_in_order()]
    print("| " + " | ".join(name for name, _ in rows[0]) + " |", file=out)
    print("|" + "---|" + "---:|" * (len(rows[0]) - 1), file=out)
    for row in rows:
        print("| " + " | ".join(cell for _, cell in row) + " |", file=out)


def write(found: Results, out: TextIO) -> None:
    for run in found.runs:
        told = ", ".join(f"{name} {value}" for name, value in run["options"].items())
        its_versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
        print(f"\n{run['date']}, {run['system']}; {told}. {its_versions}.", file=out)
    for group in sorted(found.measured, key=order):
        write_group(found, group, out)
    if found.left_out:
        print(f"\nLeft out, since something else used the cores meanwhile: {found.left_out} measurements.", file=out)
    if found.failures:
        print("\n### Failures\n", file=out)
    for one in found.failures:
        said = one.failed.replace("\n", " ")
        print(f"- {one.workload} {one.rotation} {one.peer}, round {one.round}: {said}".replace("  ", " "), file=out)
