"""Tinyproxy."""

from typing import List

from peers.peer import Peer, Place, found


def command(place: Place) -> List[str]:
    settings = place.write(
        "tinyproxy.conf",
        [
            f"Port {place.port}",
            "Listen 127.0.0.1",
            "Timeout 600",
            "LogLevel Critical",
            'LogFile "/dev/null"',
            f"MaxClients {place.clients()}",
            "DisableViaHeader Yes",
        ],
    )
    return [found("tinyproxy"), "-d", "-c", str(settings)]


PEER = Peer(
    name="tinyproxy",
    program="tinyproxy",
    package="tinyproxy-bin",
    ways=frozenset({"http", "connect"}),
    told="no Via; a thread for each connection; it closes both connections after each request, whatever it is told",
    command=command,
    version_option="-v",
)
