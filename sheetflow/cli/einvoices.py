"""`sheetflow print --einvoice`: invoices and credit notes as electronic ones."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sheetflow.cli.documents import (
    no_invoices_to_print,
    printing_problems,
)
from sheetflow.cli.output import print_problems
from sheetflow.cli.print import (
    PrintFolder,
    read_workbook,
    write_documents,
)
from sheetflow.cli.print_options import PrintOptions
from sheetflow.running.destination import shown_folder
from sheetflow.running.document_counts import summary

if TYPE_CHECKING:
    from sheetflow.documents.model import Documents
    from sheetflow.pipeline import Run

ELECTRONIC = frozenset({"invoices", "credits"})
FOLDER = "einvoices"
INCOMPLETE = 1
"""Exit status: some invoices lack what an electronic one must have."""


def print_einvoices(options: PrintOptions, form: str) -> int:
    """Write one file per invoice and credit note; returns the exit status.

    With --pdf, all other documents are printed too, and where electronic ones are
    XML alone, invoices and credit notes as well. Raises SheetflowError where the
    workbook cannot be read, or has no such order or customer.
    """
    from sheetflow.documents.einvoice.profiles import PROFILES

    done = read_workbook(options)
    folder = PrintFolder(done, options)
    status = _write_einvoices(done, folder, form)
    wanted = options.wanted
    others = wanted.only - ELECTRONIC if PROFILES[form].has_pdf else wanted.only
    if options.as_pdf and others:
        write_documents(done, replace(wanted, only=others), folder)
    return status


def _write_einvoices(done: Run, folder: PrintFolder, form: str) -> int:
    """Write what can be written, and print what the others lack."""
    from sheetflow.documents.einvoice.invoice_files import make_einvoices
    from sheetflow.documents.gather import all_documents

    options = folder.options
    wanted = options.wanted
    wanted = replace(wanted, only=wanted.only & ELECTRONIC)
    documents = all_documents(done.result, options.file.parent, wanted)
    if not len(documents):
        with done.in_own_names():
            click.echo(no_invoices_to_print(options.file))
        return 0
    made = make_einvoices(documents, done.result.book, form)
    if made.files:
        folder.publish(made.files, FOLDER)
    problems = printing_problems(done, made.files)
    with done.in_own_names():
        print_problems([*done.locate(made.problems), *problems], sys.stdout)
        click.echo(_written(documents, len(made.files), folder))
    return INCOMPLETE if made.problems else 0


def _written(documents: Documents, count: int, folder: PrintFolder) -> str:
    """`11 invoices, 1 credit note: 11 of 12 written to papers/einvoices/`."""
    from sheetflow.domain.messages import own_text, whole

    words = {
        "documents": summary(documents),
        "count": whole(count),
        "total": whole(len(documents)),
    }
    if not count:
        return own_text("{documents}: {count} of {total} written", **words)
    folder_name = shown_folder(folder.path / FOLDER)
    return own_text(
        "{documents}: {count} of {total} written to {folder}",
        **words,
        folder=folder_name,
    )
