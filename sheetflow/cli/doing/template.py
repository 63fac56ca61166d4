"""`sheetflow template`: layouts of one's own for PDFs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from sheetflow.cli.doing.print import problems_on_paper
from sheetflow.cli.doing.report import print_problems
from sheetflow.documents.gather import Wanted, all_documents
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.checking import check_layouts, concerned
from sheetflow.documents.pdf.starting import first_layout
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import check as check_workbook
from sheetflow.reading.files_beside import FONTS
from sheetflow.workbook.publishing.publish import publish

WRONG = 1


def new_layout(name: str, folder: Path) -> Path:
    """Write the layout that one's own starts with; gives its path. Raises SheetflowError where there is one already."""
    path = folder / f"{name}.typ"
    if path.exists():
        raise SheetflowError(
            f"{path}: it exists already; move it, or choose another -o"
        )
    publish(partial(_write, first_layout(name)), path)
    return path


def _write(text: str, target: BinaryIO) -> None:
    target.write(text.encode())


def check(path: Path) -> int:
    """Say what is wrong in layouts: a file, a folder of them, or those of a workbook; returns the exit status.

    Raises SheetflowError where there is none, and where the workbook cannot be read.
    """
    if path.is_file() and path.suffix.lower() != ".typ":
        return _check_workbook(path)
    if path.is_dir():
        own, folder = sorted(path.glob("*.typ")), path
    else:
        own, folder = [path] if path.is_file() else [], path.parent
    fonts = folder.absolute().parent / FONTS
    return _say(own, fonts if fonts.is_dir() else None, path)


def _check_workbook(path: Path) -> int:
    """Try the layouts beside a workbook, and then print its documents with them."""
    done = check_workbook(path)
    house = all_documents(done.result, path.parent, Wanted(only=frozenset())).seller
    status = _say(house.style.templates, house.style.fonts, path)
    if status:
        return status
    kinds = {
        "labels",
        *(layout.kind for layout in concerned(house.style.templates)),
    }  # no sample is made of labels
    chosen = all_documents(done.result, path.parent, Wanted(only=frozenset(kinds)))
    try:
        drawn = list(pdfs_of(chosen))
    except SheetflowError as error:
        click.echo(str(error))
        return WRONG
    print_problems(problems_on_paper(done, drawn, house), sys.stdout)
    return 0


def _say(own: Sequence[Path], fonts: Path | None, path: Path) -> int:
    """Try layouts, and say what is wrong in them; returns the exit status."""
    if not own:
        raise SheetflowError(
            f"{path}: there is no layout (.typ); start one with: sheetflow template new invoice"
        )
    mistakes = check_layouts(own, fonts)
    for mistake in mistakes:
        click.echo(f"{click.style(mistake.where, fg='red')} {mistake.text}")
    layouts = "1 layout" if len(own) == 1 else f"{len(own):,} layouts"
    click.echo(
        f"{layouts} tried: {f'{len(mistakes):,} wrong' if mistakes else 'nothing is wrong'}."
    )
    return WRONG if mistakes else 0
