"""The sheet Exported: what an export had, written into the workbook so that the next has the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.exporting.control import debits_of
from sheetflow.exporting.new_entries import VOID, document_sums, entry_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from sheetflow.exporting.accounts import Account
    from sheetflow.exporting.journal import Entry


def exported_rows(
    entries: Sequence[Entry], name: str, number: int, period: tuple[date, str, str]
) -> pd.DataFrame:
    """A row of the sheet Exported for each document; `period`: its last day, its name, the files."""
    import pandas as pd

    last, shown, files = period
    voids = {(e.fact, e.document) for e in entries if e.text.startswith(VOID)}
    rows = [
        {
            "Export": number,
            "Format": name,
            "Kind": kind,
            "Document": document,
            "When": last,
            "Period": shown,
            "Amount": _amount(sums, is_void=(kind, document) in voids),
            "Entry": entry_text(sums),
            "File": files,
        }
        for (kind, document), sums in document_sums(entries).items()
    ]
    return pd.DataFrame(rows)


def _amount(sums: Mapping[Account, Decimal], *, is_void: bool) -> Decimal:
    """What was debited; below 0 where a document became void."""
    amount = debits_of(sums.values())
    return -amount if is_void else amount


def remember_export(path: Path, rows: pd.DataFrame) -> None:
    """Write rows of the sheet Exported into a workbook; a copy of it is kept. Raises SheetflowError."""
    from sheetflow.dataframes.append import write_rows

    write_rows(path, "Exported", rows)
