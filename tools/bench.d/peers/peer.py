"""What is known of a proxy, and where it is put."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Callable, FrozenSet, List, NamedTuple, Optional

from workloads import Rotation

WHERE = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


class Place(NamedTuple):
    """What a proxy is started with."""

    folder: Path  # its own, for this run; every user may write there
    port: int
    workers: int
    most_files: int  # descriptors that it may have
    rotation: Optional[Rotation]
    hops_port: int
    gyre: List[str]  # what starts Gyre

    def sources(self) -> List[str]:
        return self.rotation.addresses() if self.rotation and self.rotation.kind == "src" else []

    def hops(self) -> List[str]:
        return self.rotation.addresses() if self.rotation and self.rotation.kind == "up" else []

    def clients(self) -> int:
        """How many there can be: each needs two descriptors."""
        return min(9000, self.most_files // 2 - 100)

    def write(self, name: str, lines: List[str]) -> Path:
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n")
        return path


class Peer(NamedTuple):
    """A proxy that can be measured."""

    name: str
    program: str
    package: str  # Debian's
    ways: FrozenSet[str]  # what it speaks: http, connect, socks5
    told: str  # its settings, in words
    command: Callable[[Place], List[str]]  # writes its settings and says how it is started, in the foreground
    rotations: FrozenSet[str] = frozenset()
    version_option: str = ""
    compiles: bool = False  # while it runs: it needs to be warm

    def path(self) -> Optional[str]:
        return shutil.which(self.program, path=WHERE)

    def version(self, command: List[str]) -> str:
        """As it tells it itself, or else as Debian has it."""
        asked = [*command, self.version_option] if self.version_option else ["dpkg-query", "-W", "-f", "${Version}", self.package]
        try:
            said = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            return "?"
        number = re.search(r"\d+\.\d+[\w.~+-]*", said.stdout + said.stderr)
        return number[0].rstrip(".") if number else "?"


def found(program: str) -> str:
    path = shutil.which(program, path=WHERE)
    if not path:
        raise OSError(f"{program} is not installed")
    return path
