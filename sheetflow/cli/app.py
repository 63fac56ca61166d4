"""`sheetflow app`: what a double click does."""

from __future__ import annotations

import click


@click.command("app")
def app_command() -> None:
    """Open the page in your browser; close this window to end it."""
    from sheetflow.cli.serve import serve

    serve(None, opens=True)
