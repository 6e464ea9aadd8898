"""Squid."""

from typing import List

from peers.peer import Peer, Place, found


def by_sources(place: Place) -> List[str]:
    """Any of N with the same chance: the first with 1/N, of the others the next with 1/(N-1), and so on."""
    sources = place.sources()
    lines = ["server_persistent_connections off"] if sources else []  # of a pooled one, no address is chosen again
    for i, source in enumerate(sources):
        lines += [f"acl r{i} random 1/{len(sources) - i}", f"tcp_outgoing_address {source} r{i}"]
    return lines


def by_hops(place: Place) -> List[str]:
    hops = place.hops()
    lines = ["never_direct allow all", "nonhierarchical_direct off"] if hops else []
    for i, hop in enumerate(hops):
        lines.append(f"cache_peer {hop} parent {place.hops_port} 0 no-query no-digest no-netdb-exchange round-robin name=p{i}")
    return lines


def command(place: Place) -> List[str]:
    settings = place.write(
        "squid.conf",
        [
            f"http_port 127.0.0.1:{place.port}",
            "http_access allow all",
            "cache deny all",
            "cache_mem 0",
            "access_log none",
            "cache_store_log none",
            f"cache_log {place.folder}/cache.log",
            "pid_filename none",
            f"coredump_dir {place.folder}",
            "via off",
            "forwarded_for delete",
            f"max_filedescriptors {place.most_files}",
            "pinger_enable off",
            "shutdown_lifetime 0 seconds",
            "half_closed_clients off",
            "dns_nameservers 127.0.0.1",
            "visible_hostname bench",
            *by_sources(place),
            *by_hops(place),
        ],
    )
    return [found("squid"), "-N", "-f", str(settings)]


PEER = Peer(
    name="squid",
    program="squid",
    package="squid",
    ways=frozenset({"http", "connect"}),
    told="no Via, no client address; origin connections are pooled, but not over src:N: it would not choose anew. Always one worker",
    command=command,
    rotations=frozenset({"src", "up"}),
    version_option="-v",
)
