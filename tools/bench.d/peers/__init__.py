"""The proxies that are compared, and what each is told: settings that make it as fast as it can be at the same task."""

from typing import Tuple

from peers import apache, dante, gyre, haproxy, microsocks, nginx, privoxy, squid, tinyproxy, trafficserver
from peers.peer import Peer

GYRE = gyre.PEER
ALL: Tuple[Peer, ...] = (
    GYRE,
    haproxy.PEER,
    trafficserver.PEER,
    squid.PEER,
    nginx.PEER,
    apache.PEER,
    tinyproxy.PEER,
    privoxy.PEER,
    microsocks.PEER,
    dante.PEER,
)


def named(name: str) -> Peer:
    return next(peer for peer in ALL if peer.name == name)
