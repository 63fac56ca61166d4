"""The Checks: the engine's figures next to formulas over the facts (rules.md section 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pytest
from calculated import Ranges, random_grids
from oracle.random_books import AS_OF
from sheets import Played, add, after, again, given_by, run, text
from tables import aligned, shown

from sheetflow.controls.reconciliation import purchases
from sheetflow.controls.reconciliation.reconcile import (
    Check,
    check_columns,
    failures,
    reconcile,
)
from sheetflow.controls.reconciliation.sequences import Numbers
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import catalogue, sheet_schema
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.purchases import build_purchases
from sheetflow.workbook.model import Formula

DONE = {
    "orders": """
        Order  Order date  Customer  Freight  Action
        SO-1   2026-02-01  C-1       9.99     Fulfil, Invoice
        SO-2   2026-02-01  C-2       -        Suggest
    """,
    "order_lines": """
        Order  SKU    Quantity
        SO-1   A-100  10
        SO-2   B-200  4
    """,
    "stock_moves": """
        Date        Type        SKU    From  To    Quantity
        2026-01-02  Opening     A-100  -     MAIN  50
        2026-01-02  Opening     B-200  -     MAIN  5
        2026-01-03  Receipt     A-100  -     BACK  7
        2026-01-04  Adjustment  B-200  -     MAIN  -1
        2026-01-05  Transfer    A-100  MAIN  BACK  3
    """,
    "payments": """
        Order  Payment date  Kind    Amount
        SO-1   2026-02-10    -       100
        SO-1   2026-02-11    Refund  20
    """,
}
BACK = """
    Order  SKU    Quantity  Return date  Disposition  Fee
    SO-1   A-100  2         2026-02-20   Restock      1.50
    SO-1   A-100  1         2026-02-20   Discard      -
"""


@dataclass(frozen=True)
class Everywhere:
    """A workbook that has every column."""

    book: Book

    def column(self, sheet: str, header: str) -> str | None:
        """The cells below a header."""
        return f"'{sheet}'!${header[0]}$2:${header[0]}$9"

    def positions(self, sheet: str) -> IntArray:
        """The records in the order of their rows."""
        return np.arange(1, len(self.book[sheet]) + 1)

    def percent_rows(self, sheet: str, header: str) -> set[int]:
        """No percentages."""
        return set()


class Nowhere(Everywhere):
    """A workbook that has none."""

    def column(self, sheet: str, header: str) -> str | None:
        """No cells."""
        return None


def checks(played: Played) -> list[Check]:
    """The checks of a run."""
    return reconcile(played.result, Everywhere(played.book))


def check(played: Played, name: str) -> Check:
    """The check whose name begins so."""
    return next(found for found in checks(played) if found.name.startswith(name))


def told(found: list[Check], *names: str) -> str:
    """Checks as a text table; the figures without needless zeros."""
    money_and_units = [c for c in found if not c.name.endswith("as the run read it")]
    kept = [c for c in money_and_units if not names or c.name.startswith(names)]
    rows = [
        [
            c.name,
            *(shown(Decimal(v)) for v in (c.engine, c.workbook, c.difference)),
            c.result,
        ]
        for c in kept
    ]
    return aligned([["Check", "Engine", "Workbook", "Difference", "Result"], *rows])


def test_an_order_that_was_sent_invoiced_and_partly_paid():
    assert told(checks(after(**DONE))) == text("""
        Check                                                          Engine  Workbook  Difference  Result
        Units received from suppliers                                  7       7         0           OK
        Units opened, adjusted, counted                                54      54        0           OK
        Units on hand = in − out                                       51      51        0           OK
        Units picked and not returned                                  10      10        0           OK
        Units returned and not yet restocked                           0       0         0           OK
        Units returned and thrown away                                 0       0         0           OK
        Units counted                                                  0       0         0           OK
        Units transferred                                              3       3         0           OK
        Units packed                                                   10      10        0           OK
        Units over all places, in sum 0                                0       0         0           OK
        Order lines with more shipped than picked                      0       0         0           OK
        Units purchased = received + outstanding + cancelled − excess  0       0         0           OK
        Units to come from suppliers                                   0       0         0           OK
        Invoices: totals = lines + freight + tax                       209.99  209.99    0           OK
        Credits: totals = net + tax − fees                             0       0         0           OK
        Payments and credits = allocated + unallocated                 80      80        0           OK
        Receivables = invoiced − credited − paid                       129.99  129.99    0           OK
        Debits = credits                                               329.99  329.99    0           OK
        Invoice numbers used more than once                            0       0         0           OK
        Invoice numbers missing                                        0       0         0           OK
        Credit note numbers used more than once                        0       0         0           OK
        Credit note numbers missing                                    0       0         0           OK
        Orders read = applied + held + untouched                       2       2         0           OK
    """)


def test_what_came_back_and_was_credited():
    played = after("Restock", after(**DONE), returns=BACK)
    names = (
        "Units on hand",
        "Units picked",
        "Units returned",
        "Credits",
        "Payments",
        "Receivables",
        "Debits",
    )
    assert told(checks(played), *names) == text("""
        Check                                           Engine  Workbook  Difference  Result
        Units on hand = in − out                        53      53        0           OK
        Units picked and not returned                   7       7         0           OK
        Units returned and not yet restocked            0       0         0           OK
        Units returned and thrown away                  1       1         0           OK
        Credits: totals = net + tax − fees              58.5    58.5      0           OK
        Payments and credits = allocated + unallocated  138.5   138.5     0           OK
        Receivables = invoiced − credited − paid        71.49   71.49     0           OK
        Debits = credits                                389.99  389.99    0           OK
    """)


def test_a_second_run_changes_no_cell():
    first = after("Restock", after(**DONE), returns=BACK)
    assert check_columns(checks(again(first))) == check_columns(checks(first))


def test_what_a_count_added_is_a_number_in_the_formula():
    played = after(
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  10
        2026-01-03  Count    A-100  MAIN  8
    """
    )
    found = check(played, "Units opened")
    assert (found.engine, found.workbook) == (8, 8)
    assert found.formula.endswith("-2,6)")
    counted = check(played, "Units counted")
    assert (counted.engine, counted.workbook) == (8, 8)


