"""The command `sheetflow`: what a person types, sees and gets.

One module per command: its options, and what it does and prints. Everything heavy is imported by the command that
needs it, so that `--help` stays instant. May import everything. Begin with program.py.
"""

from __future__ import annotations

from sheetflow.cli.check_command import check_command
from sheetflow.cli.demo_command import demo_command
from sheetflow.cli.diff_command import diff_command
from sheetflow.cli.doctor_command import doctor_command
from sheetflow.cli.explain_command import explain_command
from sheetflow.cli.export_command import export_command
from sheetflow.cli.new_command import new_command
from sheetflow.cli.print_command import print_command
from sheetflow.cli.program import main
from sheetflow.cli.run_command import run_command
from sheetflow.cli.template_command import template_command
from sheetflow.cli.trace_command import trace_command
from sheetflow.cli.verify_command import verify_command

__all__ = ["main"]

for command in (
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
):
    main.add_command(command)
