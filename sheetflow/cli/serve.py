"""`sheetflow serve`: the page on which workbooks are dropped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import click

from sheetflow.cli.options import FILE, FOLDER
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.serving.box_page import ReadStatus
    from sheetflow.serving.passwords import Password
    from sheetflow.serving.running_page import RunningPage
    from sheetflow.serving.server import Server


@click.command("serve")
@click.option(
    "--folder",
    type=FOLDER,
    metavar="DIR",
    help="List the workbooks of this folder too.",
)
@click.option("--port", type=int, default=0, help="The port; without one, a free one.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help="Let other machines in at this address of this computer (0.0.0.0 for all of them).",
)
@click.option(
    "--password-file",
    type=FILE,
    metavar="FILE",
    help="With --host: the file whose first line is the password.",
)
def serve_command(
    folder: Path | None,
    port: int,
    opens: bool,
    host: str,
    password_file: Path | None,
) -> None:
    """Open a page on this machine on which you drop workbooks.

    Only this machine can reach it, and only with the address that is printed. Workbooks that
    you drop are run in a copy; what came out is deleted after an hour. Ctrl-C stops it.
    With --host and --password-file, other machines can use it too.
    """
    serve(folder, Binding(host, port, password_file), opens=opens)


class Binding(NamedTuple):
    """Where the page is bound, and who opens it: without a password file only this machine."""

    host: str = "127.0.0.1"
    port: int = 0
    password_file: Path | None = None

    def password(self) -> Password | None:
        """The password that other machines need. Raises SheetflowError where it is missing."""
        from sheetflow.serving.hosts import is_loopback
        from sheetflow.serving.passwords import read_password

        if self.password_file is not None:
            return read_password(self.password_file)
        if is_loopback(self.host):
            return None
        raise SheetflowError(
            f"--host {self.host} lets other machines in: "
            "add --password-file with the file of a password"
        )


HERE = Binding()
"""Only this machine, at any free port."""


def serve(
    folder: Path | None,
    binding: Binding = HERE,
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
        SheetflowError: There is no such folder or no password, or the port cannot be used.
    """
    if folder is not None and not folder.is_dir():
        raise SheetflowError(f"{folder}: there is no such folder; check the name")
    from sheetflow.reports.declarations import REPORTS
    from sheetflow.serving.server import Server

    titles = {name: each.title for name, each in REPORTS.items()}
    password = binding.password()
    box = _status_of(folder)
    server = Server(binding.port, folder, titles, binding.host, password, box)
    click.echo(f"Open {server.address}")
    for line in _announcements(server, binding, folder, watched=box is not None):
        click.echo(line)
    if page is not None:
        page.remember(server.address)
    if opens:
        click.launch(server.address + (f"#run={quote(first)}" if first else ""))
    try:
        server.serve()
    finally:
        if page is not None:
            page.forget(server.address)


def _status_of(folder: Path | None) -> ReadStatus | None:
    """What looks at the folder where `sheetflow watch` does; None for any other folder."""
    from sheetflow.batching.box.status import is_box, read_status

    if folder is None or not is_box(folder):
        return None
    return partial(read_status, folder)


def _announcements(
    server: Server, binding: Binding, folder: Path | None, *, watched: bool
) -> Iterator[str]:
    """What else to know of the page, line by line."""
    if watched:
        yield "Its page /box shows what came of the workbooks in the watched folder."
    if binding.password_file is not None:
        yield from _what_is_open(server, binding, folder)


def _what_is_open(
    server: Server, binding: Binding, folder: Path | None
) -> Iterator[str]:
    """What other machines can do, line by line."""
    shown = ", ".join(f"http://{host}/" for host in server.hosts)
    yield f"Whoever reaches this computer and knows the password in {binding.password_file} can"
    yield f"  open the page at {shown}"
    yield "  run workbooks on this computer, and see what came out of their own"
    if folder is not None:
        yield f"  see and run the workbooks in {folder}, which updates them in place"
    yield "The connection is not encrypted: use it only in a network that you trust."
