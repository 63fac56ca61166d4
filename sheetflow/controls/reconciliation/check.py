"""One check: the engine's figure, the same figure by a live formula, and what their difference means."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.numbers import IntArray

IN_ERROR = message("A cell of these sheets holds an Excel error: see [Issues]")
CHANGED = message("Changed since the last run: run again")
CHANGED_ISSUED = message(
    "Changed since the last run: the rows below say what, and what to do"
)
# These words are part of the formulas, and a check is known by its name: with other words, verify would find every
# formula altered in a workbook that an earlier version finished.


LONGEST_TEXT = 250
"""A little less than the characters that Excel allows in a text in a formula."""


class References(Protocol):
    """Where the columns and rows of the workbook will be after the run."""

    def column(self, sheet: str, header: str) -> str | None:
        """The cells below a header: a structured reference (`Picks[Picked]`), or an absolute range.

        All columns of one sheet have the same rows. None where the sheet or the column is not in the workbook.
        """

    def positions(self, sheet: str) -> IntArray:
        """The position of each record in the columns of its sheet: 1 for the row below the headers."""

    def percent_rows(self, sheet: str, header: str) -> set[int]:
        """The Excel rows in which a column is formatted in percent, of a sheet to which the run added no rows."""


@dataclass(frozen=True)
class Check:
    """One row of the sheet Checks.

    `engine` and `again` are one figure that the engine came to in two ways; `passes` says whether they agree, in sum
    and in every part. `formula` (without `=`) computes it from the cells of the workbook, and `workbook` is its value
    now; None where a cell has an error. `places` are the decimals to which the two are compared.
    `agreed` is the result while they agree, `differs` while they differ as they do now. `changed` is the formula of the
    result where facts were changed after the run; in it, {engine} and {workbook} stand for the cells of the two.
    `in_error` is the result while the formula has an error.
    """

    name: str
    engine: Decimal
    again: Decimal
    passes: bool
    formula: str
    workbook: Decimal | None
    places: int
    agreed: str = "OK"
    differs: str = ""
    because: str = ""
    """Why they differ, naming the orders where they are known."""
    changed: str = field(default_factory=lambda: quoted(CHANGED))
    in_error: str = IN_ERROR

    @property
    def agrees(self) -> bool:
        """Whether the sheet Checks shows no difference."""
        return self.passes and self.workbook is not None and not self.difference

    @property
    def difference(self) -> Decimal | None:
        """Engine less workbook."""
        if self.workbook is None:
            return None
        return rounded(Fraction(self.engine) - Fraction(self.workbook), self.places)

    @property
    def result(self) -> str:
        """`OK`, or what to look at."""
        if self.workbook is None:
            return in_own_language(self.in_error)
        text = self.differs if self.difference else self.agreed
        return in_own_language(text)[:LONGEST_TEXT]

    @property
    def failure(self) -> str:
        """The results of the two ways, where they do not agree."""
        engine = f"{self.engine:f}"
        if self.engine == self.again:
            return message(
                "the parts of {engine} differ between the ledgers and the facts",
                engine=engine,
            )
        return message(
            "{engine} by the ledgers, {again} by the facts",
            engine=engine,
            again=format(self.again, "f"),
        )

    def difference_formula(self, engine: str, workbook: str) -> str:
        """The live difference of two cells, such as `B2` and `C2`."""
        return f"ROUND({engine}-{workbook},{self.places})"

    def result_formula(self, engine: str, workbook: str, difference: str) -> str:
        """The live result, from these cells: it also sees that a fact was changed after the run."""
        otherwise = self.changed.replace("{engine}", engine)
        otherwise = otherwise.replace("{workbook}", workbook)
        if self.difference:
            is_known = f"{difference}={self.difference:f}"
            otherwise = f"IF({is_known},{quoted(self.differs)},{otherwise})"
        agreed = f"IF({difference}=0,{quoted(self.agreed)},{otherwise})"
        return f"IF(ISERROR({difference}),{quoted(self.in_error)},{agreed})"


def rounded(value: Fraction, places: int) -> Decimal:
    """What ROUND gives: halves away from zero."""
    size = int(abs(value) * Fraction(10) ** places + Fraction(1, 2))
    return Decimal(-size if value < 0 else size).scaleb(-places)


def quoted(text: str) -> str:
    """A text in the workbook's language as formulas write it; Excel allows 255 characters."""
    escaped = in_own_language(text)[:LONGEST_TEXT].replace('"', '""')
    return f'"{escaped}"'
