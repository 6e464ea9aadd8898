"""Processes that this has started, and their end: by their ids, and no others."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import FrozenSet, List, Optional

import system

POLITE_SECONDS = 4.0


class Child:
    """A program that runs beside us until it is stopped; what it prints goes to a file."""

    def __init__(self, command: List[str], folder: Path, on: FrozenSet[int] = frozenset()) -> None:
        self.printed = folder / "printed"
        with open(self.printed, "wb") as output:
            self.begun = time.perf_counter()
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=system.preparation(on),
            )

    def pids(self) -> List[int]:
        return system.tree(self.process.pid)

    def runs(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        return self.printed.read_text(errors="replace").strip()[-600:]

    def stop(self) -> None:
        """Asks it to end, then insists; so with its children that are left then."""
        descendants = [Descendant(pid) for pid in self.pids() if pid != self.process.pid]
        self.process.terminate()
        if not waited(self.process, POLITE_SECONDS):
            self.process.kill()
            self.process.wait()
        for number, patience in ((signal.SIGTERM, 1.0), (signal.SIGKILL, 1.0)):
            for descendant in descendants:
                descendant.send(number)
            until = time.monotonic() + patience
            while time.monotonic() < until and any(one.is_there() for one in descendants):
                time.sleep(0.01)


class Descendant:
    """A child's child, told by its id and the time of its start: an id alone may be another's by now."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.started = self.start()

    def start(self) -> Optional[str]:
        fields = system.stat_fields(self.pid)
        return fields[19] if fields and fields[0] not in "ZX" else None

    def is_there(self) -> bool:
        return self.started is not None and self.start() == self.started

    def send(self, number: signal.Signals) -> None:
        if self.is_there():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass


def waited(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
