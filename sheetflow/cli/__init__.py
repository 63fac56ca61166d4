"""The command `sheetflow`: what a person types, sees and gets.

    program.py     the group of commands, and how any of them ends
    options.py     options and option types that several commands share
    output.py      problems, files and JSON documents on the terminal
    documents.py   what every command that prints documents needs
    run.py …       one module per command: its options, what it does and prints
                   (what a run prints is in run_report.py)

Begin with program.py, then open the module of a command. Heavy libraries are imported
inside the functions that need them, so that `sheetflow --help` is instant.
May import every other room; nothing but `__main__` imports this one.
"""

from __future__ import annotations

from sheetflow.cli.check import check_command
from sheetflow.cli.demo import demo_command
from sheetflow.cli.diff import diff_command
from sheetflow.cli.doctor import doctor_command
from sheetflow.cli.explain import explain_command
from sheetflow.cli.export import export_command
from sheetflow.cli.new import new_command
from sheetflow.cli.print import print_command
from sheetflow.cli.program import main
from sheetflow.cli.run import run_command
from sheetflow.cli.template import template_command
from sheetflow.cli.trace import trace_command
from sheetflow.cli.verify import verify_command

__all__ = ["main"]

COMMANDS = (
    run_command,
    print_command,
    check_command,
    diff_command,
    verify_command,
    trace_command,
    new_command,
    doctor_command,
    demo_command,
    export_command,
    explain_command,
    template_command,
)

for command in COMMANDS:
    main.add_command(command)
