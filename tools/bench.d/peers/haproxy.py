"""HAProxy, which can be made a forward proxy of HTTP, but has no CONNECT."""

from typing import List

from peers.peer import Peer, Place, found


def servers(place: Place) -> List[str]:
    if place.hops():
        return ["  balance random"] + [f"  server s{i} {hop}:{place.hops_port}" for i, hop in enumerate(place.hops())]
    to_the_target = ["  http-request set-dst url_ip", "  http-request set-dst-port url_port", "  http-request set-uri %[path]"]
    if place.sources():
        each = [f"  server s{i} 0.0.0.0:0 source {source}" for i, source in enumerate(place.sources())]
        return to_the_target + ["  balance random"] + each
    return to_the_target + ["  server s 0.0.0.0:0"]


def command(place: Place) -> List[str]:
    settings = place.write(
        "haproxy.cfg",
        [
            "global",
            f"  maxconn {place.clients()}",
            f"  nbthread {place.workers}",
            "defaults",
            "  mode http",
            "  timeout connect 5s",
            "  timeout client 300s",
            "  timeout server 300s",
            "  option http-keep-alive",
            "  http-reuse always",
            "frontend clients",
            f"  bind 127.0.0.1:{place.port}",
            "  default_backend targets",
            "backend targets",
            *servers(place),
        ],
    )
    return [found("haproxy"), "-db", "-q", "-f", str(settings)]


PEER = Peer(
    name="haproxy",
    program="haproxy",
    package="haproxy",
    ways=frozenset({"http"}),
    told="http-reuse always (origin connections are pooled); goes where the URL says by set-dst; it has no CONNECT",
    command=command,
    rotations=frozenset({"src", "up"}),
    version_option="-v",
)
