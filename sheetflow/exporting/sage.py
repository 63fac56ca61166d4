"""Journals for Sage 50 Accounts: audit trail transactions as CSV.

Source: Sage, "Import data using CSV files: audit trail transactions", whose columns are
those of its Audit Trail Transactions template: journal debits (JD) and credits (JC), dates
as dd/mm/yyyy, references of at most 30 characters and details of at most 60, nominal codes
of at most 8, tax code T9 for what is outside of the VAT return (the entry itself posts the
tax). Windows-1252.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import Chart, use_text
from sheetflow.exporting.csv_text import Cell
from sheetflow.exporting.journal import Entry
from sheetflow.exporting.tables import Table

HEADERS = (
    "Type", "Account Reference", "Nominal A/C Ref", "Department Code", "Date", "Reference", "Details", "Net Amount",
    "Tax Code", "Tax Amount", "Exchange Rate", "Extra Reference", "User Name", "Project Refn", "Cost Code Refn",
)  # fmt: skip
LONGEST_NOMINAL = 8
LONGEST_REFERENCE = 30
LONGEST_DETAILS = 60
OUTSIDE_VAT = "T9"


def sage50_journal(entries: Iterable[Entry], chart: Chart) -> Table:
    """Journal debits and credits; those of an entry follow each other and balance.

    Raises SheetflowError where Settings name an account otherwise than by its nominal code.
    """
    _refuse_names(chart)
    return Table(HEADERS, [list(_rows(entry)) for entry in entries])


def _refuse_names(chart: Chart) -> None:
    for use, account in chart.all.items():
        code = account.name
        if not code.isascii() or not code.isalnum() or len(code) > LONGEST_NOMINAL:
            raise SheetflowError(
                f"{use_text(use)}: {code!r} is not a nominal code of Sage 50; enter one of "
                f"at most {LONGEST_NOMINAL} letters and digits, such as 4000"
            )


def _rows(entry: Entry) -> Iterator[Sequence[Cell]]:
    reference = entry.number[-LONGEST_REFERENCE:]
    details = " ".join(f"{entry.party} {entry.text}".split())[:LONGEST_DETAILS]
    extra = entry.source[:LONGEST_REFERENCE]
    for posting in entry.postings:
        yield (
            "JD" if posting.amount > 0 else "JC",
            "",
            posting.account.name,
            "0",
            f"{entry.day:%d/%m/%Y}",
            reference,
            details,
            abs(posting.amount),
            OUTSIDE_VAT,
            Decimal("0.00"),
            "1",
            extra,
            "",
            "",
            "",
        )
