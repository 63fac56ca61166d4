"""The command `sheetflow`: what a person types, sees and gets.

    program.py     the group of commands, and how any of them ends
    options.py     options and option types that several commands share
    output.py      problems, files and JSON documents on the terminal
    documents.py   what every command that prints documents needs
    run.py …       one module per command: its options, what it does and prints
                   (what a run prints is in run_report.py)

Begin with program.py, then open the module of a command. A command's module is
imported when it is used, and heavy libraries inside the functions that need them, so
that `sheetflow --help` is instant. May import every other room; nothing but `__main__`
imports this one.
"""

from __future__ import annotations

from sheetflow.cli.program import main

__all__ = ["main"]
