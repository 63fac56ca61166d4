"""Checks of numbers: invoices and credit notes that were numbered twice, or not at all (rules.md section 8).

A number of ours is the prefix and digits. In the formulas, the prefix becomes a minus sign, so that `INV-000012`
reads as the number −12 and everything else as no number, which the fourth part of the format makes 0; an `E0` at
the end keeps dates, fractions and percentages from being taken for numbers. FREQUENCY then counts them by sorting,
where a COUNTIF for each would take the square of their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from sheetflow.reconciling.check import Check
from sheetflow.reconciling.formulas import NOTHING, Term, call
from sheetflow.reconciling.making import COUNT, Figure, Making
from sheetflow.reconciling.reasons import told

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
        digits = {key: key[start:] for key in set(self.keys) if key.startswith(self.prefix)}
        plain = {key: text for key, text in digits.items() if text.isascii() and text.isdigit()}
        return {key: int(text) for key, text in plain.items() if int(text) and len(text) <= MOST_DIGITS}

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
    def first_missing(self) -> str:
        """The lowest number that is missing."""
        number = min(self.uses)
        while number in self.uses:
            number += 1
        return f"{self.prefix}{number:06d}"


def sequence_checks(making: Making) -> Iterator[Check]:
    """Every check of numbers, voided rows included: a number is never used again."""
    settings = making.book.settings
    for what, cells, prefix in (
        ("Invoice numbers", ("Invoices", "Invoice"), settings.invoice_prefix),
        ("Credit note numbers", ("Returns", "Credit note"), settings.credit_note_prefix),
    ):
        numbers = Numbers([key for key in making.book[cells[0]][cells[1]].tolist() if key], prefix)
        column = making.formulas.column(*cells)
        values = None if column is None else array_of(column, prefix)
        yield _spoilt(making, cells, _repeated(making, what, numbers, values))
        yield _spoilt(making, cells, _missing(making, what, numbers, values))


def _repeated(making: Making, what: str, numbers: Numbers, values: str | None) -> Check:
    ours = sum(numbers.uses.values()) - len(numbers.uses)
    formula = NOTHING if values is None else call(f"SUMPRODUCT(--({values}>0))-({distinct(values)})", ours)
    check = _counted(making, f"{what} used more than once", len(numbers.repeats), formula)
    if not numbers.repeats:
        return check
    said = f"{numbers.repeats[0]} is used more than once"
    return replace(check, agreed=said, differs=said if check.difference else "")


def _missing(making: Making, what: str, numbers: Numbers, values: str | None) -> Check:
    formula = NOTHING if values is None else call(missing_formula(values), numbers.missing)
    check = _counted(making, f"{what} missing", numbers.missing, formula)
    for said in told(numbers.missing, "number is", "numbers are"):
        check = replace(check, agreed=f"Warning: {said} missing, the first {numbers.first_missing}")
    return check


def _counted(making: Making, name: str, count: int, formula: Term) -> Check:
    """A check that counts numbers."""
    figure = np.array([count], dtype=np.int64)
    return making.check(name, Figure(figure, figure, (Decimal(count),) * 2), formula, COUNT)


def _spoilt(making: Making, cells: tuple[str, str], check: Check) -> Check:
    """An error cell among the numbers spoils the formula."""
    has_error = any(problem.code == "CEL01" for problem in making.seen.problems(*cells))
    return replace(check, workbook=None) if has_error else check


def array_of(column: str, prefix: str) -> str:
    """The numbers of a column as an array: 0 for what is none of ours."""
    marked = 'SUBSTITUTE("#"&TRIM({}),"#{}","-")'.format(column, prefix.replace('"', '""'))
    return f'--TEXT(SUBSTITUTE({marked},".","x")&"E0","0;0;0;\\0")'


def distinct(values: str) -> str:
    """How many different numbers there are: classes that are not empty, without that of 0."""
    return f"SUMPRODUCT(--(FREQUENCY({values},{values})>0))-SIGN(SUMPRODUCT(--({values}=0)))"


def missing_formula(values: str) -> str:
    """How many numbers there could be between the lowest and the highest, less those that there are."""
    highest, lowest = f"SUMPRODUCT(MAX({values}))", f"SUMPRODUCT(MIN({values}+({values}=0)*1E+15))"
    return f"IF({highest}=0,0,{highest}-{lowest}+1-({distinct(values)}))"
