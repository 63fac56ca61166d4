"""Manipulations of a workbook after three runs and a closed period, and what run, verify and the receipt say of each.

`python tests/manipulations.py` writes what they say now into docs/reference/manipulations.md; read the difference
before you commit.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clerk import Clerk
from click.testing import CliRunner
from faults import Sheet, opened
from locations import DOCS
from openpyxl import Workbook as OpenWorkbook

from sheetflow import pipeline
from sheetflow.cli import main
from sheetflow.cli.run_report import replaced_lines, typed_line
from sheetflow.controls.receipts import Receipt, receipts_in
from sheetflow.controls.run_log import LogRow, chained, read_log
from sheetflow.errors import SheetflowError
from sheetflow.inspection.verify.verification import verify_workbook
from sheetflow.workbook import Workbook

PAGE = DOCS / "reference" / "manipulations.md"
DAY = date(2026, 3, 2)
SILENT = "–"

MASTER = """
    == Customers
    Customer  Name              Billing address
    C-1       Mill Lane Stores  1 Mill Lane
    C-2       Harbour Cafe      Pier 2
    == Products
    SKU    Name     Price  Cost  Tax code
    A-100  Anvil    20     11    STD
    B-200  Bellows  5.5    2.25  STD
    == Locations
    Location  Name
    STORE     Shop
    == Tax codes
    Tax code  Name      Tax 1 %  Tax 1 name
    STD       Standard  20       VAT
    == Stock moves
    Date        Type     SKU    To     Quantity  Unit cost
    2026-02-01  Opening  A-100  STORE  50        11
    2026-02-01  Receipt  B-200  STORE  100       2.25
    == Orders
    Order      Order date  Customer
    SO-000001  2026-02-02  C-1
    SO-000002  2026-02-03  C-2
    == Order lines
    Order      SKU    Quantity
    SO-000001  A-100  10
    SO-000002  B-200  20
"""
FEBRUARY = """
    == Payments
    Order      Payment date  Amount  Reference
    SO-000002  2026-02-16    30      bank 2
    == Returns
    Order      SKU    Quantity  Return date
    SO-000002  B-200  2         2026-02-18
"""
MARCH = """
    == Orders
    Order      Order date  Customer
    SO-000003  2026-03-01  C-2
    SO-000004  2026-03-02  C-1
    == Order lines
    Order      SKU    Quantity
    SO-000003  A-100  3
    SO-000004  B-200  5
"""


@dataclass
class Shop:
    """A shop after three runs, with February closed: its workbook after each run, and the receipt of the last."""

    path: Path
    after: list[bytes] = field(default_factory=list)
    receipt: Receipt | None = None


def make_shop(folder: Path) -> Shop:
    """Type and run the shop."""
    shop = Shop(folder / "shop.xlsx")
    command("new", shop.path)
    bank_lines_added(shop)
    clerk = Clerk(shop.path)
    clerk.sets("Company  Harbour Tools")
    clerk.types(MASTER)
    fulfil = "Fulfil, Invoice"
    clerk.requests({"SO-000001": fulfil, "SO-000002": fulfil})
    run_once(shop, "2026-02-10")
    clerk.types(FEBRUARY)
    clerk.requests({"SO-000002": "Restock"})
    run_once(shop, "2026-02-20")
    clerk.sets("Closing date  2026-02-28")
    clerk.types(MARCH)
    clerk.requests({"SO-000003": fulfil})
    book = opened(shop.path)
    book.create_sheet("My notes")["A1"] = "Ask the bank."
    book.save(shop.path)
    run_once(shop, DAY.isoformat())
    return shop


def bank_lines_added(shop: Shop) -> None:
    """Add the sheet of the bank, with what paid the first order: a run books it."""
    book = opened(shop.path)
    bank = book.create_sheet("Bank lines")
    bank.append(["Date", "Amount", "Text"])
    bank.append([date(2026, 2, 15), 240, "INV-000001"])
    book.save(shop.path)


def run_once(shop: Shop, day: str) -> None:
    """Run the shop's workbook, without anything to report."""
    said = command("run", shop.path, "--no-print", f"--as-of={day}")
    shop.after.append(shop.path.read_bytes())
    [shop.receipt] = receipts_in(said)


