"""When the deposits of orders are due."""

from __future__ import annotations

from datetime import date

import numpy as np

from sheetflow.defaults.invoices import terms_days
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import IntArray


def deposit_days(book: Book, orders: IntArray) -> IntArray:
    """The day on which the deposit of each of these orders is due, as a day number.

    That is its date and its terms, but no later than the day that it ships by.
    """
    dates = book.orders.number(Orders.order_date, book.as_of)[orders]
    days = np.minimum(dates + terms_days(book, orders), date.max.toordinal())
    ship_by = book.orders.number(Orders.ship_by, date.max.toordinal())[orders]
    return np.asarray(np.maximum(np.minimum(days, ship_by), dates))
