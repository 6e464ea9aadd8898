"""nginx, which can be made a forward proxy of HTTP, but has no CONNECT."""

import os
from typing import List

from peers.peer import Peer, Place, found


def command(place: Place) -> List[str]:
    folder = place.folder
    (folder / "temp").mkdir()
    (folder / "temp").chmod(0o777)
    temp = [f"  {kind}_temp_path {folder}/temp/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    settings = place.write(
        "nginx.conf",
        [
            *(["user root;"] if os.geteuid() == 0 else []),
            f"worker_processes {place.workers};",
            "daemon off;",
            f"pid {folder}/nginx.pid;",
            f"error_log {folder}/error.log crit;",
            f"worker_rlimit_nofile {place.most_files};",
            f"events {{ worker_connections {2 * place.clients()}; }}",
            "http {",
            "  access_log off;",
            "  keepalive_requests 100000000;",
            "  keepalive_timeout 300s;",
            "  tcp_nodelay on;",
            "  server_tokens off;",
            *temp,
            "  server {",
            f"    listen 127.0.0.1:{place.port} backlog=4096;",
            "    location / {",
            "      proxy_pass http://$http_host$request_uri;",
            "      proxy_http_version 1.1;",
            "      proxy_set_header Host $http_host;",
            '      proxy_set_header Connection "";',
            "      proxy_max_temp_file_size 0;",
            "    }",
            "  }",
            "}",
        ],
    )
    return [found("nginx"), "-e", f"{folder}/error.log", "-c", str(settings)]


PEER = Peer(
    name="nginx",
    program="nginx",
    package="nginx-light",
    ways=frozenset({"http"}),
    told="proxy_pass to $http_host, HTTP/1.1; it can't pool connections to origins that it is not told of, and has no CONNECT",
    command=command,
    version_option="-v",
)
