"""The first week of a new user: one workbook, typed into and run day by day, with every loss that can be tried.

What is typed is in text tables; what the run says of each mistake is what the clerk reads. At the end every typed
fact is in the workbook, cell by cell, and every document that was printed is in its folder.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from clerk import Clerk
from click.testing import CliRunner
from tables import words

from sheetflow.cli import main

BOOK = Path("shop.xlsx")
UPDATED = "shop.xlsx updated; the version before is in .sheetflow/backups/"


def sheetflow(*words: object, status: int = 0) -> str:
    """What a command prints, with single spaces; it must end in this status."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == status, done.output
    return "\n".join(" ".join(line.split()) for line in done.output.splitlines())


class Week(Clerk):
    """The clerk of the week, and every document that was printed so far: its name and its content."""

    def __init__(self) -> None:
        super().__init__(BOOK)
        self.printed: set[tuple[str, bytes]] = set()

    def run(self, day: int, *options: str, status: int = 0) -> str:
        """Run the workbook on a day of March; what it prints, but for the last lines that are always the same."""
        command = ("run", BOOK, f"--as-of=2026-03-{day:02}", *options)
        *printed, receipt = sheetflow(*command, status=status).splitlines()
        assert receipt.startswith("Receipt: run ")
        self.printed |= documents()
        return plain("\n".join(line for line in printed if line != UPDATED))

    def refused(self, *command: object) -> str:
        """A command that is refused with one line, and changes nothing; the line."""
        before = BOOK.read_bytes()
        said = plain(sheetflow(*command, status=3))
        assert BOOK.read_bytes() == before
        return said

    def run_refused(self, day: int) -> str:
        """A run that is refused; the line that says why."""
        return self.refused("run", BOOK, f"--as-of=2026-03-{day:02}")


def documents() -> set[tuple[str, bytes]]:
    """Every document in the folders of documents."""
    files = [path for path in Path().rglob("* papers/*/*") if path.is_file()]
    return {(path.name, path.read_bytes()) for path in files}


def plain(text: str) -> str:
    """What is printed, whatever the width of the terminal."""
    return " ".join(text.split())


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Week:
    """An empty workbook, as `sheetflow new` makes it."""
    monkeypatch.chdir(tmp_path)
    sheetflow("new", BOOK)
    return Week()


STATUSES = """
    SO-000001  Fulfilled, Partial
    SO-000002  Fulfilled, Partial
    SO-000003  Started, Uninvoiced
    SO-000004  Fulfilled, Paid
    SO-000006  Unfulfilled, Uninvoiced
    SQ-000002  Quote, Expired
    SO-000005  Unfulfilled, Partial
    SO-000008  Fulfilled, Owing
    SO-000007  Fulfilled, Invoiced
    SO-000009  Cancelled
    SO-000010  Unfulfilled, Uninvoiced
    SO-000011  Fulfilled, Uninvoiced
    SO-000012  Fulfilled, Paid
    SO-000013  Fulfilled, Paid
    SQ-000003  Quote
"""


def test_nothing_that_was_typed_in_the_first_week_is_lost(week: Week) -> None:
    for day in (monday, tuesday, wednesday, thursday, friday, friday_night, saturday):
        day(week)
    assert week.lost() == []
    assert week.typed_cells() > 200
    assert week.printed <= documents()
    assert len(week.printed) == 33
    orders = [row for row in week.rows("Orders") if row]
    statuses = sorted([row["Order"], row["Status"]] for row in orders)
    assert statuses == sorted(words(STATUSES))
    assert "Errors in the facts: 0." in sheetflow(
        "verify", BOOK, "--receipt", "receipt.txt"
    )


