"""Results as charts: an SVG for each table, bars with the extremes; and one of CPU."""

from html import escape
from pathlib import Path
from typing import Callable, List, NamedTuple, Optional

import peers
import workloads
from results import Group, Result, Results, middle, number
from table import Table, order

WIDTH, NAMES, FIGURES, BAR, GAP, TOP = 720, 110, 120, 18, 8, 46
# A page may be dark or light, and an image in it follows.
STYLE = """
  text { font: 13px sans-serif; fill: #1f2328 }
  .title { font-weight: bold }
  .sub, .figure { fill: #57606a }
  .bar { fill: #8c959f } .gyre { fill: #0969da } .direct { fill: #d0d7de }
  .extremes { stroke: #1f2328; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .sub, .figure { fill: #9198a1 }
    .bar { fill: #656c76 } .gyre { fill: #4493f8 } .direct { fill: #3d444d }
    .extremes { stroke: #e6edf3 }
  }
"""


class Row(NamedTuple):
    peer: str
    value: float
    low: float
    high: float


def rows(of_group: Table, what: Callable[[Result], Optional[float]]) -> List[Row]:
    found = []
    for peer in of_group.peers_in_order():
        of = of_group.measured[peer]
        value = middle(of, what)
        if value is not None:
            values = [one for one in map(what, of) if one is not None]
            found.append(Row(peer, value, min(values), max(values)))
    return found


def bar(row: Row, y: int, scale: float) -> List[str]:
    kind = row.peer if row.peer in (peers.GYRE.name, "direct") else "bar"
    width, low, high = row.value * scale, NAMES + row.low * scale, NAMES + row.high * scale
    middle_y = y + BAR / 2
    drawn = [
        f'<text x="{NAMES - 8}" y="{y + 14}" text-anchor="end">{escape(row.peer)}</text>',
        f'<rect class="{kind}" x="{NAMES}" y="{y}" width="{max(width, 1):.1f}" height="{BAR}"/>',
        f'<text class="figure" x="{max(high, NAMES + width) + 8:.1f}" y="{y + 14}">{number(row.value)}</text>',
    ]
    if row.high > row.low:
        drawn.append(f'<path class="extremes" fill="none" d="M{low:.1f} {middle_y - 4}v8m0 -4H{high:.1f}m0 -4v8"/>')
    return drawn


def svg(title: str, subtitle: str, drawn: List[Row]) -> str:
    height = TOP + len(drawn) * (BAR + GAP)
    scale = (WIDTH - NAMES - FIGURES) / max(max(row.high for row in drawn), 1e-9)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="0" y="14">{escape(title)}</text>',
        f'<text class="sub" x="0" y="33">{escape(subtitle)}</text>',
    ]
    for i, row in enumerate(drawn):
        lines += bar(row, TOP + i * (BAR + GAP), scale)
    return "\n".join([*lines, "</svg>", ""])


def name_of(group: Group) -> str:
    parts = [group.workload, group.rotation, "pinned" if group.pinned else ""]
    return "-".join(part.replace(":", "-") for part in parts if part)


def draw(found: Results, folder: Path) -> List[Path]:
    """Writes them into this folder, and says which."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for group in sorted(found.measured, key=order):
        of_group = Table(found, group)
        title = f"{group.workload} {group.rotation}".strip() + (", pinned" if group.pinned else "")
        better = "less" if workloads.lower_is_better(of_group.unit) else "more"
        charts = [(name_of(group), f"{of_group.unit}; {better} is better", rows(of_group, lambda one: one.value))]
        if of_group.unit not in ("ms", "KiB"):
            per = workloads.named(group.workload).per
            of_what = "GB" if per == "GB" else "10,000"
            subtitle = f"CPU seconds of the proxy for {of_what}; less is better"
            charts.append((f"{name_of(group)}-cpu", subtitle, rows(of_group, lambda one: one.cpu)))
        for name, subtitle, drawn in charts:
            if drawn:
                path = folder / f"{name}.svg"
                path.write_text(svg(title, subtitle, drawn), encoding="utf-8")
                written.append(path)
    return written
