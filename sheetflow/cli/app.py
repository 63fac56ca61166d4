"""`sheetflow app`: what a double click does."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FILE
from sheetflow.errors import SheetflowError


@click.command("app")
@click.argument("workbook", type=FILE, required=False)
def app_command(workbook: Path | None) -> None:
    """Open the page in your browser; close it with Ctrl-C.

    With WORKBOOK, run it in place and list the workbooks beside it. Where a page is open
    already, open that one again.
    """
    if workbook is None:
        _open_page()
    else:
        _open_workbook(workbook)


def _open_page() -> None:
    """Open the page that another start has opened, or a new one."""
    from sheetflow.cli.serve import serve
    from sheetflow.serving.running_page import RunningPage

    page = RunningPage()
    address = page.address()
    if address:
        click.echo(f"sheetflow is open already, at {address}")
        click.launch(address)
        return
    serve(None, opens=True, page=page)


def _open_workbook(workbook: Path) -> None:
    from sheetflow.cli.serve import serve

    path = workbook.resolve()
    if not path.is_file():
        raise SheetflowError(f"{workbook}: there is no such file; check the name")
    serve(path.parent, opens=True, first=path.name)
