"""The sheet Imports: what the columns and codes of a source are, as a person has answered it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sheetflow.domain.book import Book
from sheetflow.importing.flat_lists import Answer
from sheetflow.importing.mapping.chosen_names import BY_HAND
from sheetflow.importing.matching import Cells

YES = "Yes"
NO = "No"
OPEN = "?"
"""Whether a proposal counts: at once, not at all, or not yet."""

LOCALE = "Locale"
"""The setting that says how numbers and dates are written."""


@dataclass(frozen=True)
class ImportsRow:
    """One row of Imports, with blanks as empty texts."""

    profile: str
    source_column: str
    sheet: str
    column: str
    value: str
    here: str
    use: str

    @property
    def counts(self) -> bool:
        """Whether it is in force."""
        return self.use in ("", YES)


def imports_rows(book: Book) -> Iterator[ImportsRow]:
    """The rows of Imports."""
    imports = book.imports
    columns = (
        imports.profile,
        imports.source_column,
        imports.sheet,
        imports.column,
        imports.value,
        imports.here,
        imports.use,
    )
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield ImportsRow(*(str(cell or "") for cell in row))


def answered_columns(book: Book) -> dict[str, list[ImportsRow]]:
    """The rows that say what columns are, by profile."""
    found: dict[str, list[ImportsRow]] = {}
    for row in imports_rows(book):
        if row.profile and row.source_column and not row.value:
            found.setdefault(row.profile, []).append(row)
    return found


def answers_of(rows: Sequence[ImportsRow]) -> list[Answer]:
    """What is in force of the rows of one profile."""
    return [
        Answer(row.source_column, row.sheet, row.column) for row in rows if row.counts
    ]


def locale_answer(book: Book, profile: str) -> str:
    """How numbers and dates of a source are written, as Imports says; empty where it does not."""
    for row in imports_rows(book):
        if row.profile == profile and row.value == LOCALE and row.counts:
            return row.here
    return ""


def locale_row(profile: str, locale: str) -> Cells:
    """The row that says how numbers and dates of a source are written."""
    return {
        "Profile": profile,
        "Sheet": "Settings",
        "Column": "Value",
        "Value": LOCALE,
        "Here": locale,
        "Use": YES,
        "Why": BY_HAND,
    }


def renamed_skus(book: Book, profile: str) -> dict[str, str]:
    """The SKUs of the workbook by those of a source."""
    return {
        row.here: row.value
        for row in _sku_rows(book, profile)
        if row.value and row.counts
    }


def sku_proposals(book: Book, profile: str, nearest: Mapping[str, str]) -> list[Cells]:
    """Rows of Imports for SKUs that the workbook does not have, each with the nearest one."""
    known = {row.here for row in _sku_rows(book, profile)}
    return [
        _sku_proposal(profile, sku, near)
        for sku, near in nearest.items()
        if near and sku not in known
    ]


def _sku_proposal(profile: str, sku: str, near: str) -> Cells:
    """The row that proposes a SKU of the workbook for one of the source."""
    return {
        "Profile": profile,
        "Sheet": "Order lines",
        "Column": "SKU",
        "Value": near,
        "Here": sku,
        "Use": OPEN,
        "Why": "the nearest SKU",
    }


def _sku_rows(book: Book, profile: str) -> Iterator[ImportsRow]:
    """The rows of a profile that say what a SKU is here."""
    for row in imports_rows(book):
        if row.profile == profile and row.column == "SKU" and row.here:
            yield row
