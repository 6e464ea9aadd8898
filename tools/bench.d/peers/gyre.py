"""Gyre as tools/gyre starts it."""

from typing import List

from peers.peer import Peer, Place


def ways_out(place: Place) -> List[str]:
    if place.hops():
        return [f"  - proxy: http://{hop}:{place.hops_port}" for hop in place.hops()]
    return [f"  - source: {source}" for source in place.sources() or ["127.0.0.1"]]


def command(place: Place) -> List[str]:
    pool = place.write(
        "pool.yml",
        [
            f"listen: 127.0.0.1:{place.port}",
            "targets: {allow: [127.0.0.0/8]}",
            "connect: {ports: any}",
            "rotate: {every: request, pick: random}",
            "reuse: egress",
            "egress:",
            *ways_out(place),
        ],
    )
    return [*place.gyre, "run", str(pool)]


PEER = Peer(
    name="gyre",
    program="",
    package="",
    ways=frozenset({"http", "connect", "socks5"}),
    told="as it is shipped; reuse: egress (origin connections are pooled, as by the others), pick: random, loopback allowed",
    command=command,
    rotations=frozenset({"src", "up"}),
    version_option="--version",
    compiles=True,
)