def monday(week: Week) -> None:
    """The books are set up; three mistakes are made."""
    week.sets("""
        Company           Harbour Tools
        Address           Pier 2, Bristol
        Currency          EUR
        Default location  STORE
    """)
    week.types("""
        == Customers
        Customer  Name              Billing address  Terms (days)  Discount %
        C-1       Mill Lane Stores  1 Mill Lane      14            -
        C-2       Harbour Cafe      Pier 2           -             10
        C-3       Ann Peters        3 High Street    -             -
        == Products
        SKU    Name     Price  Cost  Tax code  Track stock
        A-100  Anvil    20     11    STD       -
        B-200  Bellows  5.5    2.25  STD       -
        C-300  Chisel   7.25   3     STD       -
        S-900  Fitting  40     -     STD       No
        == Locations
        Location  Name
        STORE     Shop
        YARD      Yard
        == Tax codes
        Tax code  Name      Tax 1 %  Tax 1 name
        STD       Standard  19       VAT
        == Stock moves
        Date        Type     SKU    To     Quantity
        2026-03-01  Opening  A-100  STORE  50
        2026-03-01  Opening  B-200  STORE  100
        2026-03-01  Opening  C-300  YARD   30
        == Orders
        Order      State  Order date  Customer  Quote expiry  Requires shipping
        SO-000001  -      2026-03-02  C-1       -             -
        SO-000002  -      2026-03-02  C-2       -             -
        SO-000003  -      2026-03-02  C-9       -             -
        SO-000004  -      2026-03-02  C-3       -             No
        SQ-000001  Quote  2026-03-02  C-1       2026-03-31    -
        SQ-000002  Quote  2026-02-20  C-2       2026-03-01    -
        == Order lines
        Order      SKU    Quantity  Unit price
        SO-000001  A-100  10        -
        SO-000001  B-200  20        -
        SO-000002  A-101  4         -
        SO-000002  C-300  6         -
        SO-000003  C-300  ten       -
        SO-000004  A-100  1         18.5
        SQ-000001  A-100  30        -
        SQ-000002  B-200  40        -
    """)
    week.requests(
        {
            "SO-000001": "Fulfil, Invoice",
            "SO-000002": "Fulfil",
            "SO-000004": "Fulfil, Invoice",
        }
    )
    assert week.run(2, status=1) == plain("""
        Orders!D4 Order SO-000003: There is no customer "C-9". Did you mean C-3? CUS01
        Order lines!C4 Order SO-000002: There is no product "A-101". Did you mean A-100? SKU01
        Order lines!E6 Order SO-000003: "ten" is not a number NUM01
        Read 6 orders: 2 applied, 2 on hold, 2 untouched. All 39 checks agree.
        shop papers/2026-03-02 run 1/ 2 pick lists, 1 packing slip, 1 label, 1 delivery note, 2 invoices
    """)


def tuesday(week: Week) -> None:
    """The mistakes are fixed; a payment is typed into the wrong copy; a number is typed that a run has just given."""
    week.corrects("Orders", "Order=SO-000003", Customer="C-1")
    week.corrects("Order lines", "SKU=A-101", SKU="A-100")
    week.corrects("Order lines", "Quantity=ten", Quantity=10)
    week.requests({"SO-000003": "Pick", "SQ-000001": "Confirm"})
    to_copy = ("run", BOOK, "-o", "copy", "--as-of=2026-03-03")
    assert "copy/shop.xlsx written" in sheetflow(*to_copy)
    copy = Clerk(Path("copy/shop.xlsx"))
    payment = """
        == Payments
        Order      Payment date  Amount  Reference
        SO-000001  2026-03-03    100     bank 7
    """
    copy.types(payment)
    assert week.refused(*to_copy) == plain("""
        copy/shop.xlsx: somebody changed it since a run wrote it, so it was not replaced;
        choose another folder with -o, or add --overwrite, which keeps a backup
    """)
    assert copy.lost() == []

    week.types(payment)
    week.types("""
        == Orders
        Order date  Customer  Customer PO
        2026-03-03  C-3       PO-9
        == Order lines
        SKU    Quantity
        B-200  5
        S-900  1
    """)
    assert week.run(3) == plain("""
        Typed since run 1: 4 rows added, 5 cells changed (see Changes).
          Orders SO-000003, Customer: C-9 → C-1
          Order lines SO-000002 / 2, SKU: A-101 → A-100
          Order lines SO-000003 / 1, Quantity: (empty) → 10
        Read 7 orders: 3 applied, 0 on hold, 4 untouched. All 39 checks agree.
        shop papers/2026-03-03 run 2/ 1 order confirmation, 2 pick lists, 1 packing slip, 1 label, 1
            delivery note
    """)
    week.became("Orders", "Order=SQ-000001", {"Order": "SO-000006", "State": "Order"})
    week.became("Order lines", "Order=SQ-000001", {"Order": "SO-000006"})

    week.types("""
        == Orders
        Order      Order date  Customer
        SO-000006  2026-03-03  C-2
        SO-000007  2026-03-03  C-1
        == Order lines
        Order      SKU    Quantity
        SO-000006  C-300  2
        SO-000007  C-300  40
    """)
    week.requests({"SO-000007": "Pick"})
    assert week.run(3, status=1) == plain("""
        Orders!A9 Order "SO-000006" appears in rows 6 and 9; only row 6 is used; the next free number is
            SO-000008 (also Order lines!A12) KEY02
        SO-000007: picked 14 of 40
        Typed since run 2: 4 rows added (see Changes).
        Read 9 orders: 1 applied, 2 on hold, 6 untouched. All 39 checks agree.
        shop papers/2026-03-03 run 3/ 1 pick list
    """)


