"""Rules on serial shipping container codes (SSCC): each is valid, and has one container.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

import numpy as np

from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Packing, Shipments
from sheetflow.domain.grouping import grouped
from sheetflow.domain.messages import counted_message, joined, message
from sheetflow.domain.numbers import Mask
from sheetflow.ledgers.lines import ContainerKeys, Lines
from sheetflow.standards.gs1 import SSCC_DIGITS, check_digit, is_sscc, sscc_digits

Rows: TypeAlias = Packing | Shipments

Pair: TypeAlias = tuple[int, str]
"""A container, and the digits of an SSCC."""

Groups: TypeAlias = Mapping[str, Sequence[int]]
"""The holders of each SSCC."""

MOST_NAMED = 6
"""How many other containers with the same SSCC are named."""


def invalid(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A text that is not an SSCC, or one with a wrong check digit.

    Once a container has left, Shipments alone counts.
    """
    yield from _invalid(book.shipments, book.shipments.live)
    yield from _invalid(book.packing, _packed(book))


def _invalid(rows: Rows, counted: Mask) -> Iterator[Violation]:
    """The rows among the counted ones whose SSCC is wrong."""
    at = np.flatnonzero(counted & rows.has_sscc).tolist()
    texts = rows.sscc.tolist()
    faults = {text: _fault(text) for text in {texts[row] for row in at}}
    if any(faults.values()):
        wrong = [row for row in at if faults[texts[row]]]
        words = {"why": lambda row: faults[texts[row]]}
        yield Violation("SSC01", rows.SHEET, "SSCC", only_rows(wrong, len(rows)), words)


def _packed(book: Book) -> Mask:
    """The rows of Packing with an SSCC whose container has not left."""
    packing = book.packing
    with_code = packing.live & packing.has_sscc
    if not with_code.any():
        return with_code
    keys = ContainerKeys()
    left = keys.of(book.shipments)[book.shipments.live]
    gone: Mask = np.isin(keys.of(packing), left)
    return with_code & ~gone


def _fault(text: str) -> str:
    """What is wrong with an SSCC, as a message says it; empty where nothing is."""
    digits = sscc_digits(text)
    if not digits:
        return message("it has {digits} digits", digits=str(SSCC_DIGITS))
    if is_sscc(digits):
        return ""
    expected = str(check_digit(digits[:-1]))
    return message("its check digit, the last, must be {digit}", digit=expected)


