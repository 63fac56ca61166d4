"""`sheetflow page-pictures`: the pages of a PDF as pictures, for the preview of `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from sheetflow.cli.options import FILE, FOLDER


@click.command("page-pictures", hidden=True)
@click.argument("pdf", type=FILE)
@click.option("-o", "folder", type=FOLDER, required=True, help="The folder, a new one.")
def page_pictures_command(pdf: Path, folder: Path) -> None:
    """Write each page of a PDF into a folder as a picture."""
    from sheetflow.documents.pdf.page_pictures import page_pictures

    folder.mkdir(parents=True)
    for number, picture in enumerate(page_pictures(pdf.read_bytes()), 1):
        (folder / f"page {number:02}.png").write_bytes(picture)