def wednesday(week: Week) -> None:
    """A sheet and a column are renamed; a payment is typed twice; half of the orders are typed."""
    week.types("""
        == Payments
        Order      Payment date  Amount  Reference
        SO-000004  2026-03-04    22.02   cash
        SO-000001  2026-03-03    100     bank 7
    """)
    week.renames("Payments", "Money in")
    assert week.run_refused(4) == plain("""
        shop.xlsx: the sheet Payments is gone (1 row at the last run, nearest found: Money in).
        Rename it back, or put it back from a copy; if it is meant to be gone, run with --forget "Payments"
    """)
    week.renames("Money in", "Payments")
    week.renames_column("Orders", "Customer PO", "PO number")
    assert week.run_refused(4) == plain("""
        shop.xlsx: the column Customer PO of Orders is gone (1 cell at the last run).
        Rename it back, or put it back from a copy; if it is meant to be gone, run with --forget "Orders!Customer PO"
    """)
    week.renames_column("Orders", "PO number", "Customer PO")
    assert week.run(4, status=1) == plain("""
        Orders!A9 Order "SO-000006" appears in rows 6 and 9; only row 6 is used; the next free number is
            SO-000008 (also Order lines!A12) KEY02
        Payments!G4 Payment PAY-000003, order SO-000001: This may be PAY-000001 entered again: order,
            date, amount and reference are the same PAY03
        Typed since run 3: 2 rows added (see Changes).
        Read 9 orders: 0 applied, 2 on hold, 7 untouched. All 39 checks agree.
    """)

    week.corrects("Orders", "Order=SO-000006; Customer=C-2", Order="SO-000008")
    week.corrects("Order lines", "Order=SO-000006; Quantity=2", Order="SO-000008")
    week.corrects("Payments", "Payment=PAY-000003", Voided=date(2026, 3, 4))
    week.types("""
        == Orders
        Order      State  Order date  Customer  Quote expiry
        SO-000009  -      2026-03-04  C-1       -
        SO-000010  -      2026-03-04  C-2       -
        SO-000011  -      2026-03-04  C-3       -
        SO-000012  -      2026-03-04  C-1       -
        SO-000013  -      2026-03-04  C-3       -
        SQ-000003  Quote  2026-03-04  C-2       2026-04-30
        == Order lines
        Order      SKU    Quantity
        SO-000009  A-100  1
        SO-000010  A-100  2
        SO-000011  C-300  60
        SO-000012  S-900  2
        SO-000013  B-200  8
        SQ-000003  A-100  5
        == Stock moves
        Date        Type     SKU    To     Quantity
        2026-03-04  Receipt  C-300  STORE  65
    """)
    week.requests(
        {
            "SO-000007": "Fulfil, Invoice",
            "SO-000008": "Fulfil, Invoice",
            "SO-000009": "Cancel",
            "SO-000010": "Fulfil, Invoice",
            "SO-000011": "Fulfil",
            "SO-000012": "Fulfil, Invoice",
            "SO-000013": "Fulfil, Invoice",
        }
    )
    assert week.run(4) == plain("""
        Orders!P14 Fulfil of SO-000012 is waiting: nothing to pick: it has no lines with tracked stock
            ACT03
        SO-000011: picked 37 of 60
        Typed since run 4: 15 rows added, 2 cells changed, 2 rows removed (see Changes).
          Orders SO-000006 was removed: Order date 2026-03-03; Customer C-2
          Order lines SO-000006 was removed: SKU C-300; Quantity 2
          Payments PAY-000003, Voided: (empty) → 2026-03-04
        Read 15 orders: 7 applied, 0 on hold, 8 untouched. All 39 checks agree.
        shop papers/2026-03-04 run 5/ 5 pick lists, 5 packing slips, 5 labels, 5 delivery notes, 5 invoices
    """)


