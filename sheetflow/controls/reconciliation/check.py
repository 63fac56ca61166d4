"""One check: the engine's figure, the same figure by a live formula, and what to say of the two."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

IN_ERROR = "A cell of these sheets holds an Excel error: see Issues"
CHANGED = "Changed since the last run: run again"


class References(Protocol):
    """Where the columns of the workbook will stand after the run."""

    def column(self, sheet: str, header: str) -> str | None:
        """The cells below a header: a structured reference (`Picks[Picked]`), or an absolute range.

        All columns of one sheet have the same rows. None where the sheet or the column is not in the workbook.
        """


@dataclass(frozen=True)
class Check:
    """One row of the sheet Checks.

    `engine` and `again` are one figure that the engine came to in two ways; `holds` says whether they agree, in sum
    and in every part. `formula` (without `=`) computes it from the cells of the workbook, and `workbook` is what it
    gives now; None where a cell in error spoils it. `places` are the decimals to which the two are compared.
    `agreed` is the result while they agree, `differs` while they differ as they do now.
    """

    name: str
    engine: Decimal
    again: Decimal
    holds: bool
    formula: str
    workbook: Decimal | None
    places: int
    agreed: str = "OK"
    differs: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Engine less workbook, as things stand."""
        if self.workbook is None:
            return None
        return rounded(Fraction(self.engine) - Fraction(self.workbook), self.places)

    @property
    def result(self) -> str:
        """`OK`, or what to look at, as things stand."""
        if self.workbook is None:
            return IN_ERROR
        return self.differs if self.difference else self.agreed

    @property
    def failure(self) -> str:
        """What came out in the two ways, where they do not agree."""
        if self.engine == self.again:
            return (
                f"the parts of {self.engine:f} differ between the ledgers and the facts"
            )
        return f"{self.engine:f} by the ledgers, {self.again:f} by the facts"

    def difference_formula(self, engine: str, workbook: str) -> str:
        """The live difference of two cells, such as `B2` and `C2`."""
        return f"ROUND({engine}-{workbook},{self.places})"

    def result_formula(self, difference: str) -> str:
        """The live result, from the cell of the difference: it also sees that a fact was changed after the run."""
        other = quoted(CHANGED)
        if self.difference:
            other = (
                f"IF({difference}={self.difference:f},{quoted(self.differs)},{other})"
            )
        return f"IF(ISERROR({difference}),{quoted(IN_ERROR)},IF({difference}=0,{quoted(self.agreed)},{other}))"


def rounded(value: Fraction, places: int) -> Decimal:
    """What ROUND gives: halves away from zero."""
    size = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(-size if value < 0 else size).scaleb(-places)


def quoted(text: str) -> str:
    """A text as formulas write it; Excel allows 255 characters."""
    return '"' + text[:250].replace('"', '""') + '"'
