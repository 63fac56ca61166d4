"""`sheetflow print --einvoice`: invoices and credit notes as electronic ones."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from sheetflow.cli.doing.print import (
    Wishes,
    nothing_to_print,
    problems_on_paper,
    refuse_unknown,
    summary,
    write_documents,
)
from sheetflow.cli.doing.report import print_problems
from sheetflow.documents.einvoice.files import FACTUR_X, make
from sheetflow.documents.files import output_folder, publish_files
from sheetflow.documents.gather import all_documents
from sheetflow.pipeline import Run
from sheetflow.pipeline import check as check_workbook

KINDS = frozenset({"invoices", "credits"})
FOLDER = "einvoices"
LACKING = 1


def write_einvoices(wishes: Wishes, form: str) -> int:
    """Write a file for each invoice and credit note, say what is lacking where one cannot be; returns the exit status.

    With --pdf, all other documents are printed too; and where electronic ones are XML alone, invoices and credit notes
    as well. Raises SheetflowError.
    """
    done = check_workbook(wishes.file, as_of=wishes.as_of)
    refuse_unknown(done, wishes.wanted)
    status = _write_all(done, wishes, form)
    rest = wishes.wanted.only - KINDS if form == FACTUR_X else wishes.wanted.only
    if wishes.as_pdf and rest:
        write_documents(done, replace(wishes, wanted=replace(wishes.wanted, only=rest)))
    return status


def _write_all(done: Run, wishes: Wishes, form: str) -> int:
    wanted = replace(wishes.wanted, only=wishes.wanted.only & KINDS)
    documents = all_documents(done.result, wishes.file.parent, wanted)
    if not len(documents):
        click.echo(nothing_to_print(wishes.file, "invoice or credit note"))
        return 0
    made = make(documents, done.result.book, form)
    folder = output_folder(wishes.file, wishes.output) / FOLDER
    publish_files(made.files, folder)
    on_paper = problems_on_paper(done, made.files, documents.seller)
    print_problems([*done.locate(made.problems), *on_paper], sys.stdout)
    click.echo(
        f"{summary(documents)}: {len(made.files):,} of {len(documents):,} written{_to(folder, made.files)}"
    )
    return LACKING if made.problems else 0


def _to(folder: object, files: object) -> str:
    return f" to {folder}" if files else ""
