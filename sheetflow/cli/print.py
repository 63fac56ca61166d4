"""`sheetflow print`: the documents of a workbook, ready to print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetflow.cli.documents import (
    nothing_to_print,
    printing_problems,
    refuse_settings_in_error,
    refuse_unknown,
    warn_about_orders_left_out,
    warn_about_small_labels,
)
from sheetflow.cli.options import (
    FILE,
    FOLDER,
    WordChoice,
    day,
    facts_as_of_option,
    overwrite_documents_option,
    pdf_option,
    word_list,
)
from sheetflow.cli.output import print_problems
from sheetflow.cli.print_options import PrintOptions, two_lengths
from sheetflow.running.destination import documents_folder, shown_folder
from sheetflow.running.document_counts import KIND_OF_FILE, KINDS, summary

if TYPE_CHECKING:
    from sheetflow.documents.gather import DocumentFilter
    from sheetflow.documents.model import DocumentFile
    from sheetflow.pipeline import Run


@click.command("print")
@click.argument("file", type=FILE)
@click.option(
    "--only",
    type=word_list(tuple(KINDS), KIND_OF_FILE),
    metavar="KINDS",
    help=f"Only these kinds, separated by commas: {', '.join(KINDS)}.",
)
@click.option(
    "--order",
    "orders",
    multiple=True,
    metavar="ORDER",
    help="Only documents of this order (may be repeated).",
)
@click.option(
    "--customer",
    "customers",
    multiple=True,
    metavar="CODE",
    help="Only documents of this customer (may be repeated).",
)
@click.option(
    "--since",
    type=day,
    metavar="DATE",
    help="Only documents dated on or after this date; statements show what happened from then on.",
)
@click.option(
    "-o",
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="The folder to write to (default: a new one in the folder of the workbook's"
    " papers).",
)
@overwrite_documents_option
@pdf_option
@click.option(
    "--einvoice",
    is_flag=False,
    flag_value="facturx",
    type=WordChoice(["facturx", "cii", "ubl", "xrechnung", "peppol"]),
    help="Write electronic invoices and credit notes (EN 16931), one file each:"
    " Factur-X/ZUGFeRD (a PDF that contains the XML), or only the XML, with =cii, =ubl,"
    " =xrechnung (XRechnung 3) or =peppol (Peppol BIS 3). With --pdf, write the other"
    " documents as well.",
)
@click.option(
    "--start-at",
    type=click.IntRange(min=1),
    metavar="N",
    help="Labels: start at label N of a sheet.",
)
@click.option(
    "--nudge",
    type=two_lengths,
    metavar="X,Y",
    help="Labels: move them X mm to the right and Y mm down, to correct your printer.",
)
@click.option(
    "--calibrate",
    is_flag=True,
    help="Write a page that shows where your printer puts labels.",
)
@click.option(
    "--each",
    is_flag=True,
    help="Write one file per document, named by its number and customer, in a folder per"
    " kind.",
)
@click.option(
    "--eml",
    is_flag=True,
    help="Write each document to a customer as a draft of an e-mail (.eml), with its PDF:"
    " open it in your mail program and send it. Nothing is sent.",
)
@click.option(
    "--zpl",
    is_flag=True,
    help="Labels: write labels.zpl too, for a thermal printer that reads ZPL.",
)
@facts_as_of_option
def print_command(**options: Any) -> None:
    """Write the documents of a workbook, ready to print.

    Quotes, order confirmations, proforma invoices, pick lists, packing slips, labels,
    delivery notes, invoices, credit notes, statements of account, reminders, receipts,
    price lists, purchase orders and goods-in lists: one workbook per kind, in a new folder
    next to the workbook. Nothing that was printed before is replaced. The workbook itself
    is not changed, and no actions are done.
    """
    chosen = PrintOptions(**options)
    chosen.validate()
    sys.exit(_print(chosen))


def _print(options: PrintOptions) -> int:
    if options.einvoice:
        from sheetflow.cli.einvoices import print_einvoices

        return print_einvoices(options, options.einvoice)
    if options.calibrate:
        return calibrate(options)
    return print_documents(options)


def print_documents(options: PrintOptions) -> int:
    """Write the documents and print their names; returns the exit status.

    Raises SheetflowError where the workbook cannot be read, or has no such order or
    customer.
    """
    done = read_workbook(options)
    return write_documents(done, options.wanted, PrintFolder(done, options))


def read_workbook(options: PrintOptions) -> Run:
    """Read the workbook to print from.

    Raises SheetflowError where it cannot be read, a setting is in error, or it has no
    such order or customer.
    """
    from sheetflow import pipeline

    done = pipeline.inspect(options.file, as_of=options.as_of)
    refuse_settings_in_error(done)
    refuse_unknown(done, options.wanted)
    return done


class PrintFolder:
    """The folder that one `sheetflow print` writes to.

    The folder that a person chose, or a new one: `orders papers/2026-03-02 print 1`.
    """

    def __init__(self, done: Run, options: PrintOptions) -> None:
        self._as_of = date.fromordinal(done.result.book.as_of)
        self.options = options

    @cached_property
    def path(self) -> Path:
        """The folder, created when it is first needed."""
        from sheetflow.workbook.publishing.new_folders import reserve_folder

        if self.options.output is not None:
            return self.options.output
        names = (f"{self._as_of} print {number}" for number in count(1))
        return reserve_folder(documents_folder(self.options.file), names)

    def publish(self, files: Sequence[DocumentFile], within: str = "") -> list[Path]:
        """Write files, perhaps `within` a folder of their own; returns their paths.

        Raises SheetflowError where one is there already, or cannot be written.
        """
        from sheetflow.documents.files import publish_files

        folder = self.path / within
        return publish_files(files, folder, overwrite=self.options.overwrite)


def write_documents(done: Run, wanted: DocumentFilter, folder: PrintFolder) -> int:
    """Write some documents of a workbook that was read; returns the exit status."""
    from sheetflow.documents.files import render_files, render_zpl
    from sheetflow.documents.gather import all_documents
    from sheetflow.domain.messages import in_own_language

    options = folder.options
    file = options.file
    documents = all_documents(done.result, file.parent, wanted)
    warn_about_orders_left_out(done, wanted)
    if not len(documents):
        with done.in_own_names():
            click.echo(nothing_to_print(file))
        return 0
    if options.each or options.eml:
        from sheetflow.cli.single_documents import write_single_documents

        return write_single_documents(done, documents, folder)
    rendered = render_files(documents, file.name, options.as_pdf, options.placement)
    rendered += render_zpl(documents) if options.zpl else []
    print_problems(printing_problems(done, rendered), sys.stdout)
    files = folder.publish(rendered)
    with done.in_own_names():
        click.echo(in_own_language(summary(documents)))
    warn_about_small_labels(documents, options.as_pdf)
    print_folder(files)
    return 0


def print_folder(files: Sequence[Path]) -> None:
    """`orders papers/2026-03-02 print 1/   invoices.xlsx, labels.xlsx`."""
    names = ", ".join(path.name for path in files)
    click.echo(f"{shown_folder(files[0].parent)}   {names}")


def calibrate(options: PrintOptions) -> int:
    """Write the page that shows where a printer puts labels; returns the exit status.

    Raises SheetflowError where the workbook cannot be read.
    """
    from sheetflow import pipeline
    from sheetflow.documents.files import render_calibration
    from sheetflow.documents.gather import DocumentFilter, all_documents

    done = pipeline.inspect(options.file, as_of=options.as_of)
    nothing = DocumentFilter(only=frozenset())
    documents = all_documents(done.result, options.file.parent, nothing)
    page = render_calibration(documents, options.placement)
    print_folder(PrintFolder(done, options).publish(page))
    return 0
