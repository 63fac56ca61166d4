"""The statuses and progress of orders (docs/reference/rules.md, section 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import BLANK, NOTHING, AnyArray, Mask, count_by
from sheetflow.ledgers.deposits import requested_deposits
from sheetflow.ledgers.lines import Lines, requires_shipping
from sheetflow.ledgers.orders import Money


@dataclass(frozen=True)
class Statuses:
    """The statuses and progress of each order, as text (None where a word does not apply)."""

    status: AnyArray
    inventory: AnyArray
    payment: AnyArray
    progress: dict[str, AnyArray]


def build_statuses(book: Book, lines: Lines, money: Money) -> Statuses:
    """The statuses of every order."""
    inventory = _inventory_status(lines, len(book.orders))
    payment = _payment_status(book, lines, money)
    both = _joined(inventory, payment)
    state = book.orders.state
    states = [state == "Cancelled", _is_expired(book), state == "Quote"]
    words = ["Cancelled", "Quote", "Quote"]
    progress = _progress(book, lines, money, payment)
    return Statuses(
        status=np.select(states, ["Cancelled", "Quote, Expired", "Quote"], both),
        inventory=np.select(states, words, inventory),
        payment=np.select(states, words, payment),
        progress=_blanked(progress, np.logical_or.reduce(states)),
    )


def _blanked(columns: dict[str, AnyArray], where: Mask) -> dict[str, AnyArray]:
    """Columns with blanks under `where`."""
    return {name: np.where(where, NOTHING, column) for name, column in columns.items()}


def _joined(inventory: AnyArray, payment: AnyArray) -> AnyArray:
    """Both words of each order, such as `Started, Invoiced`; one where the other is unknown."""
    pairs = zip(inventory, payment, strict=True)
    both = [f"{first}, {second}" if second else first for first, second in pairs]
    return np.array(both, dtype=object)


def _is_expired(book: Book) -> Mask:
    """The quotes whose expiry is before the as-of date."""
    orders = book.orders
    past = orders.number(Orders.quote_expiry) < book.as_of
    is_quote = orders.state == "Quote"
    return np.asarray(is_quote & orders.has_quote_expiry & past)


def _inventory_status(lines: Lines, size: int) -> AnyArray:
    """Unfulfilled, Started or Fulfilled."""
    unshipped = lines.goods & (lines.shipped < lines.effective)
    readable_lines = count_by(lines.order, size, lines.counts)
    unshipped_lines = count_by(lines.order, size, unshipped)
    picked_lines = count_by(lines.order, size, lines.goods & (lines.picked > 0))
    conditions = [readable_lines == 0, unshipped_lines == 0, picked_lines == 0]
    words = ["Unfulfilled", "Fulfilled", "Unfulfilled"]
    return np.select(conditions, words, "Started").astype(object)


def _payment_status(book: Book, lines: Lines, money: Money) -> AnyArray:
    """Uninvoiced, Invoiced, Partial, Paid or Owing; None where what is expected is unknown."""
    invoices = book.invoices
    invoiced = count_by(invoices.order_index, len(book.orders), invoices.live) > 0
    expected = expected_payments(lines, money)
    paid = money.paid
    nothing_yet = ~invoiced & (paid <= 0)
    conditions = [nothing_yet, paid == expected, paid > expected, paid <= 0]
    words = ["Uninvoiced", "Paid", "Owing", "Invoiced"]
    statuses = np.select(conditions, words, "Partial").astype(object)
    return np.where((expected == BLANK) & ~nothing_yet, NOTHING, statuses)


def expected_payments(lines: Lines, money: Money) -> AnyArray:
    """What each order is expected to bring in all, less its credits, in millionths.

    That is what was invoiced, or the order's total if that is more and something is left to
    invoice; BLANK where this total is unknown.
    """
    to_invoice = lines.counts & ~fully_invoiced(lines)
    something_left = count_by(lines.order, len(money.total), to_invoice) > 0
    most = np.maximum(money.total, money.invoiced)
    invoiced = np.where(something_left, most, money.invoiced)
    unknown = something_left & (money.total == BLANK)
    return np.where(unknown, BLANK, invoiced - money.credited)


def fully_invoiced(lines: Lines) -> Mask:
    """The lines with nothing left to invoice."""
    return np.asarray(lines.invoiced + lines.uncredited >= lines.effective)


def _progress(
    book: Book, lines: Lines, money: Money, payment: AnyArray
) -> dict[str, AnyArray]:
    """None, Part or Full of each step; None (blank) where it does not apply."""
    return {
        **_goods_progress(book, lines),
        "Invoice": _invoice_progress(lines, len(book.orders)),
        "Pay": _pay_progress(book, money, payment),
        "Return": _return_progress(lines, len(book.orders)),
        "Restock": _restock_progress(lines, len(book.orders)),
    }


def _goods_progress(book: Book, lines: Lines) -> dict[str, AnyArray]:
    """Pick, Pack and Ship of tracked lines; the last two only where shipping is required."""
    size = len(book.orders)
    ships = requires_shipping(book)
    pick = _line_progress(lines, size, lines.goods, lines.picked, lines.effective)
    pack = _line_progress(lines, size, lines.goods, lines.packed, lines.effective)
    ship = _line_progress(lines, size, lines.goods, lines.shipped, lines.effective)
    return {
        "Pick": pick,
        "Pack": np.where(ships, pack, NOTHING),
        "Ship": np.where(ships, ship, NOTHING),
    }


def _invoice_progress(lines: Lines, size: int) -> AnyArray:
    """Invoiced of all lines; what came back and was not credited needs no invoice."""
    wanted = lines.effective - lines.uncredited
    return _line_progress(lines, size, lines.counts, lines.invoiced, wanted)


def _pay_progress(book: Book, money: Money, payment: AnyArray) -> AnyArray:
    """Full where the payment status is Paid or Owing, Part from the deposit on; blank where that is unknown."""
    known = ~np.equal(payment, NOTHING).astype(bool)
    full = (payment == "Paid") | (payment == "Owing")
    deposits = requested_deposits(book, money.total)
    return _words(known, full, (money.paid <= 0) | (money.paid < deposits))


def _return_progress(lines: Lines, size: int) -> AnyArray:
    """Returned of the lines that shipped or came back; blank where nothing came back."""
    sent = lines.goods & ((lines.shipped > 0) | (lines.returned > 0))
    progress = _line_progress(lines, size, sent, lines.returned, lines.shipped)
    return np.where(progress == "None", NOTHING, progress)


def _restock_progress(lines: Lines, size: int) -> AnyArray:
    """Restocked of the lines with something returned for restocking."""
    applies = lines.goods & (lines.to_restock > 0)
    return _line_progress(lines, size, applies, lines.restocked, lines.to_restock)


def _line_progress(
    lines: Lines, size: int, applies: Mask, done: AnyArray, wanted: AnyArray
) -> AnyArray:
    """The progress of each of `size` orders over those of its lines to which it applies."""
    count = count_by(lines.order, size, applies)
    started = count_by(lines.order, size, applies & (done > 0))
    unfinished = count_by(lines.order, size, applies & (done < wanted))
    return _words(count > 0, unfinished == 0, started == 0)


def _words(applies: Mask, full: Mask, none: Mask) -> AnyArray:
    """Full, None or Part where it applies, blank elsewhere."""
    words = np.select([full, none], ["Full", "None"], "Part").astype(object)
    return np.asarray(np.where(applies, words, NOTHING))