def test_no_formula_reads_what_a_run_writes():
    played = after("Restock", after(**DONE), returns=BACK)
    derived = {schema.sheet for schema in catalogue().values() if schema.derived}
    for found in checks(played):
        for sheet, letter in re.findall(
            r"'([^']+)'!\$(\w)\$", found.formula + found.changed
        ):
            assert sheet not in derived
            assert letter in {column.header[0] for column in sheet_schema(sheet).facts}


def test_rows_in_error_are_named_and_fail_nothing():
    played = after(
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-10    100
        SO-9   2026-02-10    30
        SO-8   2026-02-10    20
    """
    )
    found = check(played, "Receivables")
    assert (found.engine, found.workbook, found.difference) == (-100, -150, 50)
    assert found.result == (
        "2 rows with errors are left out (Payments row 3 and Payments row 4): see Issues"
    )
    assert failures(checks(played)) == []


@pytest.mark.parametrize(
    ("amount", "workbook", "result"),
    [
        (
            "'100'",
            0,
            "1 number stored as text is not added up (PAY-000001): see Issues",
        ),
        ("100.00000049", 100, "OK"),
        ("#N/A", 0, "OK"),
        (
            "2026-01-01",
            46023,
            "1 row with errors is left out (Payments row 2): see Issues",
        ),
        ("-5", -5, "1 row with errors is left out (Payments row 2): see Issues"),
    ],
)
def test_cells_that_excel_reads_otherwise(amount, workbook, result):
    found = check(
        after(
            payments=f"""
        Order  Payment date  Amount
        SO-1   2026-02-10    {amount}
    """
        ),
        "Payments",
    )
    assert (found.workbook, found.result) == (workbook, result)


def test_products_without_stock_move_nothing():
    found = check(
        after(
            stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Receipt  A-100  MAIN  10
        2026-01-02  Receipt  S-900  MAIN  4
    """
        ),
        "Units received",
    )
    assert (found.engine, found.workbook, found.result) == (
        10,
        14,
        "1 row of an untracked product is left out (MV-000002)",
    )


