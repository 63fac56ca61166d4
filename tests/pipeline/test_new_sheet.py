"""A new sheet works from its TOML alone: no code outside this test names Inspections."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from locations import ROOT
from sheets import after, again, expect

from sheetflow.cli import main
from sheetflow.dataframes.append import write_rows
from sheetflow.documents.gather.source import Rows
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import Catalogue, declared_by, load_catalogue
from sheetflow.domain.numbers import MICRO, AnyArray, take
from sheetflow.domain.step import Outcome, Step, nothing_refused
from sheetflow.engine import process
from sheetflow.steps import BY_NAME
from sheetflow.workbook import Value
from sheetflow.writing.derived_columns import FIGURES
from sheetflow.writing.ledger_sheets import LEDGER_SHEETS
from tools import reference

INSPECTIONS = """
sheet = "Inspections"
about = "One row for each inspection of an order's goods."
position = 145
key = ["Inspection"]
booked_on = "Inspected on"
order_activity = true
composite = {columns = ["Order", "Line"], references = "Order lines", name = "line"}
columns = [
    {header = "Inspection", kind = "key", series = {prefix = "INS-"}, filled = "INS- and the next", help = "Its."},
    {header = "Order", kind = "key", required = true, references = "Orders", help = "The order's number."},
    {header = "Line", kind = "key", counter = true, filled = "the order line of that SKU", help = "Filled when blank."},
    {header = "SKU", kind = "key", required = true, references = "Products", help = "A code from Products."},
    {header = "Urgency", kind = "whole", help = "1 is most urgent."},
    {header = "Inspected", kind = "quantity", required = true, help = "How many were inspected."},
    {header = "Failed", kind = "quantity", help = "How many of them failed."},
    {header = "Inspected on", kind = "date", required = true, help = "When."},
    {header = "Voided", kind = "date", help = "A date here voids the row."},
    {header = "Passed", kind = "quantity", derived = true, help = "How many passed."},
    {header = "Check", kind = "text", derived = true, yields = true, help = "What is wrong."},
]
"""

CONSIGNMENTS = """
sheet = "Consignments"
about = "One row for each consignment that a supplier sends."
position = 170
key = ["Consignment"]
reference = {name = "consignment", code = "ORD01"}
columns = [
    {header = "Consignment", kind = "key", series = {prefix = "CO-"}, help = "Its number."},
    {header = "Supplier", kind = "text", required = true, help = "Who sends it."},
    {header = "Order", kind = "key", references = "Orders", help = "The order that it is for."},
]
"""

CONSIGNMENT_LINES = """
sheet = "Consignment lines"
about = "One row for each product in a consignment."
position = 180
key = ["Consignment", "Line"]
columns = [
    {header = "Consignment", kind = "key", required = true, references = "Consignments", help = "Its number."},
    {header = "Line", kind = "key", counter = true, counts_within = "Consignment", help = "1, 2, 3 …."},
    {header = "SKU", kind = "key", required = true, references = "Products", help = "A code from Products."},
    {header = "Quantity", kind = "quantity", required = true, help = "How many."},
]
"""

ARRIVALS = """
sheet = "Arrivals"
about = "One row for each arrival of goods from a consignment."
position = 190
key = ["Arrival"]
composite = {columns = ["Consignment", "Line"], references = "Consignment lines", name = "consignment_line"}
columns = [
    {header = "Arrival", kind = "key", series = {prefix = "AR-"}, help = "Its number."},
    {header = "Consignment", kind = "key", required = true, references = "Consignments", help = "Its number."},
    {header = "Line", kind = "key", counter = true, help = "Filled when blank."},
    {header = "SKU", kind = "key", required = true, references = "Products", help = "A code from Products."},
    {header = "Quantity", kind = "quantity", required = true, help = "How many came."},
]
"""

QUALITY = """
sheet = "Quality"
about = "Derived: how many units of each product passed."
position = 15
derived = true
key = ["SKU"]
columns = [
    {header = "SKU", kind = "key", help = "The product."},
    {header = "Passed", kind = "quantity", help = "How many passed."},
]
"""


def passed(book: Book) -> AnyArray:
    """What passed of each inspection."""
    frame = book["Inspections"]
    return np.where(frame.live, frame.number("Inspected") - frame.number("Failed"), 0)


def quality(_result: process.Result, book: Book) -> dict[str, list[Value]]:
    """The sheet Quality."""
    skus = take(book.products.sku, book["Inspections"].link("sku"), None)
    amounts = [Decimal(amount) / MICRO for amount in passed(book).tolist()]
    return {"SKU": skus.tolist(), "Passed": list(amounts)}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The sheets of sheetflow and two more."""
    folder = tmp_path_factory.mktemp("schemas")
    shutil.copytree(ROOT / "schemas", folder, dirs_exist_ok=True)
    texts = (INSPECTIONS, CONSIGNMENTS, CONSIGNMENT_LINES, ARRIVALS, QUALITY)
    for number, text in enumerate(texts):
        (folder / f"new{number}.toml").write_text(text, encoding="utf-8")
    return load_catalogue(folder)