def command(*words: object) -> str:
    """What a command prints that ends well."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output


# -- the manipulations

Change = Callable[[Shop], None]

RUN_LOG = "Run log"


def typed_over(sheet: str, header: str, value: object, row: int = 1) -> Change:
    """Type over a cell; rows count from 1 below the headers."""
    return _in_book(lambda book: Sheet(book, sheet).put(row, header, value))


def row_deleted(sheet: str, row: int = 1) -> Change:
    """Delete a row."""

    def delete(book: OpenWorkbook) -> None:
        found = Sheet(book, sheet)
        found.sheet.delete_rows(found.header_row + row)

    return _in_book(delete)


def columns_swapped(sheet: str, header: str, other: str, row: int = 1) -> Change:
    """Swap two cells of a row."""

    def swap(book: OpenWorkbook) -> None:
        found = Sheet(book, sheet)
        one = found.cell(row, header)
        two = found.cell(row, other)
        one.value, two.value = two.value, one.value

    return _in_book(swap)


def cells_swapped(sheet: str, header: str, row: int = 1, other: int = 2) -> Change:
    """Swap two cells of a column."""
    return _in_book(lambda book: Sheet(book, sheet).swap(header, row, other))


def rows_swapped(sheet: str) -> Change:
    """Swap the first two rows."""

    def swap(book: OpenWorkbook) -> None:
        found = Sheet(book, sheet)
        for header in found.columns:
            one = found.cell(1, header)
            two = found.cell(2, header)
            one.value, two.value = two.value, one.value

    return _in_book(swap)


def row_added(sheet: str, **cells: object) -> Change:
    """Type a row below the last."""
    return _in_book(lambda book: Sheet(book, sheet).add_below(**cells))


def sheet_deleted(sheet: str) -> Change:
    """Delete a sheet."""
    return _in_book(lambda book: book.remove(book[sheet]))


def sheet_renamed(sheet: str, name: str) -> Change:
    """Rename a sheet."""

    def rename(book: OpenWorkbook) -> None:
        book[sheet].title = name

    return _in_book(rename)


def setting_changed(setting: str, value: object) -> Change:
    """Type another value on Settings."""

    def change(book: OpenWorkbook) -> None:
        rows = book["Settings"].iter_rows()
        [found] = [row for row in rows if row[0].value == setting]
        found[1].value = value

    return _in_book(change)


def _in_book(change: Callable[[OpenWorkbook], None]) -> Change:
    def changed(shop: Shop) -> None:
        book = opened(shop.path)
        change(book)
        book.save(shop.path)

    return changed


def invoice_added(shop: Shop) -> None:
    """Type an invoice and its line as if it had been issued."""
    book = opened(shop.path)
    invoices = Sheet(book, "Invoices")
    cells = {header: invoices.cell(1, header).value for header in invoices.columns}
    cells["Invoice"] = "INV-000009"
    added = {header.replace(" ", "_"): value for header, value in cells.items()}
    invoices.add_below(**added)
    book.save(shop.path)


def chain_forged(shop: Shop) -> None:
    """Change a figure of the first row of the log, and make the chain again as a run would."""
    workbook = Workbook.open(shop.path)
    grid = workbook.read(RUN_LOG)
    above = None
    for row in read_log(grid):
        cells = {**row.cells, "Applied": 99} if row.run == 1 else {**row.cells}
        cells.pop("Row SHA-256")
        made = chained(cells, above)  # type: ignore[arg-type]
        for header, value in made.items():
            column = list(grid.rows[0]).index(header) + 1
            workbook.set_cells(RUN_LOG, column, [row.row], [value])
        above = LogRow(row.row, made)
    workbook.save(shop.path, replacing=True)


def old_copy_put_back(shop: Shop) -> None:
    """Put the workbook as the second run wrote it in the place of the newest."""
    shop.path.write_bytes(shop.after[1])


def old_copy_run_again(shop: Shop) -> None:
    """Go on from the workbook of the second run, with another payment, as if the third run had never been."""
    with tempfile.TemporaryDirectory() as elsewhere:
        path = Path(elsewhere) / "shop.xlsx"
        path.write_bytes(shop.after[1])
        Clerk(path).types("""
            == Payments
            Order      Payment date  Amount
            SO-000002  2026-03-01    7
        """)
        command("run", path, "--no-print", f"--as-of={DAY}")
        shop.path.write_bytes(path.read_bytes())


LATE = date(2026, 2, 27)
EARLIER = date(2026, 1, 31)

OLD_COPY = "An old copy takes the place of the newest"
OLD_COPY_RUN = "An old copy is run again"
FORGED_CHAIN = "The chain of the Run log is forged"

MANIPULATIONS: dict[str, Change] = {
    "The Total of an invoice is typed over": typed_over("Invoices", "Total", 1),
    "The Tax of an invoice is typed over": typed_over("Invoices", "Tax", 1),
    "The Totals of two invoices are swapped": cells_swapped("Invoices", "Total"),
    "An invoice gets another date": typed_over("Invoices", "Invoice date", LATE),
    "An invoice gets another customer": typed_over("Invoices", "Customer", "C-2"),
    "The name on an invoice is changed": typed_over("Invoices", "Bill to", "Ann"),
    "The address on an invoice is changed": typed_over(
        "Invoices", "Billing address", "X"
    ),
    "The currency of an invoice is changed": typed_over("Invoices", "Currency", "EUR"),
    "An invoice gets another number": typed_over("Invoices", "Invoice", "INV-000007"),
    "An invoice is voided in the closed period": typed_over("Invoices", "Voided", LATE),
    "An invoice is deleted": row_deleted("Invoices"),
    "The newest invoice is deleted": row_deleted("Invoices", 3),
    "An invoice is typed by hand": invoice_added,
    "The quantity of an invoice line is changed": typed_over(
        "Invoice lines", "Quantity", 9
    ),
    "The price of an invoice line is changed": typed_over(
        "Invoice lines", "Unit price", 9
    ),
    "Quantity and price of an invoice line are swapped": columns_swapped(
        "Invoice lines", "Quantity", "Unit price"
    ),
    "An invoice line is deleted": row_deleted("Invoice lines"),
    "The amount of a credit note is changed": typed_over("Returns", "Credit total", 1),
    "The number of a credit note is changed": typed_over(
        "Returns", "Credit note", "CN-000009"
    ),
    "A return is deleted": row_deleted("Returns"),
    "A return leaves the closed period": typed_over("Returns", "Return date", DAY),
    "A return of the closed period gets another quantity": typed_over(
        "Returns", "Quantity", 3
    ),
    "A return is typed into the closed period": row_added(
        "Returns", Order="SO-000002", SKU="B-200", Quantity=1, Return_date=LATE
    ),
    "A return is credited in the closed period": row_added(
        "Returns",
        Order="SO-000003",
        SKU="A-100",
        Quantity=1,
        Return_date=DAY,
        Credit_date=LATE,
    ),
    "A customer is renamed": typed_over("Customers", "Name", "Mill Lane Ltd"),
    "An invoiced order gets another customer": typed_over("Orders", "Customer", "C-2"),
    "An invoiced order is deleted": row_deleted("Orders"),
    "The price of an invoiced order line is changed": typed_over(
        "Order lines", "Unit price", 1
    ),
    "Quantity and price of an invoiced order line are swapped": columns_swapped(
        "Order lines", "Quantity", "Unit price"
    ),
    "Quantity and price of a line that waits are swapped": columns_swapped(
        "Order lines", "Quantity", "Unit price", 4
    ),
    "The product of an invoiced order line is changed": typed_over(
        "Order lines", "SKU", "B-200"
    ),
    "A line of an invoiced order is deleted": row_deleted("Order lines"),
    "A tax rate that was used is changed": typed_over("Tax codes", "Tax 1 %", 7),
    "The currency on Settings is changed": setting_changed("Currency", "EUR"),
    "Prices include tax is changed": setting_changed("Prices include tax", "Yes"),
    "The closing date is cleared": setting_changed("Closing date", None),
    "The closing date is moved back": setting_changed("Closing date", EARLIER),
    "A payment of the closed period gets another amount": typed_over(
        "Payments", "Amount", 24
    ),
    "A payment leaves the closed period": typed_over("Payments", "Payment date", DAY),
    "A payment goes to another order": typed_over("Payments", "Order", "SO-000002"),
    "A payment of the closed period is deleted": row_deleted("Payments"),
    "A payment is typed into the closed period": row_added(
        "Payments", Order="SO-000002", Payment_date=LATE, Amount=5
    ),
    "The amount of a bank line is changed": typed_over("Bank lines", "Amount", 24),
    "A bank line is deleted": row_deleted("Bank lines"),
    "Two payments change places": rows_swapped("Payments"),
    "The unit cost of a receipt is changed": typed_over(
        "Stock moves", "Unit cost", 1, 2
    ),
    "The quantity of a receipt is changed": typed_over("Stock moves", "Quantity", 1, 2),
    "A pick is changed": typed_over("Picks", "Picked", 9),
    "A pick is typed into the closed period": row_added(
        "Picks",
        Order="SO-000004",
        SKU="B-200",
        Location="STORE",
        Picked=1,
        Pick_date=LATE,
    ),
    "A packed quantity is changed": typed_over("Packing", "Quantity", 9),
    "A shipment is deleted": row_deleted("Shipments"),
    "A shipment gets another date": typed_over("Shipments", "Ship date", LATE),
    "A restock goes to another quantity": typed_over("Restocks", "Quantity", 1),
    "A restock is typed into the closed period": row_added(
        "Restocks",
        Return="RET-000001",
        SKU="B-200",
        Location="STORE",
        Quantity=1,
        Restock_date=LATE,
    ),
    "A price on Products is changed": typed_over("Products", "Price", 1),
    "A customer's terms are changed": typed_over("Customers", "Terms (days)", 90),
    "A figure of the Run log is changed": typed_over(RUN_LOG, "Applied", 9),
    "The date of a row of the Run log is changed": typed_over(RUN_LOG, "As of", LATE),
    "The last row of the Run log is deleted": row_deleted(RUN_LOG, 3),
    "A row in the middle of the Run log is deleted": row_deleted(RUN_LOG, 2),
    "The sheet Run log is deleted": sheet_deleted(RUN_LOG),
    "A seal of the closed period is changed": typed_over(
        "Closed period", "Fingerprint", "0" * 32, 2
    ),
    "A seal of an invoice is changed": typed_over(
        "Issued documents", "Fingerprint", "0" * 64
    ),
    "The sheet Closed period is deleted": sheet_deleted("Closed period"),
    "The sheet Issued documents is deleted": sheet_deleted("Issued documents"),
    "The sheet Payments is deleted": sheet_deleted("Payments"),
    "The sheet Payments is renamed": sheet_renamed("Payments", "Money in"),
    "A header of Payments is changed": typed_over("Payments", "Amount", None, 0),
    "The sheet Checks is deleted": sheet_deleted("Checks"),
    "The sheet Changes is deleted": sheet_deleted("Changes"),
    "The sheet Issues is deleted": sheet_deleted("Issues"),
    "The sheet Movements is deleted": sheet_deleted("Movements"),
    "A formula of Checks is replaced by a number": typed_over("Checks", "Workbook", 0),
    "A quantity on Movements is changed": typed_over("Movements", "Quantity", 1),
    "A quantity on Stock is changed": typed_over("Stock", "On hand", 1),
    "A status on Orders is changed": typed_over("Orders", "Status", "Paid"),
    "A sheet of the owner's is renamed": sheet_renamed("My notes", "Notes"),
    OLD_COPY: old_copy_put_back,
    OLD_COPY_RUN: old_copy_run_again,
    FORGED_CHAIN: chain_forged,
}

HARMLESS = ("A sheet of the owner's is renamed",)
"""What changes no fact and no figure."""

ONLY_BY_RECEIPT = (OLD_COPY, OLD_COPY_RUN, FORGED_CHAIN)
"""What the workbook itself cannot show."""


# -- what is said of them


@dataclass(frozen=True)
class Answers:
    """What a run, a verification and the receipt say of a workbook; empty where they say nothing."""

    run: str
    verify: str
    receipt: str


def answers(shop: Shop, change: Change) -> Answers:
    """What is said of a manipulation; the workbook is put back."""
    try:
        change(shop)
        said = list(_verification(shop))
        found = [text for kind, text in said if kind != "receipt"]
        by_receipt = [text for kind, text in said if kind == "receipt"]
        return Answers(_first(_run(shop)), _first(found), _first(by_receipt))
    finally:
        shop.path.write_bytes(shop.after[-1])


def _run(shop: Shop) -> Iterator[str]:
    """What a run says, the errors first, at last what was typed; it writes nothing."""
    try:
        done = pipeline.run(shop.path, as_of=DAY)
    except SheetflowError as error:
        yield _short(str(error).replace(f"{shop.path.parent}/", ""))
        return
    for item in done.problems:
        if item.problem.code != ROWS_BELOW:
            yield f"{_short(item.text)} ({item.problem.code})"
    replaced = replaced_lines(done)
    typed = typed_line(done.since)
    if typed and not replaced:
        yield typed.replace(" (see Changes)", "")
    yield from map(_short, replaced)


def _verification(shop: Shop) -> Iterator[tuple[str, str]]:
    """What a verification with the receipt says: kind and text."""
    try:
        verified = verify_workbook(shop.path, shop.receipt)
    except SheetflowError as error:
        text = _short(str(error).replace(f"{shop.path.parent}/", ""))
        yield "error", text
        yield "receipt", text
        return
    for finding in verified.findings:
        code = f" ({finding.code})" if finding.code else ""
        yield finding.kind, f"{_short(finding.text)}{code}"


ROWS_BELOW = "TAB01"
"""Of a row that openpyxl wrote below a table; Excel makes the table longer."""

LONGEST = 110
_LONG_HASH = re.compile(r"[0-9a-f]{64}")


def _short(text: str) -> str:
    """A text of at most LONGEST characters; the page is to be read."""
    whole = " ".join(_LONG_HASH.sub("…", text).split())
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST].rstrip()} …"


def _first(texts: Iterable[str]) -> str:
    """The first of several texts, and how many there are besides."""
    found = list(texts)
    more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0]}{more}" if found else ""


# -- the page


def table_row(name: str, said: Answers) -> str:
    """The row of the page's table for a manipulation."""
    cells = [name, said.run, said.verify, said.receipt]
    shown = [(cell or SILENT).replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(shown)} |"