def test_lines_of_a_voided_invoice():
    found = check(
        after(
            invoices="""
            Invoice  Order  Invoice date  Voided
            X-1      SO-1   2026-02-02    2026-02-03
        """,
            invoice_lines="""
            Invoice  Order  SKU    Quantity  Unit price
            X-1      SO-1   A-100  1         20
        """,
        ),
        "Invoices",
    )
    # Without a tax code and an invoice that counts, nothing was filled on the line: there is nothing to add up.
    assert (found.engine, found.workbook, found.result) == (0, 0, "OK")
    typed = check(
        after(
            invoices="""
            Invoice  Order  Invoice date  Voided
            X-1      SO-1   2026-02-02    2026-02-03
        """,
            invoice_lines="""
            Invoice  Order  SKU    Quantity  Unit price  Line total
            X-1      SO-1   A-100  1         20          20
        """,
        ),
        "Invoices",
    )
    assert (typed.workbook, typed.result) == (
        20,
        "1 line of a voided invoice is left out (Invoice lines row 2)",
    )


def test_an_amount_that_was_altered():
    played = after(**DONE)
    altered = played.typed()
    total = altered["Invoices"].rows[0].index("Total")
    altered["Invoices"].rows[1][total] = 300.0
    found = check(run(altered), "Invoices")
    assert (found.engine, found.workbook) == (300, Decimal("209.99"))
    assert (
        found.result == "1 amount disagrees with its own row (INV-000001): see Issues"
    )


def test_more_shipped_than_picked():
    played = after(
        picks="""
            Order  SKU    Location  Picked
            SO-1   A-100  MAIN      2
        """,
        packing="""
            Order  Container  SKU    Quantity
            SO-1   1          A-100  3
        """,
        shipments="""
            Order  Container
            SO-1   1
        """,
    )
    found = check(played, "Order lines")
    assert (found.engine, found.workbook, found.result) == (
        1,
        1,
        "More was shipped than picked: see Issues",
    )
    assert failures(checks(played)) == []


INVOICES = """
    Invoice     Order  Invoice date  Voided
    INV-000003  SO-1   2026-02-02    -
    INV-000007  SO-1   2026-02-02    2026-02-03
    INV-000004  SO-1   2026-02-02    -
"""


def test_missing_numbers_are_a_warning():
    found = check(after(invoices=INVOICES), "Invoice numbers missing")
    assert (found.engine, found.workbook) == (2, 2)
    assert found.result == "Warning: 2 numbers are missing, the first INV-000005"


@pytest.mark.parametrize(
    ("more", "engine", "workbook"),
    [
        ("INV-000004  SO-1  2026-02-02  -", 1, 1),
        ("INV-000007  SO-1  2026-02-02  -", 1, 1),
        ("INV-4  SO-1  2026-02-02  -", 1, 1),
        ("inv-000004  SO-1  2026-02-02  -", 0, 0),
        ("4  SO-1  2026-02-02  -", 0, 0),
        ("OLD  SO-1  2026-02-02  -\nOLD  SO-1  2026-02-02  -", 1, 0),
    ],
)
def test_numbers_used_twice(more, engine, workbook):
    found = check(after(invoices=add(INVOICES, more)), "Invoice numbers used")
    assert (found.engine, found.workbook) == (engine, workbook)
    assert found.result == (
        f"{more.split()[0]} is used more than once" if engine else "OK"
    )


@pytest.mark.parametrize(
    ("second", "count", "result"),
    [
        ("SO-1", 0, "OK"),
        ("SO-2", 1, "CN-000002 is used for more than one order"),
    ],
)
def test_returns_of_one_order_alone_share_a_credit_note(second, count, result):
    found = check(
        after(
            orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
            order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
            returns=f"""
        Order     SKU    Quantity  Return date  Credit note
        SO-1      A-100  1         2026-02-10   CN-000002
        {second}  A-100  1         2026-02-10   CN-000002
        SO-2      A-100  1         2026-02-10   -
    """,
        ),
        "Credit note numbers used",
    )
    assert (found.engine, found.workbook, found.result) == (count, count, result)


def test_an_error_among_the_numbers_spoils_the_formula():
    found = check(
        after(invoices=add(INVOICES, "#REF!  SO-1  2026-02-02  -")),
        "Invoice numbers missing",
    )
    assert (found.workbook, found.difference) == (None, None)
    assert found.result == "A cell of these sheets holds an Excel error: see Issues"