def thursday(week: Week) -> None:
    """Money and goods come back; a payment is deleted, an issued total typed over, an invoiced order given away."""
    week.types("""
        == Payments
        Invoice     Payment date  Amount  Reference
        INV-000006  2026-03-05    95.2    bank 8
        == Payments
        Order      Payment date  Amount  Reference
        SO-000005  2026-03-05    20      deposit
        SO-000008  2026-03-05    100     bank 9
        SO-000013  2026-03-05    52.36   bank 10
        == Packing
        Order      Container  SKU    Quantity
        SO-000003  1          C-300  6
        SO-000003  2          C-300  4
        == Shipments
        Order      Container  Ship date   Carrier
        SO-000003  1          2026-03-05  Post
        == Returns
        Order      SKU    Quantity  Return date  Disposition
        SO-000001  A-100  2         2026-03-05   -
        SO-000013  B-200  8         2026-03-05   Discard
    """)
    week.requests(
        {
            "SO-000001": "Restock",
            "SO-000010": "Re-open",
            "SO-000011": "Close",
            "SO-000006": "Suggest",
        }
    )
    removed = week.deletes("Payments", "Payment=PAY-000001")
    week.overtypes("Invoices", "Order=SO-000007", {"Total": 1.0})
    week.overtypes("Orders", "Order=SO-000001", {"Customer": "C-2"})
    assert week.run(5, status=1) == plain("""
        Orders!D2 Order SO-000001: Invoice INV-000001 of this order was issued to C-1, not to C-2 AGR03
        Invoices!T5 Invoice INV-000004 was issued already: Total was 345.1 and is 1 ISS01
        Orders!P14 Fulfil of SO-000012 is waiting: nothing to pick: it has no lines with tracked stock
            ACT03
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Payments!G7 Payment PAY-000007, order SO-000013: Nothing of SO-000013 was open: it was paid
            already PAY04
        Typed since run 5: 9 rows added, 6 cells changed, 1 row removed (see Changes).
          Orders SO-000001, Customer: C-1 → C-2
          Invoices INV-000004, Total: 345.1 → 1
          Payments PAY-000001 was removed: Order SO-000001; Payment date 2026-03-03; Amount 100; Reference bank 7
        Read 15 orders: 3 applied, 2 on hold, 10 untouched. 37 of 39 checks agree: Invoices: totals =
            lines + freight + tax differs by 344.10, because 1 amount disagrees with its own row
            (INV-000004): see Issues; Debits = credits differs by 344.10, because 1 amount disagrees
            with its own row (INV-000004): see Issues
        shop papers/2026-03-05 run 6/ 1 pick list, 2 packing slips, 2 labels, 1 delivery note, 1 credit note
    """)
    removed_row = week.row("Changes", "Column=(removed row)")
    assert removed_row["Key"] == "PAY-000001"
    assert (
        removed_row["Before"]
        == "Order SO-000001; Payment date 2026-03-03; Amount 100; Reference bank 7"
    )
    total = week.row("Changes", "Key=INV-000004; Column=Total")
    assert (total["By"], total["Before"], total["After"]) == ("typed", "345.1", "1")

    week.puts_back("Payments", removed)
    week.overtypes("Orders", "Order=SO-000001", {"Customer": "C-1"})
    week.overtypes("Invoices", "Order=SO-000007", {"Total": 345.1})
    assert week.run(5) == plain("""
        Orders!P14 Fulfil of SO-000012 is waiting: nothing to pick: it has no lines with tracked stock
            ACT03
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Payments!G7 Payment PAY-000007, order SO-000013: Nothing of SO-000013 was open: it was paid
            already PAY04
        Typed since run 6: 1 row added, 2 cells changed (see Changes).
          Orders SO-000001, Customer: C-2 → C-1
          Invoices INV-000004, Total: 1 → 345.1
        Read 15 orders: 1 applied, 0 on hold, 14 untouched. All 39 checks agree.
        shop papers/2026-03-05 run 7/ 1 credit note
    """)


