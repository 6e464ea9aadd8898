"""Apache Traffic Server as a forward proxy."""

import os
import shutil
from typing import Dict, List

from peers.peer import Peer, Place, found


def settings(place: Place) -> Dict[str, str]:
    user = "trafficserver" if os.geteuid() == 0 else "#-1"
    return {
        "http.server_ports STRING": f"{place.port}:ip-in=127.0.0.1",
        "http.connect_ports STRING": "*",
        "reverse_proxy.enabled INT": "0",
        "url_remap.remap_required INT": "0",
        "url_remap.pristine_host_hdr INT": "0",
        "http.cache.http INT": "0",
        "log.logging_enabled INT": "0",
        "diags.debug.enabled INT": "0",
        "http.insert_request_via_str INT": "0",
        "http.insert_response_via_str INT": "0",
        "http.insert_squid_x_forwarded_for INT": "0",
        "http.anonymize_remove_client_ip INT": "1",
        "exec_thread.autoconfig INT": "0",
        "exec_thread.limit INT": str(place.workers),
        "accept_threads INT": "0",
        "net.connections_throttle INT": str(2 * place.clients()),
        "net.max_connections_in INT": str(place.clients()),
        "http.keep_alive_no_activity_timeout_in INT": "300",
        "http.transaction_no_activity_timeout_in INT": "300",
        "http.transaction_no_activity_timeout_out INT": "300",
        "admin.user_id STRING": user,
    }


def command(place: Place) -> List[str]:
    folder = place.folder
    shutil.copytree("/etc/trafficserver", folder / "etc")
    for name in ("run", "log", "cache"):
        (folder / name).mkdir()
    place.write("etc/records.config", [f"CONFIG proxy.config.{name} {value}" for name, value in settings(place).items()])
    place.write("etc/storage.config", [f"{folder}/cache 16M"])
    root = place.write(
        "runroot.yaml",
        [
            "prefix: /usr",
            "exec_prefix: /usr",
            "bindir: /usr/bin",
            "sbindir: /usr/sbin",
            f"sysconfdir: {folder}/etc",
            "datadir: /usr/share/trafficserver",
            "includedir: /usr/include",
            "libdir: /usr/lib/trafficserver",
            "libexecdir: /usr/lib/trafficserver/modules",
            f"localstatedir: {folder}",
            f"runtimedir: {folder}/run",
            f"logdir: {folder}/log",
            f"cachedir: {folder}/cache",
        ],
    )
    # It gives up root's rights, and writes there all the same.
    for parent, folders, files in os.walk(folder):
        for name in folders:
            os.chmod(os.path.join(parent, name), 0o777)
        for name in files:
            os.chmod(os.path.join(parent, name), 0o666)
    return [found("traffic_server"), f"--run-root={root}"]


PEER = Peer(
    name="trafficserver",
    program="traffic_server",
    package="trafficserver",
    ways=frozenset({"http", "connect"}),
    told="forward proxy; no Via, no client address; origin connections are pooled, as they are by default",
    command=command,
    version_option="-V",
)
