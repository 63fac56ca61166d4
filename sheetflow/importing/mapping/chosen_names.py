"""The owner's answers to the proposals: what each of our sheets and columns is called here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.errors import SheetflowError
from sheetflow.importing.mapping.own_sheets import OwnSheet
from sheetflow.importing.mapping.proposals import Proposal

BY_HAND = "your answer"
"""Why a name is meant that was not proposed."""


class ChosenName(Struct, frozen=True, forbid_unknown_fields=True):
    """What a sheet, or a column of it, is called here; a blank `here`: it is not there."""

    sheet: str
    column: str = ""
    here: str = ""


def read_chosen_names(path: Path) -> list[ChosenName]:
    """The answers in a JSON file. Raises SheetflowError where it has something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[ChosenName])
    except (OSError, msgspec.MsgspecError) as error:
        raise SheetflowError(
            f"{path}: these are not answers of sheet, column and here: {error}"
        ) from error


def chosen_rows(
    chosen: Sequence[ChosenName], own: Sequence[OwnSheet], found: Sequence[Proposal]
) -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of Mapping: sheet, column, here, use, why. None for what is found anyway.

    Raises SheetflowError for a name that is neither ours nor there.
    """
    proposed = {(each.sheet, each.column): each for each in found}
    for answer in chosen:
        _require_known(answer, own)
        proposal = proposed.get((answer.sheet, answer.column))
        if proposal is None or proposal.here != answer.here:
            yield from _other(answer, proposal)
        elif not proposal.is_same:
            yield answer.sheet, answer.column, answer.here, "Yes", proposal.why


def _other(
    answer: ChosenName, proposal: Proposal | None
) -> Iterator[tuple[str, str, str, str, str]]:
    """The row for a name that was not proposed, or for a proposal that was refused."""
    if answer.here:
        yield answer.sheet, answer.column, answer.here, "Yes", BY_HAND
    elif proposal is not None and not proposal.is_same:
        yield answer.sheet, answer.column, proposal.here, "No", BY_HAND


def _require_known(answer: ChosenName, own: Sequence[OwnSheet]) -> None:
    """Raises SheetflowError for a name that is neither ours nor there."""
    ours = {
        (schema.sheet, header)
        for schema in fact_schemas()
        for header in ("", *(column.header for column in schema.facts))
    }
    name = f"{answer.sheet}, {answer.column}" if answer.column else answer.sheet
    if (answer.sheet, answer.column) not in ours:
        raise SheetflowError(f"{name}: sheetflow has no such sheet or column")
    if answer.here and answer.here not in _own_names(answer, own):
        raise SheetflowError(
            f"{name}: this workbook has no {answer.here}; choose one of its names"
        )


def _own_names(answer: ChosenName, own: Sequence[OwnSheet]) -> set[str]:
    """The names of the workbook that an answer may be: sheets, or columns of any sheet."""
    if not answer.column:
        return {sheet.name for sheet in own}
    return {column.header for sheet in own for column in sheet.columns}
