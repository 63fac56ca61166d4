"""`sheetflow template`: layouts of your own for PDFs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import print_problems
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.documents.model import Seller
    from sheetflow.pipeline import Run

USUAL_FOLDER = Path("templates")
LAYOUTS = (
    "quote",
    "confirmation",
    "proforma",
    "pick-list",
    "packing-slip",
    "delivery-note",
    "invoice",
    "credit-note",
    "statement",
    "reminder",
    "receipt",
    "price-list",
    "purchase-order",
    "goods-in",
    "looks",
    "letterhead",
)
"""The layouts that can be started: one per kind of document, and two for all kinds."""

HAS_MISTAKES = 1
"""Exit status."""


@click.group("template")
def template_command() -> None:
    """Start and check layouts of your own for PDFs."""


@template_command.command("new")
@click.argument("name", type=click.Choice(LAYOUTS), metavar="NAME")
@click.option(
    "-o",
    "--output",
    "folder",
    type=FILE,
    default=USUAL_FOLDER,
    metavar="DIR",
    help="The folder to write to (default: templates).",
)
def new_command(name: str, folder: Path) -> None:
    """Write a layout to start from; it prints what the built-in one does.

    \b
    NAME: quote, confirmation, proforma, pick-list, packing-slip, delivery-note,
          invoice, credit-note, statement, reminder, receipt, price-list,
          purchase-order, goods-in, or for all of them: looks (colours and fonts),
          letterhead (logo, sender, title, footer)
    """
    path = new_layout(name, folder)
    click.echo(str(path))
    click.echo(f"Change it as you like, then run: sheetflow template check {path}")


@template_command.command("check")
@click.argument("path", type=FILE, default=USUAL_FOLDER, metavar="[FILE|DIR]")
def check_command(path: Path) -> None:
    """List the mistakes in layouts, with file and line.

    Tries the layouts on sample documents. Finds fields that do not exist, mistakes
    that typst reports, and missing details that a document must show. FILE is a
    layout, or a workbook: then its layouts are tried on its own documents as well. The
    exit status is 1 if there are mistakes.
    """
    sys.exit(check(path))


def new_layout(name: str, folder: Path) -> Path:
    """Write the layout to start from; returns its path.

    Raises SheetflowError where it exists already.
    """
    from sheetflow.documents.pdf.new_layout import new_layout_text
    from sheetflow.workbook.publishing.publish import publish

    path = folder / f"{name}.typ"
    if path.exists():
        raise SheetflowError(
            f"{path}: this file already exists; move it, or choose another -o"
        )
    publish(partial(_write_text, new_layout_text(name)), path)
    return path


def _write_text(text: str, target: BinaryIO) -> None:
    target.write(text.encode())


def check(path: Path) -> int:
    """Check a layout, a folder of layouts or those of a workbook.

    Returns the exit status. Raises SheetflowError where there is no layout, or the
    workbook cannot be read.
    """
    from sheetflow.reading.files_beside import FONTS

    if path.is_file() and path.suffix.lower() != ".typ":
        return _check_workbook(path)
    folder = path if path.is_dir() else path.parent
    fonts = folder.absolute().parent / FONTS
    return _check_layouts(_layouts(path), fonts if fonts.is_dir() else None, path)


def _layouts(path: Path) -> list[Path]:
    """A layout, or all layouts in a folder."""
    if path.is_dir():
        return sorted(path.glob("*.typ"))
    return [path] if path.is_file() else []


def _check_layouts(layouts: Sequence[Path], fonts: Path | None, path: Path) -> int:
    """Try layouts on samples and print their mistakes; returns the exit status."""
    from sheetflow.documents.pdf.confining import confined
    from sheetflow.documents.pdf.layout_check import check_layouts
    from sheetflow.domain.phrases import counted

    if not layouts:
        raise SheetflowError(
            f"{path}: there is no layout (.typ); to start one, run: "
            "sheetflow template new invoice"
        )
    mistakes = confined(check_layouts, layouts, fonts, name=str(path))
    for mistake in mistakes:
        click.echo(f"{click.style(mistake.position, fg='red')} {mistake.text}")
    tried = counted(len(layouts), "layout")
    found = counted(len(mistakes), "mistake") if mistakes else "no mistakes"
    click.echo(f"{tried} checked: {found}.")
    return HAS_MISTAKES if mistakes else 0


def _check_workbook(path: Path) -> int:
    """Try a workbook's layouts on samples, then on its own documents."""
    from sheetflow import pipeline
    from sheetflow.documents.gather import DocumentFilter, all_documents

    done = pipeline.check(path)
    nothing = DocumentFilter(only=frozenset())
    seller = all_documents(done.result, path.parent, nothing).seller
    status = _check_layouts(seller.style.templates, seller.style.fonts, path)
    if status:
        return status
    return _render_own_documents(done, path, seller)


def _render_own_documents(done: Run, path: Path, seller: Seller) -> int:
    """Render a workbook's own documents with its layouts, and write none."""
    from sheetflow.cli.documents import printing_problems
    from sheetflow.documents.gather import DocumentFilter, all_documents
    from sheetflow.documents.pdf import pdfs_of
    from sheetflow.documents.pdf.layout_check import affected_layouts

    kinds = {layout.kind for layout in affected_layouts(seller.style.templates)}
    kinds.add("labels")  # no sample has labels
    documents = all_documents(
        done.result, path.parent, DocumentFilter(only=frozenset(kinds))
    )
    try:
        files = list(pdfs_of(documents))
    except SheetflowError as error:
        click.echo(str(error))
        return HAS_MISTAKES
    print_problems(printing_problems(done, files), sys.stdout)
    return 0
