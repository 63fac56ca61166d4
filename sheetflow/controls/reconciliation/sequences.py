"""Checks of numbers: invoices and credit notes that were numbered twice, or not at all (rules.md section 8).

A number of ours is the prefix and digits. In the formulas, `INV-000012` becomes the text `0000012`, and everything else
a text that is no number, of which only the first character, 0, is taken: so no cell of text can spoil them. FREQUENCY
then counts the numbers by sorting, where a COUNTIF for each would take the square of their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import numpy as np

from sheetflow.controls.reconciliation.check import Check
from sheetflow.controls.reconciliation.formulas import NOTHING, Term, call
from sheetflow.controls.reconciliation.making import COUNT, Figure, Making
from sheetflow.controls.reconciliation.reasons import told

MOST_DIGITS = 15


@dataclass(frozen=True)
class Numbers:
    """The keys of one column, and of those with our prefix and digits the number that each is."""

    keys: list[str]
    prefix: str

    @cached_property
    def ours(self) -> dict[str, int]:
        """Key → number, of every different key of ours."""
        start = len(self.prefix)
        digits = {
            key: key[start:] for key in set(self.keys) if key.startswith(self.prefix)
        }
        plain = {
            key: text
            for key, text in digits.items()
            if text.isascii() and text.isdigit()
        }
        return {
            key: int(text)
            for key, text in plain.items()
            if int(text) and len(text) <= MOST_DIGITS
        }

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
        return max(self.uses) - min(self.uses) + 1 - len(self.uses) if self.uses else 0

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


def sequence_checks(making: Making) -> Iterator[Check]:
    """Every check of numbers, voided rows included: a number is never used again."""
    settings = making.book.settings
    for what, cells, prefix in (
        ("Invoice numbers", ("Invoices", "Invoice"), settings.invoice_prefix),
        (
            "Credit note numbers",
            ("Returns", "Credit note"),
            settings.credit_note_prefix,
        ),
    ):
        numbers = Numbers(
            [key for key in making.book[cells[0]][cells[1]].tolist() if key], prefix
        )
        column = making.formulas.column(*cells)
        yield _spoilt(making, cells, _repeated(making, what, numbers, column))
        yield _spoilt(making, cells, _missing(making, what, numbers, column))


def _repeated(making: Making, what: str, numbers: Numbers, column: str | None) -> Check:
    formula = NOTHING
    if column is not None:
        ours = sum(numbers.uses.values()) - len(numbers.uses)
        formula = call(repeated_formula(column, array_of(column, numbers.prefix)), ours)
    check = _counted(
        making, f"{what} used more than once", len(numbers.repeats), formula
    )
    if not numbers.repeats:
        return check
    said = f"{numbers.repeats[0]} is used more than once"
    return replace(check, agreed=said, differs=said if check.difference else "")


def _missing(making: Making, what: str, numbers: Numbers, column: str | None) -> Check:
    formula = NOTHING
    if column is not None:
        formula = call(
            missing_formula(array_of(column, numbers.prefix)), numbers.missing
        )
    check = _counted(making, f"{what} missing", numbers.missing, formula)
    for said in told(numbers.missing, "number is", "numbers are"):
        check = replace(
            check, agreed=f"Warning: {said} missing, the first {numbers.first_missing}"
        )
    return check


def _counted(making: Making, name: str, count: int, formula: Term) -> Check:
    """A check that counts numbers."""
    figure = np.array([count], dtype=np.int64)
    return making.check(
        name, Figure(figure, figure, (Decimal(count),) * 2), formula, COUNT
    )


def _spoilt(making: Making, cells: tuple[str, str], check: Check) -> Check:
    """An error cell among the numbers spoils the formula."""
    has_error = any(problem.code == "CEL01" for problem in making.seen.problems(*cells))
    return replace(check, workbook=None) if has_error else check


def array_of(column: str, prefix: str) -> str:
    """The numbers of a column as an array: 0 for what is none of ours.

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
    """How many rows there are, less the different values, less all but one of the rows that hold none of ours."""
    return f"ROWS({column})-{classes(values)}-MAX(0,SUMPRODUCT(--({values}=0))-1)"


def missing_formula(values: str) -> str:
    """How many numbers there could be between the lowest and the highest, less those that there are.

    The lowest is found as the highest of what is left to 1E+15, which is 0 for what is none of ours.
    """
    span = (
        f"SUMPRODUCT(MAX({values}))+SUMPRODUCT(MAX(MOD(1E+15-{values},1E+15)))-1E+15+1"
    )
    return f"MAX(0,{span}-{classes(values)}+SIGN(SUMPRODUCT(--({values}=0))))"
