"""Dante."""

import os
from typing import List

from peers.peer import Peer, Place, found


def command(place: Place) -> List[str]:
    users = ["user.privileged: root", "user.unprivileged: nobody"] if os.geteuid() == 0 else []
    settings = place.write(
        "danted.conf",
        [
            f"logoutput: {place.folder}/danted.log",
            f"internal: 127.0.0.1 port = {place.port}",
            "external: 127.0.0.1",
            "clientmethod: none",
            "socksmethod: none",
            *users,
            "client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }",
            "socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 command: connect }",
        ],
    )
    return [found("danted"), "-f", str(settings), "-p", f"{place.folder}/danted.pid"]


PEER = Peer(
    name="dante",
    program="danted",
    package="dante-server",
    ways=frozenset({"socks5"}),
    told="nobody has to log in, and nothing is logged but errors; processes as it starts them by itself",
    command=command,
    version_option="-v",
)
