"""What a verification found: one sentence each, with the cell that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sheetflow.domain.catalogue import Catalogue, catalogue

if TYPE_CHECKING:
    from sheetflow.controls.receipts import Receipt

Kind = Literal[
    "log",
    "receipt",
    "repeated number",
    "missing number",
    "figure",
    "formula",
    "check",
    "error",
    "late row",
    "typed",
]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `where` is a cell (`Stock!D5`) or a sheet, `code` that of a problem."""

    kind: Kind
    where: str
    text: str
    code: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether it is an error.

        A missing number is not, since numbers may be given up; nor is a row that was typed
        after its period was closed, or what was changed since the last run.
        """
        return self.kind not in ("missing number", "late row", "typed")

    @property
    def group(self) -> tuple[str, str]:
        """Kind and sheet."""
        return self.kind, self.where.rpartition("!")[0] or self.where


@dataclass(frozen=True)
class Counted:
    """The documents of one kind: how many numbers there are,
    how many are used more than once, and how many are missing in between.
    `what` names several of them, `one` a single one.
    """

    what: str
    one: str
    numbers: int
    repeated: int
    missing: int


@dataclass(frozen=True)
class Verified:
    """A whole verification.

    `log_rows` rows of the Run log were read; the last is run `last_run`, with this
    fingerprint. `figures` derived cells were compared with what the facts give. `checks`
    were made; `failed` names those whose two figures of the engine differ, which is a
    bug. `unfilled` facts wait for a run. `are_facts_changed` since the last run. `receipt`
    is the one that the workbook was checked against.
    """

    findings: Sequence[Finding]
    counted: Sequence[Counted]
    log_rows: int
    last_run: int
    fingerprint: str
    figures: int
    checks: int
    failed: Sequence[str]
    unfilled: int
    are_facts_changed: bool = False
    receipt: Receipt | None = None
    names: Catalogue = field(default_factory=catalogue)
    """The declarations with the workbook's own names and language."""

    @property
    def faults(self) -> int:
        """How many things are wrong."""
        return sum(finding.is_fault for finding in self.findings)

    def of(self, *kinds: Kind) -> list[Finding]:
        """The findings of some kinds."""
        return [finding for finding in self.findings if finding.kind in kinds]
