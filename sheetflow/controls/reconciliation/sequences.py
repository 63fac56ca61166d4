"""Checks of numbers: invoices and credit notes that were numbered twice, or not at all (rules.md section 8).

A number of ours is the prefix and digits. In the formulas, `INV-000012` becomes the text `0000012`. Everything else
becomes a text that is not a number; only its first character, 0, is read, so that no cell of text can spoil them.
FREQUENCY then counts the numbers by sorting, where a COUNTIF for each would take the square of their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.check_maker import COUNT, CheckMaker, Figure
from sheetflow.controls.reconciliation.formulas import NOTHING, Cells, Term, call
from sheetflow.controls.reconciliation.key_numbers import KeyNumbers
from sheetflow.controls.reconciliation.row_numbers import UNREADABLE
from sheetflow.domain.book import Book
from sheetflow.domain.messages import counted_message, message
from sheetflow.domain.numbers import AnyArray, IntArray

MOST_DIGITS = 15
MOST_EXACT = 2**53
"""Whole numbers below it are exact in every program."""


@dataclass(frozen=True)
class Numbers:
    """The keys of one column, and of those with our prefix and digits the number that each is."""

    keys: list[str]
    prefix: str

    @cached_property
    def ours(self) -> dict[str, int]:
        """Key → number, of every different key of ours."""
        found = {key: self._number(key) for key in set(self.keys)}
        return {key: number for key, number in found.items() if number}

    def _number(self, key: str) -> int:
        """The number of a key of ours; 0 for any other key."""
        digits = key.removeprefix(self.prefix)
        is_ours = key.startswith(self.prefix) and len(digits) <= MOST_DIGITS
        return int(digits) if is_ours and digits.isascii() and digits.isdigit() else 0

    @cached_property
    def uses(self) -> Counter[int]:
        """How often each number of ours is used."""
        return Counter(self.ours[key] for key in self.keys if key in self.ours)

    @cached_property
    def repeats(self) -> list[str]:
        """The keys that an earlier row has already; ours are compared as numbers."""
        seen: set[str | int] = set()
        found = []
        for key in self.keys:
            number = self.ours.get(key, key)
            if number in seen:
                found.append(key)
            seen.add(number)
        return found

    @property
    def missing(self) -> int:
        """How many numbers of ours between the lowest and the highest are not used."""
        if not self.uses:
            return 0
        span = max(self.uses) - min(self.uses) + 1
        return span - len(self.uses)

    @property
    def gaps(self) -> Iterator[tuple[int, int]]:
        """The first and last number of each stretch that is missing between the lowest and the highest."""
        for below, above in pairwise(sorted(self.uses)):
            if above > below + 1:
                yield below + 1, above - 1

    @property
    def first_missing(self) -> str:
        """The lowest number that is missing."""
        return self.text(next(self.gaps)[0])

    def text(self, number: int) -> str:
        """A number of ours as it is written."""
        return f"{self.prefix}{number:06d}"


def sequence_checks(maker: CheckMaker) -> Iterator[Check]:
    """Every check of numbers, voided rows included: a number is never used again."""
    settings = maker.book.settings
    invoices = ("Invoices", "Invoice")
    credit_notes = ("Returns", "Credit note")
    of_invoices = message("Invoice numbers")
    of_notes = message("Credit note numbers")
    yield from _checks(maker, of_invoices, invoices, settings.invoice_prefix)
    yield from _checks(maker, of_notes, credit_notes, settings.credit_note_prefix)


def _checks(maker: CheckMaker, what: str, cells: Cells, prefix: str) -> Iterator[Check]:
    """The checks of one column of numbers."""
    sheet, header = cells
    keys = [key for key in maker.book[sheet][header].tolist() if key]
    numbers = Numbers(keys, prefix)
    column = maker.formulas.column(sheet, header)
    if sheet == "Returns":
        yield _spoilt(maker, cells, _shared(maker, what))
    else:
        yield _spoilt(maker, cells, _repeated(maker, what, numbers, column))
    yield _spoilt(maker, cells, _missing(maker, what, numbers, column))


def _shared(maker: CheckMaker, what: str) -> Check:
    """How many orders too many the credit notes are for.

    Returns of one order that are credited together are one credit note.
    """
    pairs = NotesAndOrders(maker.book)
    figure = Figure.counted(pairs.count)
    formula = _shared_formula(maker, pairs)
    name = message("{what} used more than once", what=what)
    check = maker.check(name, figure, formula, COUNT)
    if not _is_readable(maker) or not pairs.can_be_numbers:
        check = replace(check, workbook=None)
    rows = notes_of_several_orders(maker.book)
    if not rows:
        return check
    note = maker.book.returns.credit_note[rows[0]]
    text = message("{number} is used for more than one order", number=str(note))
    return replace(check, agreed=text, differs=text if check.difference else "")


def _shared_formula(maker: CheckMaker, pairs: NotesAndOrders) -> Term:
    """The formula of the further orders; nothing where there are no such columns."""
    notes = maker.formulas.column("Returns", "Credit note")
    orders = maker.formulas.column("Returns", "Order")
    if notes is None or orders is None:
        return NOTHING
    return call(pairs.formula(notes, orders), pairs.count)


def _is_readable(maker: CheckMaker) -> bool:
    """Whether a formula reads credit notes and orders as the run does."""
    found = [
        problem.code
        for header in ("Credit note", "Order")
        for problem in maker.view.problems("Returns", header)
    ]
    return not UNREADABLE & set(found)


class NotesAndOrders:
    """The credit notes of Returns with their orders, as numbers that a formula can count by sorting."""

    def __init__(self, book: Book) -> None:
        returns = book.returns
        self._is_given = returns.has_credit_note
        self._note = KeyNumbers.of(returns.credit_note)
        self._order = KeyNumbers.of(returns.order)
        self._pairs = set(
            zip(
                returns.credit_note[self._is_given].tolist(),
                returns.order[self._is_given].tolist(),
                strict=True,
            )
        )
        self._orders = _numbers(self._order, returns.order)
        self._notes = 1 + _numbers(self._note, returns.credit_note)

    @property
    def count(self) -> int:
        """How many orders there are beyond one for each note."""
        return len(self._pairs) - len({note for note, _ in self._pairs})

    @property
    def can_be_numbers(self) -> bool:
        """Whether exact numbers tell apart all pairs, and all notes."""
        notes = self._notes[self._is_given]
        orders = self._orders[self._is_given]
        if not len(notes):
            return True
        if int(notes.max() + 1) * self._span >= MOST_EXACT:
            return False
        told_apart = set((notes * self._span + orders).tolist())
        named = {note for note, _ in self._pairs}
        return len(told_apart) == len(self._pairs) and (
            len(set(notes.tolist())) == len(named)
        )

    @property
    def _span(self) -> int:
        """Above the number of every order."""
        return int(self._orders.max(initial=0)) + 1

    def formula(self, notes: str, orders: str) -> str:
        """How many different pairs there are, less the different notes; a blank note is 0 in both."""
        note = f"(1+{_array(self._note, notes)})"
        pair = f"({note}*{self._span}+{_array(self._order, orders)})"
        is_given = f'(TRIM({notes})<>"")'
        return f"{classes(f'{is_given}*{pair}')}-{classes(f'{is_given}*{note}')}"


def _numbers(read: KeyNumbers, keys: AnyArray) -> IntArray:
    """The number of each key; 0 where all are alike."""
    if not read.tells_apart:
        return np.zeros(len(keys), dtype=np.int64)
    return read.numbers(keys)


def _array(read: KeyNumbers, column: str) -> str:
    """The formula of the numbers of a column's keys."""
    return f"({read.array(column, 1)})" if read.tells_apart else "0"


