"""The rows of Prices: each has a price or a discount, and the lists that customers have are there."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.numbers import AnyArray
from sheetflow.domain.suggestions import nearest_of_each, suggestion


def check_price_lists(draft: DraftBook) -> None:
    """Report rows of Prices that cannot be right, and price lists that there are not."""
    _check_prices(draft)
    _check_dates(draft)
    _check_lists_of_customers(draft)


def _check_prices(draft: DraftBook) -> None:
    """A row needs a price or a discount, not both."""
    prices = draft.prices
    both = prices.has_price & prices.has_discount_percent
    neither = prices.valid & ~prices.has_price & ~prices.has_discount_percent
    draft.report(prices.SHEET, both, "PRL01", "Discount %")
    draft.report(prices.SHEET, neither, "PRL02", "Price")


def _check_dates(draft: DraftBook) -> None:
    """The last day of a price does not come before its first."""
    prices = draft.prices
    dated = prices.has_from_date & prices.has_to_date
    never = dated & (prices.to_date < prices.from_date)
    draft.report(prices.SHEET, never, "PRL03", "To date")


def _check_lists_of_customers(draft: DraftBook) -> None:
    """A customer's price list has rows in Prices."""
    names = draft.customers.price_list
    known = price_list_names(draft)
    allowed = {None, *known}
    is_known = np.array([name in allowed for name in names.tolist()], dtype=bool)
    if not is_known.all():
        words = {"suggestion": _suggestions(names, names[~is_known].tolist(), known)}
        draft.report("Customers", ~is_known, "PRL04", "Price list", words)


def price_list_names(draft: DraftBook) -> list[str]:
    """The names of all price lists, each once."""
    names = dict.fromkeys(draft.prices.price_list.tolist())
    return [name for name in names if name]


def _suggestions(names: AnyArray, unknown: list[str], known: list[str]) -> AnyArray:
    """For each row, the list that was probably meant, as a message goes on."""
    near = nearest_of_each(unknown, known)
    return np.array(
        [suggestion(near.get(name or "", "")) for name in names.tolist()], dtype=object
    )
