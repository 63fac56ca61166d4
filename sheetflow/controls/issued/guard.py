"""What a run does with what was issued: compares it, has what is new sealed, reports it to the Run log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sheetflow.controls.issued.contents import difference_text, differences, kept
from sheetflow.controls.issued.documents import (
    CREDIT,
    SHEETS,
    TAX_CODE,
    TITLES,
    VOIDED,
    Documents,
    numbers_of,
    with_unreadable_lines,
)
from sheetflow.controls.issued.new_seals import new_seals
from sheetflow.controls.issued.seals import SHEET, Seal, Seals, digest
from sheetflow.controls.run_log import LogRow
from sheetflow.domain.book import Book, IssuedParty
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import message, named
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import first_positions, value_text
from sheetflow.engine.prepare import Prepared
from sheetflow.engine.process import Result
from sheetflow.ledgers.facts import order_links
from sheetflow.workbook.model import Value

DIGEST = "Issued SHA-256"


@dataclass(frozen=True)
class IssuedGuard:
    """The seals that a workbook keeps, and the last row of its Run log, which keeps their fingerprint."""

    seals: Seals
    last: LogRow | None

    @classmethod
    def of(cls, seals: Seals, log: Sequence[LogRow]) -> IssuedGuard:
        """The guard of a workbook."""
        return cls(seals, log[-1] if log else None)

    @property
    def kept(self) -> str:
        """The fingerprint of the seals when the last run ended; empty where nothing was issued."""
        return self.last.text(DIGEST) if self.last else ""

    @cached_property
    def is_intact(self) -> bool:
        """Whether the seals are those that the last run left."""
        return not self.kept or digest(self.seals) == self.kept

    def watch(self, prepared: Prepared) -> Prepared:
        """The prepared book, with what was changed in issued documents among its problems."""
        found = [] if self.is_intact else [self._altered_seals()]
        if self.seals:
            book = prepared.book
            for kind in SHEETS:
                found += _Compared(book, kind, self.seals).problems()
        book = replace(prepared.book, credited=_credited(self.seals), issued=self.seals)
        return replace(prepared, book=book, closed=[*prepared.closed, *found])

    def _altered_seals(self) -> Problem:
        words = {"run": self.last.text("Run") if self.last else ""}
        return Problem("ISS02", "Settings", -1, "", SHEET, words)

    def seal(self, result: Result) -> IssuedDocuments:
        """The documents as a run leaves them: what is whole and has no problem is sealed.

        While a setting is in error nothing is sealed.
        """
        if result.book.settings.has_error:
            return IssuedDocuments(self, self.seals)
        added = {
            (seal.document, seal.number): seal for seal in new_seals(result, self.seals)
        }
        return IssuedDocuments(self, {**self.seals, **added} if added else self.seals)


def _credited(seals: Seals) -> dict[str, IssuedParty]:
    """Who the credits were issued to, by the number of the return."""
    return {
        number: IssuedParty(
            seal.customer, seal.bill_to, seal.billing_address, seal.tax_number
        )
        for (document, number), seal in seals.items()
        if document == CREDIT and seal.bill_to
    }


@dataclass(frozen=True)
class IssuedDocuments:
    """The issued documents after a run."""

    guard: IssuedGuard
    seals: Seals

    @property
    def is_changed(self) -> bool:
        """Whether the run sealed anything."""
        return self.seals is not self.guard.seals

    def figures(self) -> dict[str, Value]:
        """The column of Run log; the last run's where somebody altered the seals."""
        if not self.guard.is_intact:
            return {DIGEST: self.guard.kept}
        return {DIGEST: digest(self.seals)} if self.seals else {}


