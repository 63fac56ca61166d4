"""`sheetflow serve`: the page on which workbooks are dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from sheetflow.cli.options import FOLDER
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.serving.running_page import RunningPage


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


def serve(
    folder: Path | None,
    port: int = 0,
    *,
    opens: bool,
    first: str = "",
    page: RunningPage | None = None,
) -> None:
    """Serve the page until the process is told to stop.

    Args:
        first: The workbook of the folder that the page runs when it opens.
        page: Where the address is kept as long as the page is open.

    Raises:
        SheetflowError: There is no such folder, or the port cannot be used.
    """
    if folder is not None and not folder.is_dir():
        raise SheetflowError(f"{folder}: there is no such folder; check the name")
    from sheetflow.reports.declarations import REPORTS
    from sheetflow.serving.server import Server

    titles = {name: each.title for name, each in REPORTS.items()}
    server = Server(port, folder, titles)
    click.echo(f"Open {server.address}")
    if page is not None:
        page.remember(server.address)
    if opens:
        click.launch(server.address + (f"#run={quote(first)}" if first else ""))
    try:
        server.serve()
    finally:
        if page is not None:
            page.forget(server.address)
