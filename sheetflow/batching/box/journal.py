"""The journal of a box: what was taken, and what came of it, by the SHA-256 of the content.

An entry goes from *taken* (its original is, or is about to be, in originals/) to *ready*
(its result is whole and is about to get its folder) to *filed*.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sheetflow.errors import SheetflowError

TAKEN = "taken"
READY = "ready"
FILED = "filed"

SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    sha256   TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    original TEXT NOT NULL,
    as_of    TEXT NOT NULL,
    started  TEXT NOT NULL,
    state    TEXT NOT NULL,
    work     TEXT NOT NULL DEFAULT '',
    folder   TEXT NOT NULL DEFAULT '',
    result   TEXT NOT NULL DEFAULT '',
    error    TEXT NOT NULL DEFAULT '',
    seconds  REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS copies (
    original TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    sha256   TEXT NOT NULL
) STRICT;
"""

DAMAGED = (
    "{path}: the journal of this box is damaged ({error}); move it to another folder, "
    "and the workbooks in the box are run again"
)


class Entry(NamedTuple):
    """One content that was taken.

    `original` and `folder` are paths from the box; `work` is where the run writes, from
    the folder of work.
    """

    sha256: str
    name: str
    original: str
    as_of: str
    started: str
    state: str = TAKEN
    work: str = ""
    folder: str = ""
    result: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def day(self) -> date:
        """The date of the run."""
        return date.fromisoformat(self.as_of)

    @property
    def start(self) -> datetime:
        """The start of the run, in UTC."""
        return datetime.fromisoformat(self.started)


class Journal:
    """The entries of a box."""

    def __init__(self, path: Path) -> None:
        """Raises SheetflowError where it is damaged."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        try:
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise SheetflowError(DAMAGED.format(path=path, error=error)) from error

    def close(self) -> None:
        """Leave the journal."""
        self._database.close()

    def get(self, sha256: str) -> Entry | None:
        """The entry of a content; None where it was never taken."""
        rows = self._database.execute("SELECT * FROM files WHERE sha256 = ?", (sha256,))
        found = rows.fetchone()
        return Entry(*found) if found else None

    def entries(self, state: str = "") -> Iterator[Entry]:
        """All entries, oldest first; or those of one state."""
        query = "SELECT * FROM files WHERE ? IN ('', state) ORDER BY rowid"
        for row in self._database.execute(query, (state,)).fetchall():
            yield Entry(*row)

    def put(self, entry: Entry) -> None:
        """Write an entry; one of the same content is replaced."""
        marks = ", ".join("?" * len(entry))
        columns = ", ".join(Entry._fields)
        updates = ", ".join(f"{name} = excluded.{name}" for name in Entry._fields)
        with self._database:
            self._database.execute(
                f"INSERT INTO files ({columns}) VALUES ({marks}) "
                f"ON CONFLICT (sha256) DO UPDATE SET {updates}",
                entry,
            )

    def remove(self, sha256: str) -> None:
        """Remove an entry of which nothing was done."""
        with self._database:
            self._database.execute("DELETE FROM files WHERE sha256 = ?", (sha256,))

    def put_copy(self, original: str, name: str, sha256: str) -> None:
        """Write that a file had a content that was there already."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO copies VALUES (?, ?, ?)",
                (original, name, sha256),
            )

    def originals(self) -> set[str]:
        """Every path in originals/ that the journal knows."""
        query = "SELECT original FROM files UNION SELECT original FROM copies"
        return {original for (original,) in self._database.execute(query)}