@dataclass(frozen=True)
class _Compared:
    """The documents of one kind beside their seals."""

    book: Book
    kind: str
    seals: Seals

    @property
    def frame(self) -> Frame:
        """The sheet of their own rows."""
        return self.book[SHEETS[self.kind]]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The first row with each number."""
        return first_positions(numbers_of(self.book, self.kind))

    def problems(self) -> Iterator[Problem]:
        """What was removed, put back after it was voided, or changed."""
        sealed = [seal for seal in self.seals.values() if seal.document == self.kind]
        if not sealed:
            return
        there = []
        for seal in sealed:
            record = self.positions.get(seal.number, -1)
            if record < 0:
                yield self._removed(seal)
            else:
                there.append((record, seal))
        yield from self._unvoided(there)
        yield from self._changed(there)

    def _removed(self, seal: Seal) -> Problem:
        words = {"document": TITLES[self.kind], "record": seal.number}
        order = first_positions(self.book.orders.order.tolist()).get(seal.order, -1)
        code = "ISS03" if self.kind == TAX_CODE else "ISS01"
        what = "it was removed; it was " + " · ".join(seal.contents.split("\n"))
        sheet = SHEETS[self.kind]
        return Problem(code, sheet, -1, "", seal.number, {**words, "what": what}, order)

    def _void_seal(self, number: str) -> Seal | None:
        """The seal of a document that was voided."""
        return self.seals.get((VOIDED.get(self.kind, ""), number))

    @cached_property
    def voided_on(self) -> list[int]:
        """The day on which each row was voided, BLANK for one that is live."""
        frame = self.frame
        if not frame.schema.voidable:
            return [BLANK] * len(frame)
        days: list[int] = frame["Voided"].tolist()
        return days

    def _unvoided(self, there: Sequence[tuple[int, Seal]]) -> Iterator[Problem]:
        """Documents that were voided on another day than they say now."""
        for record, seal in there:
            void = self._void_seal(seal.number)
            now = self.voided_on[record]
            if void is not None and now != void.day:
                what = message(
                    "{column} was {before} and is {now}",
                    column=named("Voided"),
                    before=day(void.day),
                    now=message("blank") if now == BLANK else day(now),
                )
                yield self._problem(record, seal, "Voided", what)

    def _changed(self, there: Sequence[tuple[int, Seal]]) -> Iterator[Problem]:
        """Documents whose cells differ from when they were issued, or last voided."""
        pairs = list(self._comparable(there))
        records = np.array([record for record, _ in pairs], dtype=np.int64)
        documents = Documents(self.kind, self.book, records, [])
        prints = documents.fingerprints()
        wrong = [
            at for at, pair in enumerate(pairs) if prints[at] != pair[1].fingerprint
        ]
        now = replace(documents, records=records[wrong]).texts()
        for at, text in zip(wrong, now, strict=True):
            record, seal = pairs[at]
            found = differences(seal.contents, kept(text))
            allowed = [
                each for each in found if not _is_filled_later(each.header, each.before)
            ]
            if allowed or not found:
                own = [each.header for each in allowed if not each.line]
                what = difference_text(allowed) or message("it was changed")
                yield self._problem(record, seal, own[0] if own else "", what)

    def _comparable(
        self, there: Sequence[tuple[int, Seal]]
    ) -> Iterator[tuple[int, Seal]]:
        """Documents that can be read, each with the seal that counts.

        One that was voided since the last run is not compared: voiding it is how a mistake is
        put right.
        """
        readable = self.frame.valid & ~with_unreadable_lines(self.book, self.kind)
        for record, seal in there:
            void = self._void_seal(seal.number)
            just_voided = void is None and self.voided_on[record] != BLANK
            if readable[record] and not just_voided:
                yield record, void or seal

    def _problem(self, record: int, seal: Seal, header: str, what: str) -> Problem:
        sheet = SHEETS[self.kind]
        column = header or self.frame.schema.key[0]
        code = "ISS03" if self.kind == TAX_CODE else "ISS01"
        words = {"document": self.kind, "record": seal.number, "what": what}
        value = value_text(self.frame, column, record)
        order = int(order_links(self.book, sheet)[record])
        return Problem(code, sheet, record, column, value, words, order)


def _is_filled_later(header: str, before: str) -> bool:
    """Whether a cell of the customer was blank when the document was issued: it may be completed."""
    return header in ("Billing address", "Tax number") and not before
