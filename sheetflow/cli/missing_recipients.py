"""Which drafts of e-mails have no recipient, and in which cell an address is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sheetflow.documents.mail.drafts import Unaddressed
    from sheetflow.documents.model import Documents
    from sheetflow.domain.messages import Message
    from sheetflow.pipeline import Run


def warn_about_missing_recipients(done: Run, documents: Documents) -> None:
    """Say whose drafts have no recipient, each with the cell of the address."""
    from sheetflow.documents.mail.drafts import unaddressed
    from sheetflow.domain.messages import in_own_language

    found = unaddressed(documents)
    records = {sheet: _records(done, sheet) for sheet in {each.sheet for each in found}}
    with done.in_own_names():
        for each in found:
            record = records[each.sheet].get(each.code, -1)
            click.echo(in_own_language(_why(done, each, record)))


def _records(done: Run, sheet: str) -> Mapping[str, int]:
    """Where each code is on a sheet."""
    from sheetflow.domain.references import index_of

    frame = done.result.book[sheet]
    return index_of(frame[frame.schema.key[0]])


def _why(done: Run, each: Unaddressed, record: int) -> Message:
    """Why drafts have no recipient: no address, none that can be read, or none when the document was issued."""
    from sheetflow.documents.mail.addresses import addresses_in
    from sheetflow.domain.messages import counted_message

    cell = _cell(done, each.sheet, record)
    typed = done.result.book[each.sheet]["Email"][record] if record >= 0 else None
    if not typed:
        return counted_message(
            each.drafts,
            "{name} has no [Email] ({cell}): {count} draft has no recipient",
            "{name} has no [Email] ({cell}): {count} drafts have no recipient",
            name=each.code,
            cell=cell,
        )
    if not addresses_in(typed):
        return counted_message(
            each.drafts,
            "The [Email] of {name} ({cell}) cannot be read as an address: {count} draft has no recipient",
            "The [Email] of {name} ({cell}) cannot be read as an address: {count} drafts have no recipient",
            name=each.code,
            cell=cell,
        )
    return counted_message(
        each.drafts,
        "{name} had no [Email] ({cell}) when it was issued: {count} draft has no recipient",
        "{name} had no [Email] ({cell}) when they were issued: {count} drafts have no recipient",
        name=each.code,
        cell=cell,
    )


def _cell(done: Run, sheet: str, record: int) -> str:
    """`Customers!D4`; only the sheet where it has no such record."""
    position = done.positions.get(sheet)
    if record < 0 or position is None:
        return done.title(sheet)
    row = int(done.result.book[sheet].rows[record])
    return f"{position.name}!{position.cell('Email', row)}"