def friday(week: Week) -> None:
    """Undo at once and too late; a run of yesterday; the workbook is open; an invoice is deleted."""
    week.requests({"SO-000002": "Invoice", "SO-000012": None})
    assert week.run(6) == plain("""
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Payments!G7 Payment PAY-000007, order SO-000013: Nothing of SO-000013 was open: it was paid
            already PAY04
        Typed since run 7: 2 cells changed (see Changes).
        Read 15 orders: 1 applied, 0 on hold, 14 untouched. All 39 checks agree.
        shop papers/2026-03-06 run 8/ 1 invoice
    """)
    assert "2026-03-06 run 8 undone/ 1 invoice: do not use these" in sheetflow(
        "undo", BOOK
    )
    assert week.lost() == []
    week.types("""
        == Payments
        Order      Payment date  Kind    Amount
        SO-000013  2026-03-06    Refund  52.36
    """)
    assert week.run(6) == plain("""
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Typed since run 7: 1 row added, 2 cells changed (see Changes).
        Read 15 orders: 1 applied, 0 on hold, 14 untouched. All 39 checks agree.
        shop papers/2026-03-06 run 8/ 1 invoice
    """)

    week.corrects("Customers", "Customer=C-3", Email="ann@example.org")
    said = sheetflow("undo", BOOK, status=3)
    assert "it was changed since run 8 wrote it, so undo would lose" in said
    assert "the version from before run 8 is .sheetflow/backups/" in said
    assert week.run_refused(5) == plain("""
        shop.xlsx: run 8 was of 2026-03-06, and this one would be of 2026-03-05: a later run comes later.
        Choose --as-of 2026-03-06 or a later date, or run with --back-dated where the earlier date is meant
    """)
    Path("~$shop.xlsx").touch()
    assert week.run_refused(6) == plain("""
        shop.xlsx: it is open in Excel; close it there and try again
        (if nobody has it open, delete ~$shop.xlsx in the same folder)
    """)
    Path("~$shop.xlsx").unlink()

    deleted = week.deletes("Invoices", "Order=SO-000004")
    assert week.run(6, status=1) == plain("""
        Invoices Invoice INV-000002 was issued already: it was removed; it was Order=SO-000004 | Invoice
            date=2026-03-02 | Customer=C-3 | Bill to=Ann Peters | Billing address=3 High Street |
            Freight=0 | Currency=EUR | Prices include tax=No | Tax rounding=… ISS01
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Typed since run 8: 1 cell changed, 1 row removed (see Changes).
          Customers C-3, Email: (empty) → ann@example.org
          Invoices INV-000002 was removed: Order SO-000004; Invoice date 2026-03-02;
            Due date 2026-04-01; Customer C-3; Bill to Ann Peters; Bi…
        Read 15 orders: 0 applied, 1 on hold, 14 untouched. 37 of 39 checks agree: Invoices: totals =
            lines + freight + tax differs by 18.50, because SO-000004 is on hold; Debits = credits
            differs by 18.50, because SO-000004 is on hold
    """)
    week.puts_back("Invoices", deleted)
    week.sets("Closing date  2026-03-05")
    assert week.run(6) == plain("""
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Closing date: the period to 2026-03-05 is closed: 58 rows are sealed
        Typed since run 9: 1 row added, 1 cell changed (see Changes).
          Settings Closing date, Value: (empty) → 2026-03-05
        Read 15 orders: 0 applied, 0 on hold, 15 untouched. All 39 checks agree.
    """)


