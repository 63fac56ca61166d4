"""Reminders: the level that overdue invoices reach, and what a customer is sent (rules.md section 6)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from paper import documents, new_documents
from sheets import Played, after, expect

from sheetflow.documents.model import Documents

ORDERS = """
    Order  Order date  Customer  Terms (days)  Action
    SO-1   2026-02-01  C-1       10            Fulfil, Invoice
    SO-2   2026-02-01  C-1       20            Fulfil, Invoice
    SO-3   2026-02-01  C-2       10            Fulfil, Invoice
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  1
    SO-2   A-100  2
    SO-3   A-100  3
"""
SENT = "2026-03-02"


@pytest.fixture(scope="module")
def sent() -> Played:
    """Invoices of 2 March: two are due on the 12th, one on the 22nd."""
    return after(None, orders=ORDERS, order_lines=LINES, as_of=SENT)


def later(before: Played, day: str, **sheets: str) -> Played:
    return after(None, before, as_of=day, **sheets)


def reminders(made: Documents) -> dict[str, tuple[int, list[str], Decimal]]:
    """By customer the level of a reminder, its invoices and what they come to."""
    return {
        each.number: (each.level, [item.number for item in each.items], each.total)
        for each in made.reminders
    }


def test_a_customer_is_reminded_once_of_all_overdue_invoices(sent: Played) -> None:
    """On the 23rd SO-1 and SO-3 are 11 days past due, SO-2 only one: it is listed, and has no level."""
    assert reminders(new_documents(later(sent, "2026-03-18"))) == {}
    once = later(sent, "2026-03-23")
    assert reminders(new_documents(once)) == {
        "C-1": (1, ["INV-000001", "INV-000002"], Decimal(60)),
        "C-2": (1, ["INV-000003"], Decimal(60)),
    }
    expect(
        once.invoices,
        """
        Invoice     Reminded    Reminder level
        INV-000001  2026-03-23  1
        INV-000002  -           -
        INV-000003  2026-03-23  1
        """,
    )
    again = later(once, "2026-03-24")
    assert reminders(new_documents(again)) == {}
    assert again.invoices["Reminded"] == once.invoices["Reminded"]


def test_each_level_is_reached_once(sent: Played) -> None:
    once = later(sent, "2026-03-23")
    twice = later(once, "2026-04-02")
    assert reminders(new_documents(twice)) == {
        "C-1": (2, ["INV-000001", "INV-000002"], Decimal(60)),
        "C-2": (2, ["INV-000003"], Decimal(60)),
    }
    last = later(twice, "2026-12-31")
    assert last.invoices["Reminder level"] == [3, 3, 3]
    assert [each.is_last for each in new_documents(last).reminders] == [True, True]


def test_a_reminder_is_printed_again_as_it_was(sent: Played) -> None:
    """A payment after the reminder changes nothing in it; who owes nothing any more gets none."""
    once = later(sent, "2026-03-23")
    paid = later(
        once,
        "2026-03-28",
        payments="""
        Order  Payment date  Amount
        SO-1   2026-03-27    15
        SO-3   2026-03-27    60
        """,
    )
    [was, _] = new_documents(once).reminders
    assert documents(paid).reminders == (was,)


def test_nobody_is_reminded_of_what_is_on_account(sent: Played) -> None:
    """A payment of a new order covers what C-2 owes; a row in error may be a payment of C-1."""
    covered = later(
        sent,
        "2026-03-23",
        payments="""
        Order  Payment date  Amount
        SO-3   2026-03-20    60
        SO-1   2026-03-20    soon
        """,
    )
    assert list(reminders(new_documents(covered))) == []


def test_a_run_of_an_earlier_day_lowers_no_level(sent: Played) -> None:
    """On 10 May all three have reached the last level, in the middle of April the second and the first."""
    last = later(sent, "2026-05-10")
    back = later(last, "2026-04-15")
    assert not new_documents(back).reminders
    assert back.invoices["Reminder level"] == [3, 3, 3]
    assert back.invoices["Reminded"] == last.invoices["Reminded"]
    assert not new_documents(later(back, "2026-05-10")).reminders


def test_a_run_of_an_earlier_day_moves_no_day_back(sent: Played) -> None:
    """Somebody emptied a level, and left the day."""
    typed = """
        Invoice     Order  Invoice date  Due date    Reminded    Reminder level
        INV-000001  SO-1   2026-03-02    2026-03-12  2026-05-10  -
        INV-000002  SO-2   2026-03-02    2026-03-22  -           -
        INV-000003  SO-3   2026-03-02    2026-03-12  -           -
    """
    back = later(sent, "2026-04-15", invoices=typed)
    expect(
        back.invoices,
        """
        Invoice     Reminded    Reminder level
        INV-000001  2026-05-10  2
        INV-000002  2026-04-15  2
        INV-000003  2026-04-15  2
        """,
    )


def test_settings_say_after_how_many_days(sent: Played) -> None:
    once = later(
        sent,
        "2026-03-23",
        settings="""
        Setting        Value
        Reminder days  '1, 5'
        """,
    )
    assert once.invoices["Reminder level"] == [2, 1, 2]
