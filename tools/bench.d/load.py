"""The load's side: the origin, the hops, and the generator of load."""

import json
import select
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, FrozenSet, List

import system
from children import Child
from network import Ports
from workloads import Workload

PATIENCE = 20.0  # seconds beyond what a load was told to take
HOLD_SECONDS = 40  # for tunnels to be opened


class Generator:
    """One run of the load generator."""

    def __init__(self, command: List[str], on: FrozenSet[int]) -> None:
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints, preexec_fn=system.preparation(on)
        )

    def line(self, seconds: float) -> str:
        """Its next line; what it complained of, as an error, when there is none in time."""
        assert self.process.stdout
        until, text = time.monotonic() + seconds, b""
        while not text.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise OSError(f"the load generator takes too long; {self.said()}")
            more = self.process.stdout.read(4096) if text else self.process.stdout.read(1)
            if not more:
                raise OSError(f"the load generator has ended; {self.said()}")
            text += more
        return text.decode()

    def answer(self, seconds: float) -> Dict[str, Any]:
        return dict(json.loads(self.line(seconds)))

    def go_on(self) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"\n")

    def said(self) -> str:
        self.complaints.seek(0)
        return self.complaints.read(600).decode(errors="replace").strip()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.complaints):
            if stream:
                stream.close()


class LoadSide:
    """The origin and the hops, for as long as a benchmark takes; and loads that go to them."""

    def __init__(self, programs: Path, folder: Path, ports: Ports, on: FrozenSet[int]) -> None:
        self.programs, self.ports, self.on = programs, ports, on
        self.children: List[Child] = []
        for name, port in (("origin", ports.origin), ("hop", ports.hops)):
            place = folder / name
            place.mkdir()
            self.children.append(Child([str(programs / name), str(port)], place, on))
        self.await_listeners()
        self.kernel = system.deferred_network_work()

    def await_listeners(self) -> None:
        until = time.monotonic() + 10
        for port, child in zip((self.ports.origin, self.ports.hops), self.children):
            while not accepts(port):
                if not child.runs() or time.monotonic() > until:
                    words = child.last_words()
                    self.stop()
                    raise OSError(f"the load's side does not start: {words}")
                time.sleep(0.01)

    def cpu(self) -> float:
        return system.cpu([child.process.pid for child in self.children] + self.kernel)

    def distinct(self) -> int:
        """How many addresses the origin has seen since this was last asked."""
        with socket.create_connection(("127.0.0.1", self.ports.origin), 5) as asking:
            asking.sendall(b"GET /distinct HTTP/1.1\r\nConnection: close\r\n\r\n")
            text = b""
            while True:
                more = asking.recv(4096)
                if not more:
                    return int(text.split(b"\r\n\r\n")[1])
                text += more

    def start(self, arguments: List[str], way: str, port: int, direct: bool) -> Generator:
        command = [str(self.programs / "load"), *arguments, "--target", f"127.0.0.1:{self.ports.origin + port}"]
        if not direct:
            command += ["--proxy", f"127.0.0.1:{self.ports.proxy}", "--way", way]
        return Generator(command, self.on)

    def run(self, load: Workload, direct: bool, secs: float, warm: float) -> "Running":
        """Starts a load, and comes back when its warm-up is over."""
        generator = self.start([*load.load, "--secs", f"{secs}", "--warm", f"{warm}"], load.way, load.port, direct)
        try:
            generator.line(warm + PATIENCE)
        except BaseException:
            generator.stop()
            raise
        return Running(generator, secs)

    def hold(self, way: str, count: int) -> Generator:
        """Opens tunnels, to the origin's echo."""
        arguments = ["idle", "--connections", "32", "--targets", "16", "--hold", str(count), "--secs", str(HOLD_SECONDS)]
        return self.start(arguments, way, 1, False)

    def stop(self) -> None:
        for child in self.children:
            child.stop()


class Running:
    """A load that is being measured."""

    def __init__(self, generator: Generator, secs: float) -> None:
        self.generator, self.secs = generator, secs

    def outcome(self) -> Dict[str, Any]:
        return self.generator.answer(self.secs + PATIENCE)

    def stop(self) -> str:
        """What it complained of."""
        said = self.generator.said()
        self.generator.stop()
        return said


def accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False