@pytest.mark.parametrize(
    "keys",
    [[], ["X"], ["INV-000000"], ["INV-1000000000000000"], ["INV-12.5"], ["INV-"]],
)
def test_numbers_that_are_not_ours(keys):
    assert Numbers(keys, "INV-").ours == {}


def test_each_order_is_counted_once():
    played = after(
        orders="""
            Order  Order date  Customer  Action
            SO-1   2026-02-01  C-1       Pick
            SO-2   2026-02-01  C-9       Pick
            SO-3   2026-02-01  C-1       Pick, Bake
            SO-4   2026-02-01  C-1       -
        """,
        order_lines="""
            Order  SKU    Quantity
            SO-1   A-100  1
            SO-3   A-100  1
            SO-4   A-100  1
        """,
    )
    found = check(played, "Orders read")
    assert (found.engine, found.workbook, found.result) == (4, 4, "OK")


PURCHASES = {
    "suppliers": """
        Supplier  Name
        S-1       Forge and Sons
    """,
    "purchase_orders": """
        Purchase order  Order date  Supplier  Freight
        PO-1            2026-02-01  S-1       5
    """,
    "purchase_lines": """
        Purchase order  SKU    Quantity  Unit cost  Cancelled quantity
        PO-1            A-100  10        7          2
        PO-1            B-200  5         3          -
    """,
    "receipts": """
        Purchase order  SKU    Quantity
        PO-1            A-100  6
        PO-1            A-100  -1
        PO-1            B-200  9
    """,
}


def test_what_was_purchased_is_received_outstanding_or_cancelled():
    played = after(**DONE, **PURCHASES)
    purchased = check(played, "Units purchased")
    assert (purchased.engine, purchased.workbook, purchased.result) == (15, 15, "OK")
    to_come = check(played, "Units to come")
    assert (to_come.engine, to_come.workbook, to_come.result) == (3, 3, "OK")
    received = check(played, "Units received")
    assert (received.engine, received.workbook, received.result) == (21, 21, "OK")


def test_a_receipt_that_the_ledger_forgets_is_our_bug(monkeypatch):
    played = after(**DONE, **PURCHASES)
    ledger = build_purchases(played.book)
    forgotten = replace(ledger, received=ledger.received * 0)
    monkeypatch.setattr(purchases, "build_purchases", lambda _book: forgotten)
    found = failures(checks(played))
    assert [each.name for each in found] == ["Units to come from suppliers"]


def test_a_workbook_without_the_columns_counts_0():
    played = after(**DONE)
    found = reconcile(played.result, Nowhere(played.book))
    assert {c.formula for c in found} == {
        "0",
        "IF(ROUND(0,6)>0,1,0)",
        "ROUND(0,4)",
        "ROUND(0,6)",
    }
    assert {c.workbook for c in found} == {0}
    assert failures(found) == []


def test_without_voided_and_kind_no_condition_is_made():
    played = after(
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-10    100
    """
    )
    grids = given_by(
        None,
        {
            "payments": """
        Order  Payment date  Amount
        SO-1   2026-02-10    100
    """
        },
    )
    found = reconcile(played.result, Ranges.after(grids, played, "Book"))
    paid = next(c for c in found if c.name.startswith("Payments"))
    assert paid.workbook == 100
    assert "SUMIFS" in paid.formula
    assert '""' not in paid.formula
    assert "Refund" not in paid.formula


def test_the_formulas_of_a_row_refer_to_it():
    columns = check_columns(checks(after(**DONE)), 5, ["C", "D", "AA"])
    difference = columns["Difference"][0]
    result = columns["Result"][0]
    assert columns["Check"][0] == "Units received from suppliers"
    assert columns["Engine"][13] == Decimal("209.99")
    assert difference == Formula("ROUND(C5-D5,6)", 0)
    assert isinstance(result, Formula)
    assert result.cached == "OK"
    assert result.text == (
        'IF(ISERROR(AA5),"A cell of these sheets holds an Excel error: see Issues",'
        'IF(AA5=0,"OK","Changed since the last run: run again"))'
    )


def test_a_known_difference_keeps_its_reason_until_a_fact_changes():
    found = check(
        after(
            payments="""
        Order  Payment date  Amount
        SO-9   2026-02-10    30.25
    """
        ),
        "Receivables",
    )
    reason = '"1 row with errors is left out (Payments row 2): see Issues"'
    changed = '"Changed since the last run: the rows below say what, and what to do"'
    assert found.difference == Decimal("30.25")
    assert found.result_formula("B9", "C9", "D9").endswith(
        f',IF(D9=0,"OK",IF(D9=30.2500,{reason},{changed})))'
    )


def test_an_invoice_that_waits_for_a_row_in_error_is_named():
    found = check(
        after(
            customers="""
        Customer  Name  Terms (days)
        C-1       Mill  soon
    """,
            tax_codes="""
        Tax code  Tax 1 %
        VAT       20
    """,
            invoices="""
        Invoice  Order  Invoice date  Freight  Freight tax code
        INV-1    SO-1   2026-02-10    10       VAT
    """,
            invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  2         20
    """,
        ),
        "Invoices",
    )
    assert (found.engine, found.workbook, found.result) == (
        0,
        50,
        "1 invoice has no total yet (INV-1): see Issues",
    )


