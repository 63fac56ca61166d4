"""What people typed, changed or removed since the last run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.controls.known_facts.comparison import TypedSheet
from sheetflow.controls.known_facts.fingerprints import Fingerprints
from sheetflow.domain.messages import message
from sheetflow.reading.sheets import Cells


@dataclass(frozen=True)
class SinceLastRun:
    """What differs from the facts as run `run` wrote them, by sheet.

    Where they differ and `is_known` is False, there is no copy of that run to compare with.
    `before` has the fingerprints of the sheets that the run left. `cells` has the cells as
    typed, by sheet and header: a value that cannot be read is only there.
    """

    run: int = 0
    sheets: Sequence[TypedSheet] = ()
    is_known: bool = True
    before: Fingerprints = field(default_factory=dict)
    cells: Mapping[str, Cells] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """How many rows were typed."""
        return sum(len(sheet.added) for sheet in self.sheets)

    @property
    def removed(self) -> int:
        """How many rows were removed."""
        return sum(len(sheet.removed) for sheet in self.sheets)

    @property
    def changed(self) -> int:
        """How many cells were changed."""
        return sum(len(cells.now) for sheet in self.sheets for cells in sheet.cells)

    @property
    def unknown_text(self) -> str:
        """That facts were changed, and how to see which."""
        return message(
            "facts were changed since run {run}, but there is no copy of the workbook as that run "
            "wrote it; if you have one, --against FILE lists what was changed",
            run=str(self.run),
        )


NOTHING_TYPED = SinceLastRun()
"""Of a workbook that no run has written before."""
