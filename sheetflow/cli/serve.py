"""`sheetflow serve`: the page on which workbooks are dropped."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FOLDER
from sheetflow.errors import SheetflowError


@click.command("serve")
@click.option(
    "--folder",
    type=FOLDER,
    metavar="DIR",
    help="List the workbooks of this folder too.",
)
@click.option("--port", type=int, default=0, help="The port; without one, a free one.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
def serve_command(folder: Path | None, port: int, opens: bool) -> None:
    """Open a page on this machine on which you drop workbooks.

    Only this machine can reach it, and only with the address that is printed. Workbooks that
    you drop are run in a copy; what came out is deleted after an hour. Ctrl-C stops it.
    """
    serve(folder, port, opens=opens)


def serve(folder: Path | None, port: int = 0, *, opens: bool) -> None:
    """Serve the page until the process is told to stop. Raises SheetflowError."""
    if folder is not None and not folder.is_dir():
        raise SheetflowError(f"{folder}: there is no such folder; check the name")
    from sheetflow.serving.server import Server

    server = Server(port, folder)
    click.echo(f"Open {server.address}")
    if opens:
        click.launch(server.address)
    server.serve()
