"""The formats of an export by name, and which function writes each.

The command lists them before it reads a workbook, so this module imports nothing heavy:
the function of a format is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal


@dataclass(frozen=True)
class Format:
    """What a format is made from, the function that writes it, and how its files end.

        table of entries    (entries, chart) → Table
        table of invoices   (invoices, chart) → Table
        table of shipments  (result) → Table
        text of entries     (entries, chart) → str
        texts of entries    (entries, chart) → a list of texts, one for each file;
                            of a profile, (profile, entries, chart)

    `function` is a module of exporting/ and a function in it: `plaintext.hledger_text`.
    `facts` are the kinds of facts that it takes.
    """

    kind: Literal[
        "table of entries",
        "table of invoices",
        "table of shipments",
        "text of entries",
        "texts of entries",
    ]
    function: str
    ending: str = ".csv"
    encoding: str = "utf-8"
    facts: tuple[str, ...] = ("invoices", "credits", "payments", "stock")

    @property
    def is_list(self) -> bool:
        """Whether it has documents line by line instead of entries."""
        return self.kind == "table of invoices"

    @property
    def write(self) -> Callable[..., Any]:
        """The function that writes it, imported now."""
        module, _, name = self.function.partition(".")
        found: Callable[..., Any]
        found = getattr(import_module(f"sheetflow.exporting.{module}"), name)
        return found


SPANS = ("month", "day")
"""What --summary takes."""

GENERIC = "generic"
"""The format whose columns are in a profile (profiles.py)."""

FORMATS = {
    "journal": Format("table of entries", "journal_tables.journal_table"),
    "beancount": Format("text of entries", "plaintext.beancount_text", ".beancount"),
    "hledger": Format("text of entries", "plaintext.hledger_text", ".journal"),
    "xero-invoices": Format(
        "table of invoices",
        "invoice_tables.xero_invoices",
        facts=("invoices", "credits"),
    ),
    "quickbooks-invoices": Format(
        "table of invoices",
        "invoice_tables.quickbooks_invoices",
        facts=("invoices",),
    ),
    "xero-journal": Format("table of entries", "journal_tables.xero_journal"),
    "quickbooks-journal": Format(
        "table of entries", "journal_tables.quickbooks_journal"
    ),
    "datev": Format("texts of entries", "datev.datev_texts", ".csv", encoding="cp1252"),
    "sage50": Format(
        "table of entries", "sage.sage50_journal", ".csv", encoding="cp1252"
    ),
    GENERIC: Format("texts of entries", "generic.generic_texts"),
    "shipments": Format("table of shipments", "shipments.shipments_table"),
}
"""In the order in which the command lists them."""
