"""The child process of a run: `python -m sheetflow.cli.confined MEMORY SECONDS run …`."""

from __future__ import annotations

import sys


def main() -> None:
    """Lower the limits of this process, then do what `sheetflow` does."""
    memory, seconds, *arguments = sys.argv[1:]
    _limit(int(memory), int(seconds))
    from sheetflow.cli import main as sheetflow

    sheetflow(arguments)


def _limit(memory: int, seconds: int) -> None:
    """Memory in bytes and processor time in seconds, where the system keeps such limits."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


if __name__ == "__main__":
    main()
