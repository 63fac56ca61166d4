"""Facts and derived sheets of a run as plain values, by the headers of the contract: what text tables show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sheetflow.domain.frame import Frame, plain_values
from sheetflow.engine.process import Result
from sheetflow.writing.derived_columns import derived_columns
from sheetflow.writing.ledger_sheets import ledger_sheets

Columns = dict[str, list[Any]]


def fact_columns(frame: Frame) -> Columns:
    """The facts of a frame by header."""
    return {
        column.header: plain_values(column, frame[column.header])
        for column in frame.schema.facts
    }


def derived_sheets(result: Result) -> dict[str, Columns]:
    """All derived columns of the sheets of facts, and the derived sheets that hold figures, as a run writes them."""
    ledgers = ledger_sheets(result, result.book)
    written = {
        **derived_columns(result, _checks(result)),
        **{sheet: make() for sheet, make in ledgers.items()},
    }
    return {
        sheet: {
            header: [_plain(value) for value in values]
            for header, values in columns.items()
        }
        for sheet, columns in written.items()
    }


def _plain(value: Any) -> Any:
    """A cell as it is read: at 15 significant digits."""
    return Decimal(f"{value:.15g}") if isinstance(value, float) else value


def _checks(result: Result) -> dict[str, dict[int, str]]:
    """What holds each order and each purchase order, or OK."""
    on_hold = {
        "Orders": result.hold_reasons,
        "Purchase orders": result.purchase_hold_reasons,
    }
    return {
        sheet: {
            at: "; ".join(problem.text for problem in reasons.get(at, ())) or "OK"
            for at in range(len(result.book[sheet]))
        }
        for sheet, reasons in on_hold.items()
    }
