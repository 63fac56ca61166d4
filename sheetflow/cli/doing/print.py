"""`sheetflow print`: the documents that stand in a workbook."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from sheetflow.cli.doing.report import print_problems
from sheetflow.documents.files import (
    document_problems,
    output_folder,
    publish_files,
    render_calibration,
    render_files,
)
from sheetflow.documents.gather import Wanted, all_documents
from sheetflow.documents.labels import (
    DEFAULT_PLACEMENT,
    LabelPlacement,
    label_sheet,
    too_small_note,
)
from sheetflow.documents.model import DocumentFile, Documents, Seller
from sheetflow.domain.numbers import AnyArray
from sheetflow.domain.phrases import counted
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import Run
from sheetflow.pipeline import check as check_workbook
from sheetflow.writing.issues import Located


@dataclass(frozen=True)
class Wishes:
    """What a person asked to have printed."""

    file: Path
    output: Path | None
    wanted: Wanted
    as_of: date | None
    as_pdf: bool = False
    placing: LabelPlacement = DEFAULT_PLACEMENT


def print_documents(wishes: Wishes) -> int:
    """Write the documents, say where they are; returns the exit status. Raises SheetflowError."""
    done = check_workbook(wishes.file, as_of=wishes.as_of)
    refuse_unknown(done, wishes.wanted)
    return write_documents(done, wishes)


def write_documents(done: Run, wishes: Wishes) -> int:
    """Write the documents of a workbook that was read, say where they are; returns the exit status."""
    documents = all_documents(done.result, wishes.file.parent, wishes.wanted)
    if not len(documents):
        click.echo(nothing_to_print(wishes.file))
        return 0
    drawn = render_files(documents, wishes.file.name, wishes.as_pdf, wishes.placing)
    print_problems(problems_on_paper(done, drawn, documents.seller), sys.stdout)
    files = publish_files(drawn, output_folder(wishes.file, wishes.output))
    click.echo(summary(documents))
    say_of_labels(documents, wishes.as_pdf)
    click.echo("   ".join(map(str, files)))
    return 0


def calibrate(wishes: Wishes) -> int:
    """Write the page that shows where a printer puts labels; returns the exit status. Raises SheetflowError."""
    done = check_workbook(wishes.file, as_of=wishes.as_of)
    documents = all_documents(done.result, wishes.file.parent, Wanted(only=frozenset()))
    files = publish_files(
        render_calibration(documents, wishes.placing),
        output_folder(wishes.file, wishes.output),
    )
    click.echo("   ".join(map(str, files)))
    return 0


def problems_on_paper(
    done: Run, drawn: Sequence[DocumentFile], house: Seller
) -> list[Located]:
    """What is wrong in Settings, by which all papers go, and what cannot be shown on those that were drawn."""
    settings = [item for item in done.problems if item.problem.sheet == "Settings"]
    return [*settings, *done.locate(document_problems(drawn, house, done.result.book))]


def say_of_labels(documents: Documents, as_pdf: bool) -> None:
    """Say where labels have no room for what they should bear; only those in PDFs bear codes."""
    note = (
        too_small_note(
            documents.labels, label_sheet(documents.seller.style.label_format)
        )
        if as_pdf
        else ""
    )
    if note:
        click.echo(note, err=True)


def refuse_unknown(done: Run, wanted: Wanted) -> None:
    """An order or customer that does not exist is named, with the nearest that does."""
    for sheet, named in (("Orders", wanted.orders), ("Customers", wanted.customers)):
        frame = done.result.book[sheet]
        known: AnyArray = frame[frame.schema.key[0]]
        for key in sorted(named or ()):
            if key not in known.tolist():
                near = did_you_mean(key, [text for text in known.tolist() if text])
                raise SheetflowError(f"{key} is not on the sheet {sheet}{near}")


def nothing_to_print(file: Path, what: str = "such document") -> str:
    """Why there is no paper, and what to do."""
    return f"Nothing to print: {file} holds no {what}. Documents come into being by: sheetflow run {file}"


NAMES = {
    "quotes": "quote",
    "orders": "order confirmation",
    "picks": "pick list",
    "packing": "packing slip",
    "labels": "label",
    "invoices": "invoice",
    "credits": "credit note",
    "statements": "statement",
}
"""What one document of each kind is called."""


def summary(documents: Documents) -> str:
    """`11 invoices, 1 credit note`."""
    return ", ".join(
        counted(len(chosen), NAMES[kind]) for kind, chosen in documents.by_kind()
    )
