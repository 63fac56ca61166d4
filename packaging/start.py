"""What the built program does first: a double click opens the page; anything else is a command.

A child process is started as `sheetflow -m sheetflow.cli.confined …`, because the built program
has no Python beside it to start.
"""

from __future__ import annotations

import multiprocessing
import sys

CHILD = ["-m", "sheetflow.cli.confined"]


def main() -> None:
    """Do what the command line asks for; without one, open the page."""
    multiprocessing.freeze_support()
    if sys.argv[1:3] == CHILD:
        from sheetflow.cli.confined import main as confined

        del sys.argv[1:3]
        confined()
        return
    from sheetflow.cli import main as sheetflow

    sheetflow(sys.argv[1:] or ["app"], prog_name="sheetflow")


if __name__ == "__main__":
    main()
