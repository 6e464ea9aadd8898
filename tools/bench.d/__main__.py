"""Gyre's benchmark beside other proxies; started by tools/bench, which checks what is needed."""

import signal
import subprocess
import sys

import charts
import options
import results
import run
import table


def ended(number: int, _: object) -> None:
    """A signal ends this by an exception, so that all that was started is ended, too."""
    sys.exit(128 + number)


def main() -> int:
    signal.signal(signal.SIGTERM, ended)
    signal.signal(signal.SIGINT, ended)
    arguments = options.parse(sys.argv[1:])
    if arguments.command == "table":
        table.write(results.read(arguments.file), sys.stdout)
        return 0
    if arguments.command == "charts":
        for path in charts.draw(results.read(arguments.file), arguments.folder):
            print(path)
        return 0
    return run.run(arguments)


try:
    sys.exit(main())
except (OSError, ValueError, subprocess.SubprocessError) as problem:
    print(f"tools/bench: {problem}", file=sys.stderr)
    sys.exit(1)