def notes_of_several_orders(book: Book) -> list[int]:
    """The returns (positions) whose credit note has returns of several orders."""
    notes = book.returns.credit_note.tolist()
    orders = book.returns.order.tolist()
    of_note: dict[str, set[str | None]] = {}
    for note, order in zip(notes, orders, strict=True):
        if note:
            of_note.setdefault(note, set()).add(order)
    return [at for at, note in enumerate(notes) if note and len(of_note[note]) > 1]


def _repeated(
    maker: CheckMaker, what: str, numbers: Numbers, column: str | None
) -> Check:
    formula = NOTHING
    if column is not None:
        values = array_of(column, numbers.prefix)
        repeated = sum(numbers.uses.values()) - len(numbers.uses)
        formula = call(repeated_formula(column, values), repeated)
    figure = Figure.counted(len(numbers.repeats))
    name = message("{what} used more than once", what=what)
    check = maker.check(name, figure, formula, COUNT)
    if not numbers.repeats:
        return check
    text = message("{number} is used more than once", number=numbers.repeats[0])
    return replace(check, agreed=text, differs=text if check.difference else "")


def _missing(
    maker: CheckMaker, what: str, numbers: Numbers, column: str | None
) -> Check:
    formula = NOTHING
    if column is not None:
        values = array_of(column, numbers.prefix)
        formula = call(missing_formula(values), numbers.missing)
    figure = Figure.counted(numbers.missing)
    name = message("{what} missing", what=what)
    check = maker.check(name, figure, formula, COUNT)
    if not numbers.missing:
        return check
    text = counted_message(
        numbers.missing,
        "Warning: {count} number is missing, the first {number}",
        "Warning: {count} numbers are missing, the first {number}",
        number=numbers.first_missing,
    )
    return replace(check, agreed=text)


def _spoilt(maker: CheckMaker, cells: Cells, check: Check) -> Check:
    """An error cell among the numbers spoils the formula."""
    has_error = any(problem.code == "CEL01" for problem in maker.view.problems(*cells))
    return replace(check, workbook=None) if has_error else check


def array_of(column: str, prefix: str) -> str:
    """The numbers of a column as an array: 0 for what is not one of ours.

    An `E0` at the end keeps dates, fractions and percentages from being taken for numbers, an `x` keeps out decimals.
    """
    digits = 'SUBSTITUTE("0#"&TRIM({}),"#{}","")'.format(
        column, prefix.replace('"', '""')
    )
    return f'--MID({digits},1,1+{MOST_DIGITS}*ISNUMBER(-(SUBSTITUTE({digits},".","x")&"E0")))'


def classes(values: str) -> str:
    """How many different values there are, 0 among them."""
    return f"SUMPRODUCT(--(FREQUENCY({values},{values})>0))"


def repeated_formula(column: str, values: str) -> str:
    """How many rows there are, less the different values; all rows without a number of ours count once."""
    return f"ROWS({column})-{classes(values)}-MAX(0,SUMPRODUCT(--({values}=0))-1)"


def missing_formula(values: str) -> str:
    """How many numbers there could be between the lowest and the highest, less those that there are.

    The lowest is found as the highest of what is left to 1E+15, which is 0 for what is not one of ours.
    """
    span = (
        f"SUMPRODUCT(MAX({values}))+SUMPRODUCT(MAX(MOD(1E+15-{values},1E+15)))-1E+15+1"
    )
    return f"MAX(0,{span}-{classes(values)}+SIGN(SUMPRODUCT(--({values}=0))))"
