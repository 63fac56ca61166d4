"""What the built program does first: a double click opens the page; anything else is a command.

A child process is started as `sheetflow -m MODULE …`, because the built program
has no Python beside it to start.
"""

from __future__ import annotations

import multiprocessing
import sys
from importlib import import_module

CHILDREN = ("sheetflow.cli.confined", "sheetflow.batching.child")
"""The modules that run in a child process."""


def main() -> None:
    """Do what the command line asks for; without one, open the page."""
    multiprocessing.freeze_support()
    first, module = [*sys.argv[1:3], "", ""][:2]
    if first == "-m" and module in CHILDREN:
        del sys.argv[1:3]
        import_module(module).main()
        return
    from sheetflow.cli import main as sheetflow

    sheetflow(sys.argv[1:] or ["app"], prog_name="sheetflow")


if __name__ == "__main__":
    main()
