"""An import: sources into the sheets of a workbook, which is replaced whole or not at all.

It only adds facts: nothing that is there is changed. What it takes, and what it leaves out and
why, is what `Imported` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sheetflow.dataframes.append import put_rows, typed_book
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import Catalogue, declared_by
from sheetflow.domain.messages import message
from sheetflow.importing.answers import (
    locale_answer,
    locale_row,
    renamed_skus,
    sku_proposals,
)
from sheetflow.importing.bank_files import read_statement
from sheetflow.importing.flat_lists import Answer
from sheetflow.importing.imported_orders import ImportedOrder
from sheetflow.importing.mapping.list_document import list_document
from sheetflow.importing.matching import Cells, CustomerMatcher, ProductMatcher
from sheetflow.importing.memory import Came, Memory
from sheetflow.importing.order_facts import OrderFacts, Wanted, without_collected_tax
from sheetflow.importing.orders import read_orders
from sheetflow.importing.profiles import Profile, Tracking
from sheetflow.importing.recognition import Recognised, recognise
from sheetflow.importing.rows import new_rows
from sheetflow.importing.source import Source, read_source
from sheetflow.importing.text_conventions import (
    refuse_other_locale,
    unclear_text,
    with_text_conventions,
)
from sheetflow.importing.tracking import take_tracking, with_tracking
from sheetflow.opening import open_workbook
from sheetflow.reading.dataframes import add_rows, read_facts
from sheetflow.reading.settings import conventions_of
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook import Workbook

Raw = Mapping[str, RawSheet]
Rows = Mapping[str, Sequence[Cells]]


@dataclass(frozen=True)
class Options:
    """What a person asked for.

    `chosen` is what the columns of an unknown list are, `locale` how numbers and dates of the
    files are written ("" for not said).
    """

    profile: str | None = None
    wanted: Wanted = field(default_factory=Wanted)
    on: date = field(default_factory=date.today)
    chosen: Sequence[Answer] | None = None
    locale: str = ""


@dataclass(frozen=True)
class FileImported:
    """What became of one source: rows added by sheet, and orders left out, with why.

    `missing` are SKUs that the workbook does not have, each with the nearest one or an empty
    text; `open` are columns for which Imports waits for a Yes, `unused` those that no one reads.
    """

    path: Path
    profile: str
    added: Mapping[str, int] = field(default_factory=dict)
    known: int = 0
    of_rows: bool = False
    changed: Sequence[str] = ()
    refused: Sequence[str] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    open: Sequence[str] = ()
    unused: Sequence[str] = ()
    waits: bool = False


@dataclass(frozen=True)
class Import:
    """An import that is ready to be saved; its workbook has the new rows."""

    workbook: Workbook
    files: Sequence[FileImported]
    names: Catalogue

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
    return Import(opened.workbook, files, opened.sheets)


def source_document(workbook: Path, path: Path) -> dict[str, Any]:
    """What a source is, and what its columns may be; nothing is imported.

    Raises SheetflowError where it cannot be read or is like nothing that is known.
    """
    opened = open_workbook(workbook, adopt=True)
    with declared_by(opened.sheets):
        source = read_statement(path) or read_source(path)
        book = typed_book(opened.raw)
        kind = recognise(workbook, book, source, None)
        locale = locale_answer(book, kind.name) or _locale(opened.raw)
        unclear = unclear_text(kind, source, locale)
        return {**list_document(kind.name, source, kind.guesses), "unclear": unclear}


def _import_source(
    workbook: Path, raw: Raw, source: Source, options: Options
) -> tuple[Raw, FileImported]:
    """Add the rows of one source."""
    book = typed_book(raw)
    kind = recognise(workbook, book, source, options.profile, options.chosen)
    memory = Memory(book, kind.name, source.sha256, options.on)
    if kind.profile and kind.profile.tracking:
        return _import_tracking(raw, source, kind.profile.tracking, memory)
    remembered = locale_answer(book, kind.name)
    refuse_other_locale(source, kind.name, options.locale, remembered)
    locale = options.locale or remembered or _locale(raw)
    taker = _Taker(book, memory, options.wanted, raw)
    rows, done = _new_rows(source, kind, locale, taker)
    imports = [*kind.rows, *sku_proposals(book, kind.name, done.missing)]
    if options.locale and not remembered:
        imports.append(locale_row(kind.name, options.locale))
    if imports:
        rows = {**rows, "Imports": imports}
    added = {sheet: len(cells) for sheet, cells in rows.items()}
    done = replace(done, added=added, open=kind.open, unused=kind.unused)
    if memory.rows:
        rows = {**rows, "Imported": memory.rows}
    return _with_rows(raw, rows), done


def _import_tracking(
    raw: Raw, source: Source, columns: Tracking, memory: Memory
) -> tuple[Raw, FileImported]:
    """Fill the tracking numbers of one source into Shipments."""
    book = typed_book(raw)
    taken = take_tracking(source, columns, memory, book)
    added = {"Shipments": len(taken.filled)} if taken.filled else {}
    done = FileImported(
        source.path,
        memory.profile,
        added=added,
        known=taken.known,
        of_rows=True,
        refused=taken.refused,
    )
    if not taken.filled:
        return raw, done
    filled = with_tracking(raw["Shipments"], taken.filled)
    return _with_rows({**raw, "Shipments": filled}, {"Imported": memory.rows}), done


def _new_rows(
    source: Source, kind: Recognised, locale: str, taker: _Taker
) -> tuple[Rows, FileImported]:
    """The rows that a source adds; none while Imports waits for an answer."""
    if kind.profile is None:
        return {}, FileImported(source.path, kind.name, waits=True)
    profile = with_text_conventions(kind.profile, source, locale)
    if profile.kind == "orders":
        return taker.take(source, profile)
    rows = new_rows(source, profile, taker.memory, taker.book)
    known = len(source.rows) - len(next(iter(rows.values()), ()))
    return rows, FileImported(source.path, kind.name, known=known, of_rows=True)


def _locale(raw: Raw) -> str:
    """The locale that the workbook states; an empty text where it states none."""
    return conventions_of(raw["Settings"]).locale if "Settings" in raw else ""


def _with_rows(raw: Raw, rows: Rows) -> Raw:
    """The sheets with more rows below theirs."""
    return add_rows(
        raw, {sheet: _facts_of(sheet, cells) for sheet, cells in rows.items()}
    )


def _facts_of(sheet: str, rows: Sequence[Cells]) -> RawSheet:
    """The rows to add to one sheet, as they would be read from it."""
    import pandas as pd

    return read_facts(sheet, pd.DataFrame(list(rows), dtype=object))


@dataclass(frozen=True)
class _Taker:
    """Takes the orders of a source that did not come in before."""

    book: Book
    memory: Memory
    wanted: Wanted
    raw: Raw

    def take(self, source: Source, profile: Profile) -> tuple[Rows, FileImported]:
        """The rows to add, and what became of the source."""
        facts = self._facts()
        orders = read_orders(source, profile)
        known = [order for order in orders if self.memory.is_known(order.number)]
        new = [order for order in orders if not self.memory.is_known(order.number)]
        refused = list(self._take_new(new, facts))
        done = FileImported(
            source.path,
            self.memory.profile,
            known=len(known),
            changed=list(self._changed(known)),
            refused=refused,
            missing=facts.products.nearest(),
        )
        return facts.all_rows(), done

    def _changed(self, known: Iterable[ImportedOrder]) -> Iterator[str]:
        """The orders that came in before and say something else now."""
        for order in known:
            if self.memory.has_changed(order.number, order.sha256):
                yield order.number

    def _take_new(
        self, orders: Iterable[ImportedOrder], facts: OrderFacts
    ) -> Iterable[str]:
        """Add the orders that can come in; yields why others cannot.

        One with a product that the workbook lacks waits, and is named by that product.
        """
        taken = {order for order in self.book.orders.order.tolist() if order}
        for each in orders:
            order = without_collected_tax(each, facts.rules)
            reason = self._refusal(order, taken)
            if reason:
                yield message("{record}: {why}", record=order.number, why=reason)
            elif not facts.products.lacks(order.lines):
                facts.add(order)
                self._remember(order)

    def _remember(self, order: ImportedOrder) -> None:
        total = None if order.is_cancelled else order.total
        self.memory.remember(
            Came(order.number, "Orders", order.number, order.sha256, total)
        )

    def _facts(self) -> OrderFacts:
        renamed = renamed_skus(self.book, self.memory.profile)
        products = ProductMatcher(self.book, self.wanted.new_products, renamed)
        return OrderFacts(self.book, CustomerMatcher(self.book), products, self.wanted)

    def _refusal(self, order: ImportedOrder, taken: set[str]) -> str:
        """Why an order cannot come in; empty where it can."""
        if order.number in taken:
            return message(
                "[Orders] has an order of this number already, which was typed"
            )
        if order.ordered_on is None:
            return message("it has no date")
        return self._other_currency(order) or _no_sale(order)

    def _other_currency(self, order: ImportedOrder) -> str:
        currency = self.book.settings.currency
        if order.currency in ("", currency):
            return ""
        return message(
            "it is in {currency}, and this workbook is in {own}",
            currency=order.currency,
            own=currency,
        )


def _no_sale(order: ImportedOrder) -> str:
    """Why nothing is sold by an order; empty where something is."""
    if not order.lines:
        if order.is_cancelled:
            return message("it has no lines: it was cancelled")
        return message("it has no lines")
    if order.is_refund:
        return message("it is a refund; record it in [Returns] or [Payments]")
    return ""
