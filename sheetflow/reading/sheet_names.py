"""Which sheet of a workbook is which sheet of the contract, by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.domain.catalogue import Catalogue, catalogue, sheet_schema
from sheetflow.domain.messages import joined, message
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import nearest
from sheetflow.errors import SheetflowError


@dataclass(frozen=True)
class Wanted:
    """What a name is looked up as: a name of the contract, and how early it counts."""

    contract: str
    rank: int


def wanted_of(named: Iterable[tuple[str, Sequence[str]]]) -> dict[str, Wanted]:
    """By each name as it is compared, what it names; of two alike, the one that counts first."""
    wanted: dict[str, Wanted] = {}
    for contract, names in named:
        for rank, name in enumerate(names):
            taken = wanted.get(loose(name))
            if taken is None or rank < taken.rank:
                wanted[loose(name)] = Wanted(contract, rank)
    return wanted


def match_sheets(
    names: Sequence[str], sheets: Catalogue | None = None
) -> dict[str, str]:
    """Contract name → name in the workbook, of every sheet that is there.

    `sheets` are the declarations with the workbook's own names.
    """
    known = catalogue() if sheets is None else sheets
    wanted = wanted_of((sheet, schema.names) for sheet, schema in known.items())
    matched: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for name in names:
        found = wanted.get(loose(name))
        if found is None:
            continue
        sheet = found.contract
        is_first = sheet not in matched or found.rank < ranks[sheet]
        if is_first or (found.rank == ranks[sheet] and name == sheet):
            matched[sheet] = name
            ranks[sheet] = found.rank
    return matched


def missing_sheets(matched: Mapping[str, str]) -> list[str]:
    """The required sheets that were not found."""
    return [
        sheet
        for sheet, schema in catalogue().items()
        if schema.required and sheet not in matched
    ]


def require_sheets(matched: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise SheetflowError where a required sheet is missing; it suggests the sheets that may be meant."""
    missing = missing_sheets(matched)
    if missing:
        raise _no_sheets(missing, _unmatched(names, matched), names)


def _unmatched(names: Sequence[str], matched: Mapping[str, str]) -> list[str]:
    return [name for name in names if name not in matched.values()]


def _no_sheets(
    missing: Sequence[str], others: Sequence[str], names: Sequence[str]
) -> SheetflowError:
    suggested = [_suggested(sheet, others) for sheet in missing]
    text = message(
        "no sheet {sheets}; sheets found: {found}. "
        "Rename the sheet or add it (sheetflow new makes an empty workbook), or run "
        "sheetflow map to keep your own names",
        sheets=joined(suggested, "; "),
        found=", ".join(names) or message("none"),
    )
    return SheetflowError(text)


def _suggested(sheet: str, others: Sequence[str]) -> str:
    """A missing sheet, with the one that may be meant."""
    title = sheet_schema(sheet).title
    near = suggestion_for(nearest(title, others))
    return message("{sheet}{suggestion}", sheet=title, suggestion=near)


def suggestion_for(nearest_name: str) -> str:
    if not nearest_name:
        return ""
    return message(" (nearest found: {name})", name=nearest_name)
