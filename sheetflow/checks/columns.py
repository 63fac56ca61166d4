"""What each column must hold by itself, from its declaration: required, above 0, no finer than the currency.

A clean column costs one comparison. Only where something fails is pandera asked to name each failing cell, from a
schema made of the same checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import (
    BLANK,
    LARGEST,
    MICRO,
    NOTHING,
    AnyArray,
    Mask,
    multiply,
)
from sheetflow.domain.references import Desk
from sheetflow.domain.schema import Column
from sheetflow.ledgers.taxes import minor_units

Holds = Callable[[AnyArray], Mask]


def check_columns(desk: Desk, settings: Settings) -> None:
    """Report every cell that its column's declaration does not allow."""
    for sheet in list(desk.frames):
        for column in desk[sheet].schema.facts:
            for code, holds in _checks(desk[sheet], column, settings):
                if not holds(desk[sheet][column.header]).all():
                    where = failing(desk[sheet], column, code, holds)
                    words = {"currency": _currencies(desk[sheet], settings)}
                    desk.fault(sheet, where, code, column.header, words)
    _check_moves(desk)


def _checks(
    frame: Frame, column: Column, settings: Settings
) -> Iterator[tuple[str, Holds]]:
    """The checks of one column: code, and which of its values hold."""
    if column.required:
        yield "REQ01", _is_given
    if column.positive:
        yield "NUM07", _is_positive
    elif column.is_number and not column.negative and not _is_computed(column):
        yield "NUM06", _is_not_negative
    if column.kind == "money" and not _is_computed(column):
        steps = _steps(frame, settings)
        yield "NUM08", lambda values: (values == BLANK) | (values % steps == 0)


def _is_computed(column: Column) -> bool:
    """Whether its amounts are worked out and kept: they may be negative (a discount above 100 %) and are read again."""
    return column.kind == "money" and bool(column.filled)


def failing(frame: Frame, column: Column, code: str, holds: Holds) -> Mask:
    """Which rows fail a check, as pandera finds them."""
    import pandas as pd
    import pandera.pandas as pandera

    check = pandera.Check(
        lambda series: pd.Series(holds(series.to_numpy()), index=series.index),
        name=code,
        ignore_na=False,
    )
    schema = pandera.DataFrameSchema(
        {column.header: pandera.Column(None, check, nullable=True)}
    )
    failed = np.zeros(len(frame), dtype=bool)
    try:
        values = frame[column.header]
        schema.validate(
            pd.DataFrame({column.header: pd.Series(values, dtype=values.dtype)}),
            lazy=True,
        )
    except pandera.errors.SchemaErrors as errors:
        failed[errors.failure_cases["index"].to_numpy(dtype=np.int64)] = True
    return failed


def _is_given(values: AnyArray) -> Mask:
    given: Mask = (
        np.not_equal(values, NOTHING) if values.dtype == object else values != BLANK
    )
    return given.astype(bool)


def _is_positive(values: AnyArray) -> Mask:
    return np.asarray((values == BLANK) | (values > 0))


def _is_not_negative(values: AnyArray) -> Mask:
    return np.asarray((values == BLANK) | (values >= 0))


def _steps(frame: Frame, settings: Settings) -> AnyArray:
    """The minor unit of each record: an invoice keeps its own currency."""
    if isinstance(frame, Invoices):
        return minor_units(frame, settings)
    return np.array([settings.minor_unit])


def _currencies(frame: Frame, settings: Settings) -> AnyArray:
    """The currency of each record, as text: an invoice keeps its own."""
    own = settings.currency
    if isinstance(frame, Invoices):
        return np.where(frame.has_currency, frame.currency, own)
    return np.full(len(frame), own, dtype=object)


def check_sizes(desk: Desk) -> None:
    """A line whose quantity × unit price is too large to be kept exactly counts for nothing."""
    limit = LARGEST * MICRO * MICRO
    for schema in fact_schemas():
        if not {"Quantity", "Unit price"} <= set(schema.headers):
            continue
        sheet = schema.sheet
        frame = desk[sheet]
        quantity, price = frame.number("Quantity"), frame.number("Unit price")
        if int(quantity.max(initial=0)) * int(price.max(initial=0)) >= limit:
            too_large = np.asarray(multiply(quantity, price) >= limit, dtype=bool)
            desk.fault(sheet, frame.valid & too_large, "NUM09", "Quantity")


def _check_moves(desk: Desk) -> None:
    """A stock move needs the places of its type, and only an adjustment may be negative."""
    moves = desk.stock_moves
    kind = moves.type
    known = moves.has_type
    desk.fault("Stock moves", known & ~moves.has_to, "REQ01", "To")
    desk.fault("Stock moves", (kind == "Transfer") & ~moves.has_from, "REQ01", "From")
    desk.fault(
        "Stock moves",
        (kind != "Adjustment") & (moves.quantity < 0),
        "NUM06",
        "Quantity",
    )
