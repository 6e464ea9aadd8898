"""Apache's httpd with mod_proxy."""

import os
from typing import List

from peers.peer import Peer, Place, found

MODULES = "/usr/lib/apache2/modules"
LOADED = ("mpm_event", "authz_core", "proxy", "proxy_http", "proxy_connect")


def command(place: Place) -> List[str]:
    most = place.clients() // 500 * 500  # a multiple of ThreadsPerChild
    settings = place.write(
        "apache.conf",
        [
            f"ServerRoot {place.folder}",
            "ServerName bench",
            f"PidFile {place.folder}/apache.pid",
            f"DefaultRuntimeDir {place.folder}",
            f"Listen 127.0.0.1:{place.port}",
            "ListenBacklog 4096",
            *[f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED],
            *(["User www-data", "Group www-data"] if os.geteuid() == 0 else []),
            f"ServerLimit {max(1, most // 500)}",
            "ThreadLimit 500",
            "ThreadsPerChild 500",
            f"MaxRequestWorkers {max(500, most)}",
            "StartServers 1",
            "MinSpareThreads 1",
            f"MaxSpareThreads {max(500, most)}",
            "Timeout 300",
            "KeepAlive On",
            "MaxKeepAliveRequests 0",
            "KeepAliveTimeout 60",
            f"ErrorLog {place.folder}/error.log",
            "LogLevel crit",
            "ProxyRequests On",
            "ProxyVia Off",
            "ProxyAddHeaders Off",
            "AllowCONNECT 1-65535",
        ],
    )
    return [found("apache2"), "-DFOREGROUND", "-f", str(settings)]


PEER = Peer(
    name="apache2",
    program="apache2",
    package="apache2",
    ways=frozenset({"http", "connect"}),
    told="event MPM, 500 threads a process; no Via, no client address; a tunnel holds a thread, which is why it starts more at load",
    command=command,
    version_option="-v",
)