def repeated(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An SSCC that another container has too, or had.

    That of a voided shipment stays taken, except for the same container. Once a container has left, it is reported on
    Shipments alone.
    """
    if not (book.shipments.has_sscc.any() or book.packing.has_sscc.any()):
        return
    holders = _Holders(book)
    groups = holders.groups()
    if groups:
        yield _shared(book.shipments, holders.of_shipments(groups))
        yield _shared(book.packing, holders.of_packing(groups))


class _Alike(NamedTuple):
    """Other holders of an SSCC: the first of them as a message names them, and how many there are."""

    names: Sequence[str]
    size: int

    @property
    def text(self) -> str:
        """The other holders; of very many the first, and how many more there are."""
        more = self.size - len(self.names)
        if not more:
            return joined(self.names)
        return counted_message(
            more,
            "{cells} and {count} more",
            "{cells} and {count} more",
            cells=joined(self.names),
        )


def _shared(rows: Rows, alike: dict[int, _Alike]) -> Violation:
    """The rows of a sheet whose SSCC has other holders."""
    words = {"others": lambda row: alike[row].text}
    where = only_rows(list(alike), len(rows))
    return Violation("SSC02", rows.SHEET, "SSCC", where, words)


class _Holders:
    """Who has an SSCC: each row of Shipments, and each container of Packing that has none there with that SSCC.

    A holder is a row: of Shipments, or of Packing after all rows of Shipments.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._count = len(book.shipments)
        keys = ContainerKeys()
        sheets: tuple[Rows, ...] = (book.shipments, book.packing)
        containers = [key for each in sheets for key in keys.of(each).tolist()]
        texts = [text for each in sheets for text in each.sscc.tolist()]
        digits = {text: sscc_digits(text) for text in set(texts) if text}
        codes = [digits.get(text, "") for text in texts]
        self._names: dict[int, str] = {}
        self._pairs: list[Pair] = list(zip(containers, codes, strict=True))
        self._live = [*book.shipments.live.tolist(), *book.packing.live.tolist()]

    def groups(self) -> Groups:
        """The holders of each SSCC that several have."""
        found = grouped((self._pairs[at][1], at) for at in self._all())
        return {code: same for code, same in found.items() if code and len(same) > 1}

    def _all(self) -> Iterator[int]:
        """The holders, and those without an SSCC."""
        yield from range(self._count)
        seen = set(self._pairs[: self._count])
        for at in range(self._count, len(self._pairs)):
            pair = self._pairs[at]
            if self._live[at] and pair not in seen:
                seen.add(pair)
                yield at

    def of_shipments(self, groups: Groups) -> dict[int, _Alike]:
        """For each live row of Shipments: the other holders of its SSCC.

        Voided rows of the same container are none, nor is the row itself.
        """
        rows = np.flatnonzero(self._book.shipments.live).tolist()
        voided = self._by_container(groups, lambda at: not self._live[at])
        return self._alike(rows, groups, lambda pair: voided[pair] + 1)

    def of_packing(self, groups: Groups) -> dict[int, _Alike]:
        """For each row of Packing whose container has not left: the holders of its SSCC that are other containers."""
        rows = np.flatnonzero(_packed(self._book)) + self._count
        own = self._by_container(groups, lambda _at: True)
        found = self._alike(rows.tolist(), groups, lambda pair: own[pair])
        return {at - self._count: alike for at, alike in found.items()}

    def _by_container(
        self, groups: Groups, counts: Callable[[int], bool]
    ) -> Counter[Pair]:
        """How many holders of an SSCC that count are of a container."""
        holders = chain.from_iterable(groups.values())
        return Counter(self._pairs[at] for at in holders if counts(at))

    def _alike(
        self, rows: Sequence[int], groups: Groups, own: Callable[[Pair], int]
    ) -> dict[int, _Alike]:
        """For each of these rows whose SSCC has other holders than its `own`: those."""
        found: dict[int, _Alike] = {}
        for at in rows:
            pair = self._pairs[at]
            same = groups.get(pair[1], ())
            count = len(same) - own(pair) if same else 0
            if count > 0:
                others = (each for each in same if self._is_other(each, at))
                names = [self._name(each) for each in islice(others, MOST_NAMED)]
                found[at] = _Alike(names, count)
        return found

    def _is_other(self, holder: int, at: int) -> bool:
        """Whether a holder counts as another one for a row."""
        if self._pairs[holder] != self._pairs[at]:
            return True
        return holder != at < self._count and self._live[holder]

    def _name(self, holder: int) -> str:
        """A holder as a message names it; many messages name the same."""
        if holder not in self._names:
            self._names[holder] = self._new_name(holder)
        return self._names[holder]

    def _new_name(self, holder: int) -> str:
        """A shipment, or a container that is packed."""
        if holder < self._count:
            return _shipment_name(self._book.shipments, holder)
        packing = self._book.packing
        at = holder - self._count
        return message(
            "container {container} of {order}",
            container=str(packing.container[at]),
            order=str(packing.order[at]),
        )


def _shipment_name(shipments: Shipments, row: int) -> str:
    """A shipment as a message names it."""
    number = shipments.shipment[row]
    return str(number) if number else message("row {row}", row=str(shipments.rows[row]))


def missing(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A shipment that could not be given an SSCC.

    Where Settings have a prefix, every other shipment has one.
    """
    prefix = book.settings.gs1_company_prefix
    if prefix:
        where = book.shipments.live & ~book.shipments.has_sscc
        words = {"prefix": lambda _row: prefix}
        yield Violation("SSC03", "Shipments", "SSCC", where, words)


RULES: tuple[Rule, ...] = (
    invalid,
    repeated,
    missing,
)
"""The rules of this module."""
