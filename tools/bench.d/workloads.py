"""What is measured."""

from typing import List, NamedTuple, Tuple


class Workload(NamedTuple):
    """One kind of load."""

    name: str
    about: str
    load: List[str]  # arguments of the load generator
    way: str  # what a proxy must speak for it: http, connect or socks5
    unit: str
    rotates: bool = False  # whether it tells anything about rotation

    @property
    def port(self) -> int:
        """Which of the origin's ports it goes to, from its first."""
        return {"requests": 0, "tunnels": 1, "bulk": 2}[self.load[0]]

    @property
    def per(self) -> str:
        """What CPU is told for."""
        return "GB" if self.unit == "MB/s" else "10k"


class Rotation(NamedTuple):
    """Another egress for each request or tunnel: of so many source addresses, or upstream hops."""

    kind: str  # src or up
    egresses: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.egresses}"

    def addresses(self) -> List[str]:
        """Those of the egresses: the origin tells them apart by the lower two octets."""
        return [f"127.0.{1 + i // 250}.{1 + i % 250}" for i in range(self.egresses)]


def lower_is_better(unit: str) -> bool:
    return unit in ("µs", "ms", "KiB")


# Sixteen target addresses, so that neither side runs out of ports; 64-byte echoes prove each tunnel.
TUNNELS = ["tunnels", "--connections", "32", "--targets", "16"]

GET = "GET of 1,000 octets"
LARGE = ["requests", "--connections", "8", "--path", "/large"]
ONE = ["bulk", "--connections", "1"]
SIXTEEN = ["bulk", "--connections", "16"]
ONE_CLIENT = ["requests", "--connections", "1"]

ALL: Tuple[Workload, ...] = (
    Workload("requests", f"{GET} over 64 connections that are kept", ["requests"], "http", "req/s", True),
    Workload("latency", f"how long a {GET} takes over one connection that is kept", ONE_CLIENT, "http", "µs"),
    Workload("connections", f"{GET}, 64 at a time, a new client connection for each", ["requests", "--fresh"], "http", "req/s", True),
    Workload("connect", "CONNECT, an echo of 64 octets, close; 32 at a time", TUNNELS, "connect", "tunnels/s", True),
    Workload("bodies", "GET of 10 MiB over 8 connections", LARGE, "http", "MB/s"),
    Workload("down-1", "octets to the client through 1 CONNECT tunnel", ONE, "connect", "MB/s"),
    Workload("down-16", "octets to the client through 16 CONNECT tunnels", SIXTEEN, "connect", "MB/s"),
    Workload("up-1", "octets from the client through 1 CONNECT tunnel", [*ONE, "--upload"], "connect", "MB/s"),
    Workload("up-16", "octets from the client through 16 CONNECT tunnels", [*SIXTEEN, "--upload"], "connect", "MB/s"),
    Workload("socks5", "SOCKS5, an echo of 64 octets, close; 32 at a time", TUNNELS, "socks5", "tunnels/s", True),
    Workload("socks5-down-1", "octets to the client through 1 SOCKS5 tunnel", ONE, "socks5", "MB/s"),
    Workload("socks5-down-16", "octets to the client through 16 SOCKS5 tunnels", SIXTEEN, "socks5", "MB/s"),
    Workload("socks5-up-1", "octets from the client through 1 SOCKS5 tunnel", [*ONE, "--upload"], "socks5", "MB/s"),
    Workload("socks5-up-16", "octets from the client through 16 SOCKS5 tunnels", [*SIXTEEN, "--upload"], "socks5", "MB/s"),
)

DEFAULT = [load.name for load in ALL if not load.name.startswith("socks5-")]


def named(name: str) -> Workload:
    return next(load for load in ALL if load.name == name)
