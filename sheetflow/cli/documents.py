"""What every command that prints documents needs: checks, warnings, counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetflow.cli.output import typed_path
from sheetflow.errors import SheetflowError

if TYPE_CHECKING:
    from sheetflow.documents.gather import DocumentFilter
    from sheetflow.documents.model import DocumentFile, Documents
    from sheetflow.domain.frame import Frame
    from sheetflow.pipeline import Run
    from sheetflow.writing.issues import Located


def refuse_unknown(done: Run, wanted: DocumentFilter) -> None:
    """Raises SheetflowError at an order or customer that does not exist."""
    _refuse_unknown_keys(done, "Orders", wanted.orders)
    _refuse_unknown_keys(done, "Customers", wanted.customers)


def refuse_settings_in_error(done: Run) -> None:
    """Raises SheetflowError where a setting is in error: documents would show a default."""
    if not done.result.book.settings.has_error:
        return
    item = _first_error_of_settings(done)
    raise SheetflowError(
        f"{item.where}: {item.text}. {item.remedy} "
        "Nothing is printed while a setting is in error"
    )


def _first_error_of_settings(done: Run) -> Located:
    return next(
        item
        for item in done.problems
        if item.problem.sheet == "Settings" and item.problem.rule.is_error
    )


def _refuse_unknown_keys(done: Run, sheet: str, typed: frozenset[str] | None) -> None:
    frame = done.result.book[sheet]
    known = _keys(frame)
    for key in sorted(typed or ()):
        if key not in known:
            raise _unknown_key(key, frame.schema.title, known)


def _keys(frame: Frame) -> list[str | None]:
    """The keys of a sheet's rows; None for a blank one."""
    keys: list[str | None] = frame[frame.schema.key[0]].tolist()
    return keys


def _unknown_key(key: str, sheet: str, known: Sequence[str | None]) -> SheetflowError:
    from sheetflow.domain.suggestions import did_you_mean

    suggestion = did_you_mean(key, [name for name in known if name])
    remedy = suggestion or "; check how it is written there"
    return SheetflowError(f"{key} is not on the sheet {sheet}{remedy}")


def printing_problems(done: Run, files: Sequence[DocumentFile]) -> list[Located]:
    """Problems in Settings, which concern every document, and what cannot be shown."""
    from sheetflow.documents.files import document_problems

    settings = [item for item in done.problems if item.problem.sheet == "Settings"]
    not_shown = document_problems(files, done.result.book)
    return [*settings, *done.locate(not_shown)]


def warn_about_orders_left_out(done: Run, wanted: DocumentFilter) -> None:
    """Say which orders get no quote or confirmation, since an error in a row would make it wrong."""
    from sheetflow.documents.gather import orders_left_out
    from sheetflow.domain.messages import in_own_language, listed, message

    numbers = orders_left_out(done.result, wanted)
    if numbers:
        left_out = message(
            "No quote or confirmation of {orders}: a row has an error. To see it, run: sheetflow check {file}",
            orders=listed(numbers),
            file=typed_path(done.workbook.path),
        )
        with done.in_own_names():
            click.echo(in_own_language(left_out))


def warn_about_small_labels(documents: Documents, as_pdf: bool) -> None:
    """Say which labels are too small for what they show; only PDFs show barcodes."""
    from sheetflow.running.document_counts import small_labels_note

    note = small_labels_note(documents) if as_pdf else ""
    if note:
        click.echo(note, err=True)


def nothing_to_print(file: Path) -> str:
    """Why there are no documents, and what to do."""
    from sheetflow.domain.messages import own_text

    return own_text(
        "Nothing to print: {file} has no such document. To create documents, run: "
        "sheetflow run {file}",
        file=str(file),
    )


def no_invoices_to_print(file: Path) -> str:
    """Why there are no electronic invoices, and what to do."""
    from sheetflow.domain.messages import own_text

    return own_text(
        "Nothing to print: {file} has no invoice or credit note. To create documents, run: "
        "sheetflow run {file}",
        file=str(file),
    )
