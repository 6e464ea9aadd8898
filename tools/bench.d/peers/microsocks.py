"""microsocks."""

from typing import List

from peers.peer import Peer, Place, found


def command(place: Place) -> List[str]:
    # It logs each client, and older versions can't be told not to.
    return ["sh", "-c", 'exec "$0" "$@" 2>/dev/null', found("microsocks"), "-i", "127.0.0.1", "-p", str(place.port)]


PEER = Peer(
    name="microsocks",
    program="microsocks",
    package="microsocks",
    ways=frozenset({"socks5"}),
    told="nothing: it has no settings; a thread for each connection; what it logs goes to /dev/null",
    command=command,
)
