"""A run's result in its workbook: where every sheet, column and row is, or will be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sheetflow.controls.known_facts.since_last_run import (
    NOTHING_TYPED,
    SinceLastRun,
)
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import derived_sheets
from sheetflow.engine.edits import Edits, find_edits
from sheetflow.engine.process import Result
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Workbook
from sheetflow.writing.changes import Row, change_rows
from sheetflow.writing.derived_columns import derived_columns
from sheetflow.writing.derived_positions import DerivedSheets, place_derived_sheets
from sheetflow.writing.fact_positions import (
    extend_tables,
    place_fact_sheets,
    place_new_rows,
)
from sheetflow.writing.issues import Located, Texts, check_texts, locate_all
from sheetflow.writing.ledger_sheets import Columns
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.typed_changes import typed_rows


@dataclass(frozen=True)
class Placement:
    """The result of a run with the positions of all that is written of it.

    The records of `book` know their Excel rows. `facts` and `derived` are the positions of the sheets. `kept` are the
    warnings of rows beside derived sheets that lost their key. `since` is what people typed since the last run.
    """

    result: Result
    book: Book
    edits: Edits
    facts: Mapping[str, SheetPosition]
    derived: Mapping[str, SheetPosition]
    kept: tuple[Located, ...] = ()
    since: SinceLastRun = NOTHING_TYPED

    @property
    def currency(self) -> str:
        """The currency of the workbook, in which its money is formatted."""
        return self.book.settings.currency

    @cached_property
    def problems(self) -> Sequence[Located]:
        """What is still wrong, each with its cell."""
        return [*locate_all(self.result, self.book, self.facts), *self.kept]

    @cached_property
    def changes(self) -> list[Row]:
        """The rows of Changes."""
        typed = typed_rows(self.since, self.book)
        return [*typed, *change_rows(self.edits, self.result.notes, self.book)]

    @cached_property
    def check_texts(self) -> Texts:
        """The column Check of each sheet of facts."""
        return check_texts(self.result, self.problems, self.book, self.facts)

    @cached_property
    def derived_columns(self) -> Mapping[str, Columns]:
        """The derived columns of each sheet of facts."""
        return derived_columns(self.result, self.check_texts)


def place_result(
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    derived_names: Mapping[str, str],
    result: Result,
    left_alone: Collection[str] = (),
) -> Placement:
    """Place the result of a run: tables grow, missing columns are added, new rows get their numbers.

    `layouts` are the sheets of facts; `derived_names` the workbook's own names of the derived sheets. Those that are
    `left_alone` are not written.
    """
    edits = find_edits(result.before, result.book)
    extend_tables(workbook, layouts, result.before)
    facts = place_fact_sheets(workbook, layouts, result.book, edits)
    book = place_new_rows(workbook, facts, result.book, edits)
    derived = DerivedSheets(
        workbook,
        derived_names,
        book.settings.currency,
        with_costs=result.ledgers.costs is not None,
    )
    written = [sheet for sheet in derived_sheets() if sheet not in left_alone]
    return Placement(result, book, edits, facts, place_derived_sheets(derived, written))