@pytest.fixture(autouse=True)
def declared(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sheets of that catalogue, with the figures that they show."""
    figures = lambda result: {"Passed": passed(result.book)}  # noqa: E731
    monkeypatch.setitem(FIGURES, "Inspections", figures)
    monkeypatch.setitem(LEDGER_SHEETS, "Quality", quality)
    with declared_by(catalogue):
        yield


# -- what a run does with it

TWO = """
    Inspection  Order  Line  SKU    Urgency  Inspected  Failed  Inspected on  Voided
    -           SO-1   -     A-100  3        10         1       2026-02-10    -
    INS-000007  SO-1   1     A-100  -        2          -       2026-02-11    2026-02-12
    -           SO-1   1     A-100  -        4          -       2026-02-12    -
"""


def test_it_is_filled_numbered_linked_and_derived():
    once = after(inspections=TWO)
    assert once.codes == []
    expect(once.inspections, """
        Inspection  Order  Line  SKU    Urgency  Inspected  Failed  Inspected on  Voided      Passed  Check
        INS-000008  SO-1   1     A-100  3        10         1       2026-02-10    -           9       -
        INS-000007  SO-1   1     A-100  -        2          -       2026-02-11    2026-02-12  0       -
        INS-000009  SO-1   1     A-100  -        4          -       2026-02-12    -           4       -
    """)  # fmt: skip
    frame = once.book["Inspections"]
    assert frame.link("order").tolist() == [0, 0, 0]
    assert frame.link("sku").tolist() == [0, 0, 0]
    assert frame.link("line").tolist() == [0, 0, 0]
    assert again(once).inspections == once.inspections


def test_its_whole_numbers_are_printed_as_they_are():
    printed = Rows(after(inspections=TWO).book["Inspections"], np.array([0, 1]))
    assert printed.numbers("Urgency") == [Decimal(3), Decimal(0)]
    assert printed.given_numbers("Urgency") == [Decimal(3), None]
    assert printed.numbers("Inspected") == [Decimal(10), Decimal(2)]


def test_of_several_lines_of_a_product_the_first_is_named():
    lines = "Order  Line  SKU  Quantity\nSO-1  1  A-100  3\nSO-1  2  A-100  4"
    found = after(order_lines=lines, inspections=TWO)
    assert found.codes == []
    assert found.inspections["Line"] == ["1", "1", "1"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("X  SO-1  -  A-10O  -  1  -  2026-02-10  -", "SKU01", "SKU"),
        ("X  SO-9  -  A-100  -  1  -  2026-02-10  -", "ORD01", "Order"),
        ("X  SO-1  2  A-100  -  1  -  2026-02-10  -", "LIN01", "Line"),
        ("X  SO-1  -  B-200  -  1  -  2026-02-10  -", "LIN03", "SKU"),
        ("X  SO-1  -  A-100  -  ten  -  2026-02-10  -", "NUM01", "Inspected"),
        ("X  SO-1  -  A-100  -  -1  -  2026-02-10  -", "NUM06", "Inspected"),
        ("X  SO-1  -  A-100  -  -  -  2026-02-10  -", "REQ01", "Inspected"),
        ("INS-1  SO-1  -  A-100  -  1  -  2026-02-10  -", "KEY02", "Inspection"),
    ],
)
def test_what_is_wrong_in_it_is_named_and_counts_for_nothing(row, code, column):
    headers = (
        "Inspection  Order  Line  SKU  Urgency  Inspected  Failed  Inspected on  Voided"
    )
    first = "INS-1  SO-1  -  A-100  -  1  -  2026-02-10  -"
    wrong = after(inspections="\n".join([headers, first, row]))
    assert [*wrong.issues["Code"]] == [code]
    assert [*wrong.issues["Column"]] == [column]
    assert wrong.book["Inspections"].live.tolist() == [True, False]
    voided = after(inspections="\n".join([headers, first, f"{row[:-1]}2026-02-20"]))
    assert voided.codes == []


def test_it_is_what_happens_to_an_order():
    refused = after("Cancel", inspections=TWO)
    assert refused.undone == [
        "SO-1 Cancel refused: it has rows in Inspections; use Re-open first"
    ]
    opened = after("Re-open", inspections=TWO)
    days = [str(day) for day in opened.inspections["Voided"]]
    assert days == ["2026-03-02", "2026-02-12", "2026-03-02"]
    quote = after(
        orders="Order  State  Order date  Customer\nSO-1   Quote  2026-02-01  C-1",
        inspections=TWO,
    )
    assert set(quote.codes) == {"STA01"}


def inspect(book: Book, orders: AnyArray) -> Outcome:
    """A step that appends a row of it for each order."""
    frame = book["Inspections"]
    values = {"Inspected": MICRO, "Inspected on": book.as_of}
    line = np.array([_first_line(book, order) for order in orders], dtype=np.int64)
    links = {"order": orders, "line": line, "sku": book.order_lines.sku_index[line]}
    return Outcome(book.put(frame.extended(len(orders), values, links)), orders)


def _first_line(book: Book, order: int) -> int:
    return int(np.flatnonzero(book.order_lines.order_index == order)[0])


def split(book: Book, orders: AnyArray) -> Outcome:
    """A step that makes an order and a quote of one line each out of each order."""
    order = np.repeat(orders, 2)
    before = len(book.orders)
    size = len(order)
    said = {
        "State": np.array(["Order", "Quote"] * len(orders), dtype=object),
        "Order date": book.as_of,
    }
    customer = {"customer": book.orders.customer_index[order]}
    book = book.put(book.orders.extended(size, said, customer))
    line = np.array([_first_line(book, at) for at in order], dtype=np.int64)
    mine = np.arange(before, before + size)
    links = {"order": mine, "sku": book.order_lines.sku_index[line]}
    priced = {"Quantity": MICRO, "Unit price": MICRO}
    lines = book.order_lines.extended(size, priced, links)
    return Outcome(book.put(lines), orders)


def step(name: str, writes: tuple[str, ...], part) -> Step:
    return Step(name, "Does it.", writes, (part,), nothing_refused, lambda *_: "")


TWO_ORDERS = """
    Order  Order date  Customer  Ship by     Action
    SO-1   2026-02-01  C-1       2026-04-02  {action}
    SO-2   2026-02-01  C-2       2026-04-01  {action}
"""
TWO_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-2   1     B-200  5
"""


def test_an_action_may_append_to_it(monkeypatch):
    made = step("Inspect", ("Inspections",), inspect)
    monkeypatch.setitem(BY_NAME, "pack", replace(made, name="Pack"))
    orders = TWO_ORDERS.format(action="Pack")
    found = after(orders=orders, order_lines=TWO_LINES)
    assert found.codes == []
    expect(found.inspections, """
        Inspection  Order  Line  SKU
        INS-000001  SO-2   1     B-200
        INS-000002  SO-1   1     A-100
    """)  # fmt: skip


def test_an_action_may_append_orders_and_lines(monkeypatch):
    made = step("Split", ("Orders", "Order lines"), split)
    monkeypatch.setitem(BY_NAME, "pack", replace(made, name="Pack"))
    orders = TWO_ORDERS.format(action="Pack")
    found = after(orders=orders, order_lines=TWO_LINES)
    assert found.codes == []
    expect(found.orders, """
        Order      State  Customer
        SO-1       -      C-1
        SO-2       -      C-2
        SO-000003  Order  C-2
        SQ-000001  Quote  C-2
        SO-000004  Order  C-1
        SQ-000002  Quote  C-1
    """)  # fmt: skip
    expect(found.order_lines, """
        Order      Line  SKU    Quantity
        SO-1       1     A-100  10
        SO-2       1     B-200  5
        SO-000003  1     B-200  1
        SQ-000001  1     B-200  1
        SO-000004  1     A-100  1
        SQ-000002  1     A-100  1
    """)  # fmt: skip


# -- sheets that refer to one another


def test_lines_are_counted_within_what_they_belong_to_and_named_by_two_columns():
    found = after(
        consignments="""
            Consignment  Supplier
            CO-000004    Smith
            -            Jones
        """,
        consignment_lines="""
            Consignment  Line  SKU    Quantity
            CO-000004    -     A-100  5
            CO-000005    -     B-200  1
            CO-000004    1     B-200  1
            CO-000004    -     A-100  2
            CO-000005    1     A-100  3
        """,
        arrivals="""
            Arrival  Consignment  Line  SKU    Quantity
            -        CO-000004    -     A-100  5
            -        CO-000004    -     A-100  1
            -        CO-000005    -     B-200  1
            -        CO-000005    9     B-200  1
            -        CO-000005    1     B-200  1
            -        CO-000004    -     S-900  1
            -        CO-000006    -     A-100  1
        """,
    )
    assert found.consignments["Consignment"] == ["CO-000004", "CO-000005"]
    assert found.consignment_lines["Line"] == ["2", "2", "1", "3", "1"]
    assert found.arrivals["Line"][:3] == ["2", "3", "2"]
    lines = found.book["Arrivals"].link("consignment_line").tolist()
    assert lines == [0, 3, 1, -1, -1, -1, -1]
    said = zip(found.issues["Code"], found.issues["Row"], strict=True)
    assert sorted(said) == [("LIN01", 4), ("LIN02", 5), ("LIN03", 6), ("ORD01", 7)]


def test_a_row_that_names_a_quote_names_the_order_that_it_becomes():
    found = after(
        "Confirm",
        orders="""
            Order      State  Order date  Customer
            SQ-000001  Quote  2026-02-01  C-1
        """,
        order_lines="Order  SKU  Quantity\nSQ-000001  A-100  1",
        consignments="Consignment  Supplier  Order\n-  Smith  SQ-000001",
    )
    assert found.codes == []
    assert found.order_lines["Order"] == ["SO-000001"]
    assert found.consignments["Order"] == ["SO-000001"]
    assert again(found).codes == []


# -- in a workbook


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def rows(path: Path, sheet: str) -> list[list[object]]:
    """The cells of a sheet, as another program reads them."""
    cells = openpyxl.load_workbook(path)[sheet]
    return [list(row) for row in cells.iter_rows(values_only=True)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty workbook, filled with a shop that inspects."""
    path = tmp_path / "book.xlsx"
    assert sheetflow("new", path).exit_code == 0
    day = pd.Timestamp("2026-02-10").date()
    made = {
        "Customers": {"Customer": ["C-1"], "Name": ["Mill"]},
        "Products": {"SKU": ["A-100"], "Name": ["Anvil"]},
        "Orders": {"Order": ["SO-1"], "Order date": [day], "Customer": ["C-1"]},
        "Order lines": {
            "Order": ["SO-1"],
            "SKU": ["A-100"],
            "Quantity": [Decimal(10)],
            "Unit price": [Decimal(1)],
        },
        "Inspections": {
            "Order": ["SO-1"],
            "SKU": ["A-100"],
            "Inspected": [Decimal(8)],
            "Failed": [Decimal(3)],
            "Inspected on": [day],
        },
    }
    for sheet, columns in made.items():
        write_rows(path, sheet, pd.DataFrame(columns))
    return path


def run(path: Path) -> None:
    done = sheetflow("run", path, "--in-place", "--no-print", "--as-of", "2026-03-02")
    assert done.exit_code == 0, done.output


def test_the_empty_workbook_has_it_with_its_dropdowns(tmp_path):
    path = tmp_path / "new.xlsx"
    assert sheetflow("new", path).exit_code == 0
    sheet = openpyxl.load_workbook(path)["Inspections"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["Inspection", "Order", "Line"]
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert {"'Orders'!$A$2:$A$5000", "'Products'!$A$2:$A$5000"} <= offered


def test_a_run_writes_its_figures_and_verify_checks_them(book):
    run(book)
    (headers, row, *_) = rows(book, "Inspections")
    told = dict(zip(headers, row, strict=True))
    assert (told["Inspection"], told["Line"]) == ("INS-000001", 1)
    assert told["Passed"] == 5
    assert rows(book, "Quality")[:2] == [["SKU", "Passed"], ["A-100", 5]]
    done = sheetflow("verify", book)
    assert done.exit_code == 0, done.output

    wrong = openpyxl.load_workbook(book)
    del wrong["Quality"]
    wrong["Inspections"]["J2"] = 6
    wrong.save(book)
    said = " ".join(sheetflow("verify", book).output.split())
    assert "Quality the sheet is missing" in said
    assert "Inspections!J2 Passed shows 6, the facts give 5" in said


def test_a_closed_period_seals_it(book):
    cells = openpyxl.load_workbook(book)
    for name, value in cells["Settings"].iter_rows(max_col=2, min_row=2):
        if name.value == "Closing date":
            value.value = pd.Timestamp("2026-02-28").to_pydatetime()
    cells.save(book)
    run(book)
    sealed = [row[:2] for row in rows(book, "Closed period")[1:]]
    assert ["Inspections", "INS-000001"] in sealed

    cells = openpyxl.load_workbook(book)
    cells["Inspections"]["F2"] = 9
    cells.save(book)
    said = sheetflow("check", book, "--as-of", "2026-03-02")
    assert "CLO01" in said.output
    assert "Inspections" in said.output


def test_diff_and_trace_know_it(book, tmp_path):
    run(book)
    old = tmp_path / "old.xlsx"
    shutil.copy(book, old)
    cells = openpyxl.load_workbook(book)
    cells["Inspections"]["G2"] = 1
    cells.save(book)
    differences = sheetflow("diff", old, book).output
    assert "Inspections" in differences
    assert "INS-000001" in differences
    assert "Failed" in differences
    traced = sheetflow("trace", book, "INS-000001").output
    assert "Inspection INS-000001" in traced


def test_the_reference_page_shows_it():
    page = reference.pages()["reference/sheets.md"]
    section = page.split("### Inspections\n")[1].split("\n#")[0]
    assert "One row for each inspection of an order's goods." in section
    assert "code of [Products](#products)" in section
    assert "INS- and the next" in section
    assert "### Quality\n" in page
