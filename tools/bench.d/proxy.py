"""A proxy that runs to be measured."""

import os
import shutil
import socket
import tempfile
import time
from pathlib import Path
from typing import FrozenSet

from children import Child
from peers.peer import Peer, Place

START_SECONDS = 30.0
ANSWER_SECONDS = 5.0


class Proxy:
    """One process, or a tree of them, from its start to its end, with a folder of its own."""

    def __init__(self, peer: Peer, place: Place, on: FrozenSet[int]) -> None:
        self.peer, self.place = peer, place
        self.child = Child(peer.command(place), place.folder, on)

    def await_answer(self, origin: int) -> float:
        """How long it took from exec to the first answer, in seconds."""
        while True:
            if not self.child.runs():
                raise OSError(f"{self.peer.name} has ended: {self.child.last_words()}")
            if answers(self.peer, self.place.port, origin):
                return time.perf_counter() - self.child.begun
            if time.perf_counter() - self.child.begun > START_SECONDS:
                raise OSError(f"{self.peer.name} does not answer: {self.child.last_words()}")
            time.sleep(0.001)

    def stop(self) -> None:
        self.child.stop()
        shutil.rmtree(self.place.folder, ignore_errors=True)


def folder() -> Path:
    """One for a proxy, in which the user to which it changes may write, too."""
    path = Path(tempfile.mkdtemp(prefix="gyre-bench-"))
    os.chmod(path, 0o777)
    return path


def answers(peer: Peer, port: int, origin: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS) as client:
            client.settimeout(ANSWER_SECONDS)
            if "http" in peer.ways:
                return answers_http(client, origin)
            return answers_socks(client, origin + 1)
    except OSError:
        return False


def answers_http(client: socket.socket, origin: int) -> bool:
    authority = f"127.0.0.1:{origin}"
    client.sendall(f"GET http://{authority}/small HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode())
    return receive(client, 12)[9:12] == b"200"


def answers_socks(client: socket.socket, port: int) -> bool:
    client.sendall(b"\5\1\0")
    if receive(client, 2) != b"\5\0":
        return False
    client.sendall(b"\5\1\0\1\x7f\0\0\1" + port.to_bytes(2, "big"))
    if receive(client, 10)[1] != 0:
        return False
    client.sendall(b"hello")
    return receive(client, 5) == b"hello"


def receive(client: socket.socket, count: int) -> bytes:
    text = b""
    while len(text) < count:
        more = client.recv(count - len(text))
        if not more:
            raise OSError("closed")
        text += more
    return text