HEADER = "| Somebody does this | `run` says | `verify` says | `verify --receipt` says |"


def page(rows: Iterable[str]) -> str:
    """The page with these rows."""
    table = "\n".join([HEADER, "|---|---|---|---|", *rows])
    return INTRODUCTION + table + "\n"


INTRODUCTION = f"""# What is noticed

A shop has run its workbook three times and closed February. Then somebody changes something, and
nobody says so. This is what [a run](commands.md), `sheetflow verify` and `sheetflow verify --receipt`
say of it: the first sentence, shortened, and how many more there are. A test makes each of these
changes in a real workbook and compares what is said with this page.

The receipt is what the last run printed at its end, kept outside the workbook. It is the only thing
that an old copy or a forged log cannot pass: keep it, or mail it to your accountant. “{SILENT}” means
that nothing is said. Without the receipt, two kinds of changes are silent: harmless ones, and a
workbook that is whole in itself and not the newest.

"""


def rows_of(text: str) -> dict[str, str]:
    """The rows of a page's table by their first cell."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines[1:]}


def write_page() -> None:
    """Write what is said now into the page."""
    with tempfile.TemporaryDirectory() as folder:
        shop = make_shop(Path(folder))
        rows = [
            table_row(name, answers(shop, change))
            for name, change in MANIPULATIONS.items()
        ]
    PAGE.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    write_page()
