"""Makes what has to be compiled: the C programs, and Gyre."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import List

SOURCES = Path(__file__).resolve().parent
PROGRAMS = ("load", "origin", "hop")
FLAGS = ["-O2", "-Wall", "-Wextra"]
GYRE_SECONDS = 1200  # from a fresh clone: what Maven fetches, the build, and the training run


def compile_programs(into: Path) -> None:
    """Those that are missing in this folder, or older than their sources."""
    into.mkdir(parents=True, exist_ok=True)
    compiler = shutil.which("gcc") or shutil.which("cc") or "cc"
    shared = (SOURCES / "loopback.h").stat().st_mtime
    for name in PROGRAMS:
        source, program = SOURCES / f"{name}.c", into / name
        if program.exists() and program.stat().st_mtime > max(source.stat().st_mtime, shared):
            continue
        next_one = into / f".{name}.{os.getpid()}"
        subprocess.run([compiler, *FLAGS, "-o", str(next_one), str(source)], check=True, timeout=120)
        next_one.replace(program)  # so that one that runs keeps what it has


def build_gyre(command: List[str]) -> None:
    """tools/gyre builds what is stale when it starts; now, since later it may have no network."""
    made = subprocess.run([*command, "--version"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=GYRE_SECONDS, check=False)
    if made.returncode != 0:
        raise OSError(f"Gyre can't be started: {' '.join(command)} --version ended with {made.returncode}")