def test_texts_fit_a_formula():
    played = after(**DONE)
    long = replace(
        check(played, "Units received"),
        engine=Decimal(9),
        differs='a "long" story ' * 40,
    )
    assert (
        max(
            len(part)
            for part in long.result_formula("B2", "C2", "D2")
            .replace('""', "'")
            .split('"')
        )
        <= 255
    )


def test_a_ledger_that_does_not_agree_with_the_facts_is_our_bug():
    played = after(**DONE)
    ledgers = played.ledgers
    on_hand = ledgers.stock.on_hand.copy()
    on_hand[0, 0] += 1
    broken = replace(
        played.result,
        ledgers=replace(ledgers, stock=replace(ledgers.stock, on_hand=on_hand)),
    )
    found = failures(reconcile(broken, Everywhere(played.book)))
    assert [(c.name, c.failure) for c in found] == [
        ("Units on hand = in − out", "51.000001 by the ledgers, 51 by the facts")
    ]


def test_a_unit_at_the_wrong_place_is_our_bug_too():
    played = after(**DONE)
    ledgers = played.ledgers
    on_hand = ledgers.stock.on_hand[:, ::-1].copy()
    broken = replace(
        played.result,
        ledgers=replace(ledgers, stock=replace(ledgers.stock, on_hand=on_hand)),
    )
    found = failures(reconcile(broken, Everywhere(played.book)))
    assert [c.failure for c in found] == [
        "the parts of 51 differ between the ledgers and the facts"
    ]


def test_a_receivable_left_out_is_our_bug():
    played = after(**DONE)
    owed = played.ledgers.receivables
    none = {name: column[:0] for name, column in owed.buckets.items()}
    empty = replace(
        owed,
        customer=owed.customer[:0],
        buckets=none,
        total=owed.total[:0],
        unallocated=owed.unallocated[:0],
    )
    broken = replace(played.result, ledgers=replace(played.ledgers, receivables=empty))
    found = failures(reconcile(broken, Everywhere(played.book)))
    assert [(c.name, c.failure) for c in found] == [
        (
            "Receivables = invoiced − credited − paid",
            "0 by the ledgers, 129.99 by the facts",
        )
    ]


def test_money_that_no_integer_column_can_hold_stays_exact():
    payments = "\n".join(
        ["Order  Payment date  Amount", *["SO-1  2026-02-10  999999999999"] * 20]
    )
    found = check(after(payments=payments), "Receivables")
    assert found.engine == found.workbook == -20 * 999_999_999_999


@pytest.mark.parametrize("seed", range(40, 52))
def test_random_books_reconcile(seed):
    grids = random_grids(seed)
    played = run(grids, AS_OF.isoformat())
    found = reconcile(played.result, Ranges.after(grids, played, "Book"))
    assert failures(found) == []
    assert not [c.result for c in found if c.result.startswith("Does not agree")]


def test_an_order_on_hold_without_a_number_is_named_by_its_row():
    orders = "Order  Order date  Customer\nSO-1  2026-02-01  C-1\n-  -  C-1"
    found = check(after(orders=orders), "Orders read")
    assert found.because == "Orders row 3 is on hold"
