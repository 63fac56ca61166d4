"""The formulas of the Checks: LibreOffice, calculating them from nothing, gets what we wrote next to them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from calculated import Ranges, random_grids, recalculate, write
from office import needs_office
from sheets import given_by, run

from sheetflow.controls.reconciliation.reconcile import Check, reconcile
from sheetflow.workbook.model import Grid

pytestmark = needs_office

TAXED = """
    Tax code  Tax 1 %  Tax 2 %  Compound
    T1        19       -        -
    T2        5        7.25     Yes
"""

BOOKS: dict[str, dict[str, str]] = {
    "shop": {},
    "empty": {
        "orders": "Order  Order date  Customer",
        "order_lines": "Order  Line  SKU  Quantity",
        "stock_moves": "Date  Type  SKU  Quantity",
    },
    "worked": {
        "tax_codes": TAXED,
        "orders": """
            Order  Order date  Customer  Freight  Freight tax code  Discount %  Action
            SO-1   2026-02-01  C-1       9.99     T1                5           Fulfil, Invoice
            SO-2   2026-02-01  C-2       -        -                 -           Fulfil, Invoice
            SO-3   2026-02-01  C-2       -        -                 -           Suggest
            SO-4   2026-02-01  C-1       -        -                 -           Re-open
        """,
        "order_lines": """
            Order  SKU    Quantity  Unit price  Tax code
            SO-1   A-100  3         19.99       T1
            SO-1   S-900  1         -           T2
            SO-2   B-200  2.5       0.333333    T2
            SO-3   B-200  4         -           -
            SO-4   A-100  1         -           -
        """,
        "picks": """
            Order  SKU    Location  Suggested  Picked  Pick date   Voided
            SO-4   A-100  MAIN      1          1       2026-02-02  -
            SO-4   A-100  MAIN      5          5       2026-02-02  2026-02-03
            SO-4   A-100  MAIN      2          -       -           2026-02-03
        """,
        "payments": """
            Order  Payment date  Kind    Amount  Voided
            SO-1   2026-02-10    -       100     -
            SO-1   2026-02-11    Refund  20.50   -
            SO-2   2026-02-10    -       7       2026-02-12
            SO-4   2026-02-10    -       5       -
        """,
    },
    "tax inside": {
        "settings": """
            Setting             Value
            Prices include tax  Yes
        """,
        "tax_codes": TAXED,
        "orders": """
            Order  Order date  Customer  Freight  Freight tax code  Action
            SO-1   2026-02-01  C-1       9.99     T1                Fulfil, Invoice
            SO-2   2026-02-01  C-2       -        -                 -
        """,
        "order_lines": """
            Order  Line  SKU    Quantity  Unit price  Tax code
            SO-1   1     A-100  3         19.99       T1
            SO-2   1     A-100  3         19.99       T2
        """,
        "invoices": """
            Invoice  Order  Invoice date  Prices include tax
            X-1      SO-2   2026-02-02    TRUE
            X-2      SO-2   2026-02-02    no
            X-3      SO-2   2026-02-02    -
        """,
        "invoice_lines": """
            Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
            X-1      SO-2   1     A-100  1         19.99       T2
            X-2      SO-2   1     A-100  1         19.99       T2
            X-3      SO-2   1     A-100  1         19.99       T2
        """,
    },
    "returned": {
        "orders": """
            Order  Order date  Customer  Action
            SO-1   2026-02-01  C-1       Restock
        """,
        "order_lines": """
            Order  Line  SKU    Quantity
            SO-1   1     A-100  10
        """,
        "picks": """
            Order  SKU    Location  Picked  Pick date
            SO-1   A-100  MAIN      10      2026-02-02
        """,
        "packing": """
            Order  Container  SKU    Quantity
            SO-1   1          A-100  10
        """,
        "shipments": """
            Order  Container  Ship date
            SO-1   1          2026-02-02
        """,
        "invoices": """
            Invoice     Order  Invoice date  Voided
            INV-000001  SO-1   2026-02-02    -
            INV-000002  SO-1   2026-02-02    2026-02-03
        """,
        "invoice_lines": """
            Invoice     Order  Line  SKU    Quantity  Unit price
            INV-000001  SO-1   1     A-100  10        20
            INV-000002  SO-1   1     A-100  1         20
        """,
        "returns": """
            Order  SKU    Quantity  Return date  Disposition  Unit credit  Fee   Voided
            SO-1   A-100  2         2026-02-10   -            -            1.25  -
            SO-1   A-100  1         2026-02-10   Discard      -            -     -
            SO-1   A-100  1         2026-02-10   credit only  3            -     -
            SO-1   A-100  1         2026-02-10   Restock      -            -     2026-02-11
            SO-1   A-100  0.5       2026-02-12   RESTOCK      18           -     -
        """,
        "restocks": """
            Return      SKU    Location  Quantity  Restock date
            RET-000001  A-100  BACK      1         2026-02-20
        """,
    },
    "costed": {
        "settings": """
            Setting  Value
            Costing  FIFO
        """,
        "orders": """
            Order  Order date  Customer  Action
            SO-1   2026-02-01  C-1       Fulfil, Invoice
            SO-2   2026-02-01  C-2       Pick
        """,
        "order_lines": """
            Order  SKU    Quantity  Unit price
            SO-1   A-100  7         19.99
            SO-2   A-100  2         20
        """,
        "stock_moves": """
            Date        Type        SKU    From  To    Quantity  Unit cost
            2026-01-02  Opening     A-100  -     MAIN  3         0.333333
            2026-01-03  Receipt     A-100  -     MAIN  10        4.99
            2026-01-04  Adjustment  A-100  -     MAIN  -1        -
            2026-01-05  Transfer    A-100  MAIN  BACK  2         -
            2026-01-06  Count       A-100  -     BACK  3         -
        """,
    },
    "counted": {
        "stock_moves": """
            Date        Type        SKU    From  To    Quantity  Voided
            2026-01-02  Opening     A-100  -     MAIN  10        -
            2026-01-03  receipt     A-100  -     MAIN  2.5       -
            2026-01-03  Receipt     B-200  -     BACK  7         2026-01-04
            2026-01-04  Adjustment  A-100  -     MAIN  -3        -
            2026-01-05  Transfer    A-100  MAIN  BACK  4         -
            2026-01-06  Count       A-100  -     MAIN  4         -
            2026-01-07  Count       A-100  -     BACK  6         -
            2026-01-08  Count       A-100  -     MAIN  3.25      -
        """,
    },
    "in error": {
        "orders": """
            Order         Order date  Customer  State
            SO-1          2026-02-01  C-1       -
            -             2026-02-01  C-1       -
            SO-1          2026-02-01  C-1       -
            2026-03-04    2026-02-01  C-1       -
            77            2026-02-01  C-9       -
        """,
        "order_lines": """
            Order  Line  SKU    Quantity
            SO-1   1     A-100  10
            SO-1   2     S-900  1
        """,
        "stock_moves": """
            Date        Type           SKU    To    Quantity
            2026-01-02  Opening        A-100  MAIN  100
            2026-01-02  ' Receipt '    A-100  MAIN  5
            2026-01-02  Receipt        A-100  MAIN  '5'
            2026-01-02  Receipt        A-100  MAIN  '1,000.50'
            2026-01-02  Receipt        A-100  MAIN  0.12345678
            2026-01-02  Receipt        A-100  MAIN  '0.1234567'
            2026-01-02  Receipt        A-100  MAIN  2026-01-05
            2026-01-02  Receipt        A-100  MAIN  #N/A
            2026-01-02  Receipt        A-100  MAIN  a few
            2026-01-02  Receipt        A-100  MAIN  -1
            2026-01-02  Receipt        A-900  MAIN  3
            2026-01-02  Receipts       A-100  MAIN  3
            2026-01-02  #N/A           A-100  MAIN  3
            2026-01-02  Receipt        S-900  MAIN  3
        """,
        "picks": """
            Order  SKU    Location  Picked  Pick date   Voided
            SO-1   A-100  MAIN      2       2026-02-02  -
            SO-1   A-100  MAIN      2       2026-02-02  soon
            SO-1   A-100  MAIN      2       2026-02-02  #N/A
            SO-1   A-100  MAIN      2       2026-02-02  '2026-02-03'
            SO-9   A-100  MAIN      2       2026-02-02  -
            SO-1   S-900  MAIN      2       2026-02-02  -
        """,
        "payments": """
            Order  Payment date  Kind        Amount
            SO-1   2026-02-10    ' refund '  20
            SO-1   2026-02-10    Rfund       30
            SO-1   2026-02-10    Refunded    40
            SO-1   2026-02-10    -           100
            SO-1   2026-02-10    -           -5
        """,
        "invoices": """
            Invoice     Order  Invoice date  Total  Prices include tax  Voided
            INV-000001  SO-1   2026-02-02    77     maybe               -
            INV-000002  SO-1   2026-02-02    -      -                   2026-02-03
            INV-000003  SO-1   2026-02-02    12345  -                   -
        """,
        "invoice_lines": """
            Invoice     Order  Line  SKU    Quantity  Unit price
            INV-000001  SO-1   1     A-100  1         20
            INV-000002  SO-1   1     A-100  1         20
            INV-000003  SO-1   1     A-100  1         20
        """,
    },
    "too large": {
        "stock_moves": """
            Date        Type     SKU    To    Quantity
            2026-01-02  Receipt  A-100  MAIN  1000000000000
            2026-01-02  Receipt  A-100  MAIN  7
        """,
    },
    "numbers": {
        "settings": """
            Setting         Value
            Invoice prefix  R"26.
        """,
        "invoices": """
            Invoice        Order  Invoice date  Voided
            R"26.000009    SO-1   2026-02-02    -
            R"26.000003    SO-1   2026-02-02    2026-02-03
            R"26.000009    SO-1   2026-02-02    -
            R"26.9         SO-1   2026-02-02    -
            ' R"26.000005' SO-1   2026-02-02    -
            r"26.000006    SO-1   2026-02-02    -
            R"26.7.5       SO-1   2026-02-02    -
            R"26.1E3       SO-1   2026-02-02    -
            R"26.12/2026   SO-1   2026-02-02    -
            R"26.3-4       SO-1   2026-02-02    -
            R"26.          SO-1   2026-02-02    -
            R"26.0         SO-1   2026-02-02    -
            X-R"26.000001  SO-1   2026-02-02    -
            4711           SO-1   2026-02-02    -
            OLD 17         SO-1   2026-02-02    -
            OLD 17         SO-1   2026-02-02    -
            -              SO-1   2026-02-02    -
        """,
        "returns": """
            Order  SKU    Quantity  Return date  Credit note
            SO-1   A-100  1         2026-02-10   CN-000002
            SO-1   A-100  1         2026-02-10   CN-000002
            SO-1   A-100  1         2026-02-10   CN-000005
        """,
    },
    "an error among the numbers": {
        "invoices": """
            Invoice     Order  Invoice date
            INV-000001  SO-1   2026-02-02
            #REF!       SO-1   2026-02-02
        """,
    },
}
SEEDS = range(6)


def checked(grids: Mapping[str, Grid], name: str) -> tuple[Ranges, list[Check]]:
    """The sheets after a run, and its checks."""
    played = run(grids)
    ranges = Ranges.after(grids, played, name)
    return ranges, reconcile(played.result, ranges)


NAMES = [*BOOKS, *(f"random {seed}" for seed in SEEDS)]


@pytest.fixture(scope="module")
def calculated(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[list[Check], list[list[object]]]]:
    """For each book, its checks and the rows that LibreOffice calculated; all are in one workbook, which is quicker."""
    folder: Path = tmp_path_factory.mktemp("checks")
    grids = [
        *(given_by(None, tables) for tables in BOOKS.values()),
        *map(random_grids, SEEDS),
    ]
    books = [checked(found, f"{at}'s") for at, found in enumerate(grids)]
    write(folder / "books.xlsx", books)
    found = recalculate(folder, folder / "books.xlsx")
    rows = [
        found.get_sheet_by_name(f"{at}'s Checks").to_python()[1:]
        for at in range(len(books))
    ]
    return {
        name: (checks, rows[at])
        for at, (name, (_, checks)) in enumerate(zip(NAMES, books, strict=True))
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_formula_gives_the_value_beside_it(name, calculated):
    checks, rows = calculated[name]
    expected = [
        (c.name, _shown(c.workbook), _shown(c.difference), c.result) for c in checks
    ]
    assert [
        (row[0], _shown(row[2]), _shown(row[3]), row[4]) for row in rows
    ] == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_difference_is_explained(name, calculated):
    checks, _ = calculated[name]
    assert not [
        check.result for check in checks if check.result.startswith("Does not agree")
    ]


def _shown(value: object) -> str:
    """A number as it is shown; an error, which reads as blank, as nothing."""
    return "" if value is None or value == "" else f"{float(value) + 0.0:.6f}"  # type: ignore[arg-type]
