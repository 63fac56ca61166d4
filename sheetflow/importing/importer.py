"""An import: sources into the sheets of a workbook, which is replaced whole or not at all.

It only adds facts: nothing that is there is changed. What it takes, and what it leaves out and
why, is what `Imported` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sheetflow.dataframes.append import put_rows, typed_book
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue, declared_by
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.importing.bank_files import read_statement
from sheetflow.importing.matching import Cells, CustomerMatcher, ProductMatcher
from sheetflow.importing.memory import Came, Memory
from sheetflow.importing.order_facts import OrderFacts, Wanted
from sheetflow.importing.orders import ImportedOrder, read_orders
from sheetflow.importing.profiles import Profile, find_profile, known_profiles
from sheetflow.importing.rows import new_rows, table_profile
from sheetflow.importing.source import Source, read_source
from sheetflow.opening import open_workbook
from sheetflow.reading.dataframes import add_rows, read_facts
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook import Workbook

Raw = Mapping[str, RawSheet]
Rows = Mapping[str, Sequence[Cells]]

TABLE = "table"
"""`--as table:Products` takes a list whose headers are those of the sheet."""


@dataclass(frozen=True)
class Options:
    """What a person asked for."""

    profile: str | None = None
    wanted: Wanted = field(default_factory=Wanted)
    on: date = field(default_factory=date.today)


@dataclass(frozen=True)
class FileImported:
    """What became of one source: rows added by sheet, and orders left out, with why."""

    path: Path
    profile: str
    added: Mapping[str, int] = field(default_factory=dict)
    known: int = 0
    of_rows: bool = False
    changed: Sequence[str] = ()
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class Import:
    """An import that is ready to be saved; its workbook has the new rows."""

    workbook: Workbook
    files: Sequence[FileImported]

    @property
    def added(self) -> int:
        """How many rows are added."""
        return sum(sum(each.added.values()) for each in self.files)


def import_files(
    workbook: Path, sources: Sequence[Path], options: Options | None = None
) -> Import:
    """Read sources, and put what is new into a workbook, in memory.

    Raises SheetflowError where a file cannot be read or no profile knows it.
    """
    asked = options or Options()
    opened = open_workbook(workbook, adopt=True)
    with declared_by(opened.sheets):
        raw = opened.raw
        files = []
        for path in sources:
            source = read_statement(path) or read_source(path)
            raw, done = _import_source(workbook, raw, source, asked)
            files.append(done)
        put_rows(opened, typed_book(opened.raw), typed_book(raw))
    return Import(opened.workbook, files)


def _import_source(
    workbook: Path, raw: Raw, source: Source, options: Options
) -> tuple[Raw, FileImported]:
    """Add the rows of one source."""
    name, profile = _profile(workbook, source, options.profile)
    book = typed_book(raw)
    memory = Memory(book, name, source.sha256, options.on)
    if profile.kind == "orders":
        taker = _OrderTaker(book, memory, options.wanted)
        rows, done = taker.take(source, profile)
    else:
        rows = new_rows(source, profile, memory)
        known = len(source.rows) - len(memory.rows)
        done = FileImported(source.path, name, known=known, of_rows=True)
    added = {sheet: len(cells) for sheet, cells in rows.items()}
    remembered = {"Imported": memory.rows} if memory.rows else {}
    return _with_rows(raw, {**rows, **remembered}), replace(done, added=added)


def _with_rows(raw: Raw, rows: Rows) -> Raw:
    """The sheets with more rows below theirs."""
    return add_rows(
        raw, {sheet: _facts_of(sheet, cells) for sheet, cells in rows.items()}
    )


def _facts_of(sheet: str, rows: Sequence[Cells]) -> RawSheet:
    """The rows to add to one sheet, as they would be read from it."""
    import pandas as pd

    return read_facts(sheet, pd.DataFrame(list(rows), dtype=object))


def _profile(workbook: Path, source: Source, name: str | None) -> tuple[str, Profile]:
    """The profile of a source; `table:SHEET` is a list for that sheet."""
    if name is None or not name.startswith(f"{TABLE}:"):
        return find_profile(source, known_profiles(workbook), name)
    sheet = name.partition(":")[2]
    titles = {
        loose(each): key for key, schema in catalogue().items() for each in schema.names
    }
    if loose(sheet) not in titles:
        hint = did_you_mean(sheet, [schema.title for schema in catalogue().values()])
        raise SheetflowError(f"--as {name}: there is no sheet {sheet}{hint}")
    return f"{TABLE}:{titles[loose(sheet)]}", table_profile(
        source, titles[loose(sheet)]
    )


@dataclass(frozen=True)
class _OrderTaker:
    """Takes the orders of a source that did not come in before."""

    book: Book
    memory: Memory
    wanted: Wanted

    def take(self, source: Source, profile: Profile) -> tuple[Rows, FileImported]:
        """The rows to add, and what became of the source."""
        known = 0
        changed: list[str] = []
        refused: list[str] = []
        facts = self._facts()
        taken = {order for order in self.book.orders.order.tolist() if order}
        for order in read_orders(source, profile):
            if self.memory.is_known(order.number):
                known += 1
                if self.memory.has_changed(order.number, order.sha256):
                    changed.append(order.number)
                continue
            reason = self._refusal(order, taken)
            if reason:
                refused.append(f"{order.number}: {reason}")
                continue
            facts.add(order)
            total = None if order.is_cancelled else order.total
            self.memory.remember(
                Came(order.number, "Orders", order.number, order.sha256, total)
            )
        done = FileImported(
            source.path,
            self.memory.profile,
            known=known,
            changed=changed,
            refused=refused,
        )
        return facts.all_rows(), done

    def _facts(self) -> OrderFacts:
        customers = CustomerMatcher(self.book)
        return OrderFacts(self.book, customers, self._products(), self.wanted)

    def _products(self) -> ProductMatcher:
        renamed = _renamed(self.book, self.memory)
        return ProductMatcher(self.book, self.wanted.new_products, renamed)

    def _refusal(self, order: ImportedOrder, taken: set[str]) -> str:
        """Why an order cannot come in; empty where it can."""
        if order.number in taken:
            return "Orders has an order of this number already, which was typed"
        if order.ordered_on is None:
            return "it has no date"
        return self._other_currency(order) or ("" if order.lines else "it has no lines")

    def _other_currency(self, order: ImportedOrder) -> str:
        currency = self.book.settings.currency
        if order.currency in ("", currency):
            return ""
        return f"it is in {order.currency}, and this workbook is in {currency}"


def _renamed(book: Book, memory: Memory) -> dict[str, str]:
    """The SKUs of the source by those of the workbook, as the sheet Imports says."""
    imports = book.imports
    columns = (
        imports.profile,
        imports.column,
        imports.value,
        imports.here,
        imports.use,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {
        str(here): str(value)
        for profile, column, value, here, use in rows
        if profile == memory.profile and column == "SKU" and here and value
        if use in (None, "Yes")
    }
