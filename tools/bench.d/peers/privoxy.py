"""Privoxy with its filters off."""

from typing import List

from peers.peer import Peer, Place, found


def command(place: Place) -> List[str]:
    settings = place.write(
        "privoxy.conf",
        [
            "confdir /etc/privoxy",
            f"logdir {place.folder}",
            f"listen-address 127.0.0.1:{place.port}",
            "toggle 0",
            "debug 0",
            "keep-alive-timeout 300",
            "default-server-timeout 300",
            "connection-sharing 1",
            "socket-timeout 300",
            f"max-client-connections {place.clients()}",
            "listen-backlog 4096",
            "receive-buffer-size 65536",
        ],
    )
    return [found("privoxy"), "--no-daemon", str(settings)]


PEER = Peer(
    name="privoxy",
    program="privoxy",
    package="privoxy",
    ways=frozenset({"http", "connect"}),
    told="toggle 0 (no filters); connection-sharing 1 (origin connections are pooled); a thread for each connection",
    command=command,
    version_option="--version",
)