def friday_night(week: Week) -> None:
    """Sheets are deleted and hidden, rows sorted, an order deleted; a print leaves what was printed alone."""
    saved = BOOK.read_bytes()
    week.removes_sheet("Returns")
    assert week.run_refused(6) == plain("""
        shop.xlsx: the sheet Returns is gone (2 rows at the last run). Rename it back, or put it back
        from a copy; if it is meant to be gone, run with --forget "Returns"
    """)
    BOOK.write_bytes(saved)
    week.removes_sheet("Run log")
    assert week.run_refused(6) == plain("""
        shop.xlsx: the sheet Run log is gone (10 rows at the last run). Rename it back, or put it back
        from a copy; if it is meant to be gone, run with --forget "Run log"
    """)
    BOOK.write_bytes(saved)

    week.types("""
        == Payments
        Payment date  Amount  Reference
        2026-03-06    7       who?
    """)
    week.hides("Payments")
    week.sorts("Orders", "Customer")
    removed = week.deletes("Orders", "Order=SO-000012")
    assert week.run(6, status=1) == plain("""
        Order lines!A17 There is no order "SO-000012". It was there after run 10: its row was deleted or
            renamed, so put it back (also Invoices!B6, Invoice lines!B8, Payments!B4) ORD01
        Payments!B10 Payment date 2026-03-06, amount 7: Order is missing REQ01
        Run log!W12 The books up to 2026-03-05 are not as run 10 closed them: Closed invoiced 899.11 →
            803.91, Closed paid 389.58 → 294.38 in run 11 CLO05
        Typed since run 10: 1 row added, 1 row removed (see Changes).
          Orders SO-000012 was removed: Order date 2026-03-04; Customer C-1
        Read 14 orders: 0 applied, 0 on hold, 14 untouched. 35 of 39 checks agree: Invoices: totals =
            lines + freight + tax differs by 95.20, because 2 rows with errors are left out
            (Invoice lines row 8 and INV-000006): see Issues; Payments and credits = allocated +
            unallocated differs by 102.20, because 2 rows with errors are left out (PAY-000004 and
            Payments row 10): see Issues; and 2 more: see the sheet Checks
    """)
    week.corrects("Payments", "Reference=who?", Order="SO-000002")
    week.puts_back("Orders", removed)
    assert week.run(6) == plain("""
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Typed since run 11: 1 row added, 1 cell changed (see Changes).
          Payments PAY-000009, Order: (empty) → SO-000002
        Read 15 orders: 0 applied, 0 on hold, 15 untouched. All 39 checks agree.
    """)
    before = documents()
    printed = sheetflow("print", BOOK, "--as-of=2026-03-06")
    assert "shop papers/2026-03-06 print 1/" in printed
    assert before < documents()


def saturday(week: Week) -> None:
    """A receipt of the closed week is typed late, and a payment of it changed."""
    week.types("""
        == Stock moves
        Date        Type     SKU    To    Quantity
        2026-03-05  Receipt  A-100  YARD  10
    """)
    week.overtypes("Payments", "Reference=cash", {"Amount": 2.02})
    assert week.run(7, status=1) == plain("""
        Payments!G2 PAY-000002 of 2026-03-04 is in the closed period: Amount was changed CLO01
        Stock moves!B6 Move MV-000005: This row is dated 2026-03-05, but was not there when the period
            up to 2026-03-05 was closed CLO03
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Run log!W14 The books up to 2026-03-05 are not as run 10 closed them: Closed units 109 → 119,
            Closed stock value 569 → 679, Closed paid 389.58 → 369.58, Closed receivables 409.57 →
            429.57 in run 13 CLO05
        Typed since run 12: 1 row added, 1 cell changed (see Changes).
          Payments PAY-000002, Amount: 22.02 → 2.02
        Read 15 orders: 0 applied, 1 on hold, 14 untouched. All 39 checks agree.
    """)
    week.overtypes("Payments", "Reference=cash", {"Amount": 22.02})
    week.corrects("Stock moves", "To=YARD; SKU=A-100", Date=date(2026, 3, 7))
    assert week.run(7, "--receipt=receipt.txt") == plain("""
        Payments!G6 Payment PAY-000006, order SO-000008: With this payment, 84.47 more is paid than
            SO-000008 comes to PAY05
        Typed since run 13: 2 cells changed (see Changes).
          Stock moves MV-000005, Date: 2026-03-05 → 2026-03-07
          Payments PAY-000002, Amount: 2.02 → 22.02
        Read 15 orders: 0 applied, 0 on hold, 15 untouched. All 39 checks agree.
        receipt.txt the receipt
    """)
