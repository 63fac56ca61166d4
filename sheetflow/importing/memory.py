"""What came in before, as the sheet Imported remembers it: nothing comes in twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sheetflow.domain.book import Book
from sheetflow.importing.matching import Cells
from sheetflow.importing.source import occurrences


@dataclass(frozen=True)
class Came:
    """One thing that comes in: its number at the source, where it goes, what the source says."""

    number: str
    sheet: str
    key: str
    sha256: str
    total: Decimal | None = None


@dataclass
class Memory:
    """Tells what came in before from what is new, of one profile and file."""

    book: Book
    profile: str
    file_sha256: str
    on: date
    rows: list[Cells] = field(default_factory=list)

    def __post_init__(self) -> None:
        imported = self.book.imported
        columns = (imported.profile, imported.number_, imported.row_sha_256)
        self._known: dict[str, str] = {
            str(number): str(sha256 or "")
            for profile, number, sha256 in zip(
                *(column.tolist() for column in columns), strict=True
            )
            if profile == self.profile
        }

    def is_known(self, number: str) -> bool:
        """Whether it came in before."""
        return number in self._known

    def has_changed(self, number: str, sha256: str) -> bool:
        """Whether the source says something else of it than when it came in."""
        known = self._known.get(number, "")
        return bool(known) and known != sha256

    def remember(self, came: Came) -> None:
        """Remember something that comes in now."""
        self._known[came.number] = came.sha256
        self.rows.append(self._cells(came))

    def _cells(self, came: Came) -> Cells:
        """A row of Imported."""
        return {
            "Profile": self.profile,
            "Number": came.number,
            "Sheet": came.sheet,
            "Key": came.key,
            "When": self.on,
            "File SHA-256": self.file_sha256,
            "Row SHA-256": came.sha256,
            "Stated total": came.total,
        }


def numbered_alike(keys: Iterable[str]) -> list[str]:
    """A number for each row that has none: its values, and how many alike came before."""
    return [
        key if times == 1 else f"{key} #{times}" for key, times in occurrences(keys)
    ]


def names(numbers: Sequence[str], most: int = 5) -> str:
    """Some numbers for a sentence: the first few, and how many more."""
    shown = ", ".join(numbers[:most])
    more = len(numbers) - most
    return f"{shown} and {more:,} more" if more > 0 else shown
