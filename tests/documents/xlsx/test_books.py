"""The workbooks that are printed: their figures, their formulas, their pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from paper import Paper, amount, documents, drawn, new_documents
from sheets import after
from small_business import LONG, SETTINGS, TAXES, business

from sheetflow.documents.files import publish_files, render_files
from sheetflow.documents.xlsx.layout import DocumentLayout, Row, total_height
from sheetflow.documents.xlsx.pagination import FOOTER_HEIGHT, SLACK, paginate
from sheetflow.documents.xlsx.text_width import width_of
from sheetflow.documents.xlsx.text_wrapping import wrap
from sheetflow.errors import SheetflowError


def test_amounts_on_paper_are_those_of_the_workbook():
    played = business()
    paper = Paper(drawn(new_documents(played))["invoices.xlsx"])
    for label, header in (
        ("Subtotal", "Subtotal"),
        ("Freight", "Freight"),
        ("Total EUR", "Total"),
    ):
        assert amount(paper.row(label)[-1]) == played.invoices[header][0]
    lines = [
        row for row in paper.rows() if row and row[0] in ("A-100", "B-200", "S-900")
    ]
    assert [amount(row[-1]) for row in lines] == played.invoice_lines["Line total"]
    taxes = [
        row
        for row in paper.rows()
        if any(str(cell).startswith(("VAT", "GST", "QST", "No tax")) for cell in row)
    ]
    assert (
        sum((amount(row[-1]) for row in taxes), Decimal(0)) == played.invoices["Tax"][0]
    )
    assert date(2026, 3, 2) in [
        getattr(value, "date", lambda: None)() for row in paper.rows() for value in row
    ]


def test_totals_are_formulas_over_the_lines():
    paper = Paper(drawn(new_documents(business()))["invoices.xlsx"])
    [total] = [
        row[7] for row in paper.formulas.iter_rows() if row[4].value == "Total EUR"
    ]
    [subtotal] = [
        row[7] for row in paper.formulas.iter_rows() if row[4].value == "Subtotal"
    ]
    assert subtotal.value.startswith("=SUM(H")
    [net] = [
        row[7]
        for row in paper.formulas.iter_rows()
        if row[4].value == "Total without tax"
    ]
    assert net.value == f"={subtotal.coordinate}+H{subtotal.row + 1}"
    assert (
        total.value
        == f"={subtotal.coordinate}+H{subtotal.row + 1}+SUM(H{subtotal.row + 3}:H{subtotal.row + 6})"
    )


def test_what_is_paid_is_taken_off():
    paid = business(payments="Order  Payment date  Amount\nSO-1   2026-03-01    100.01")
    paper = Paper(drawn(new_documents(paid))["invoices.xlsx"])
    assert amount(paper.row("Paid")[-1]) == Decimal("-100.01")
    assert amount(paper.row("Balance due")[-1]) == paid.invoices["Balance"][0]


def test_an_invoice_has_what_the_law_requires():
    texts = Paper(drawn(new_documents(business()))["invoices.xlsx"]).texts()
    wanted = (
        "Forge & Sons",
        "Tax number DE123456789",
        "Mill Lane Stores",
        "INV-000001",
        "PO 7",
        "VAT 19%",
        "Unit price",
    )
    assert [text for text in wanted if text not in texts] == []
    assert "IBAN DE02 1203 0000 0000 2020 51" in texts
    assert any(
        text.startswith("Please pay by") and "INV-000001" in text for text in texts
    )


def test_a_packing_slip_has_no_prices():
    texts = Paper(drawn(new_documents(business()))["packing-slips.xlsx"])
    numbers = [
        value
        for row in texts.rows()
        for value in row
        if isinstance(value, float) and value % 1
    ]
    assert numbers == []


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_text_stays_text(evil: str):
    played = after(
        "Fulfil, Invoice",
        customers=f"Customer  Name\nC-1       {evil}",
        order_lines=f"Order  Line  SKU    Description  Quantity\nSO-1   1     A-100  {evil}  1",
        settings=f"Setting  Value\nCompany  {evil}\nFooter   {evil}",
    )
    files = drawn(documents(played))
    assert len(files) > 4
    for content in files.values():
        paper = Paper(content)
        formulas = [
            cell.value
            for row in paper.formulas.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        assert [
            formula for formula in formulas if not formula.startswith(("=SUM(", "=H"))
        ] == []
    assert evil in Paper(files["invoices.xlsx"]).texts()


@pytest.mark.parametrize(
    ("currency", "locale", "digits"),
    [("JPY", "ja_JP", 0), ("KWD", "ar_KW", 3), ("EUR", "de_DE", 2)],
)
def test_amounts_have_the_digits_of_their_currency(
    currency: str, locale: str, digits: int
):
    settings = f"Setting   Value\nCurrency  {currency}\nLocale    {locale}"
    orders = "Order  Order date  Customer\nSO-1   2026-02-01  C-1"
    played = after(
        "Fulfil, Invoice",
        settings=settings,
        orders=orders,
        order_lines="Order  SKU  Quantity\nSO-1   A-100  3",
    )
    paper = Paper(drawn(new_documents(played))["invoices.xlsx"])
    [total] = [
        row[7]
        for row in paper.formulas.iter_rows()
        if row[4].value == f"Total {currency}"
    ]
    assert ("0." + "0" * digits if digits else "#,##0") in total.number_format
    assert digits or "0." not in total.number_format


def test_amounts_may_be_negative():
    lines = """
        Order  Line  SKU    Quantity  Unit price  Discount %  Tax code
        SO-1   1     A-100  1         -10         50          STD
    """
    orders = "Order  Order date  Customer\nSO-1   2026-02-01  C-1"
    played = after(
        "Fulfil, Invoice",
        orders=orders,
        order_lines=lines,
        tax_codes=TAXES,
        settings=SETTINGS,
    )
    paper = Paper(drawn(documents(played))["orders.xlsx"])
    assert (
        amount(paper.row("Total EUR")[-1])
        == played.orders["Total"][0]
        == Decimal("-5.95")
    )


def test_the_same_documents_give_the_same_bytes():
    made = new_documents(business())
    assert drawn(made) == drawn(made)


def test_the_page_is_set_up():
    sheet = Paper(drawn(new_documents(business()))["invoices.xlsx"]).part(
        "xl/worksheets/sheet1.xml"
    )
    assert 'fitToPage="1"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert 'showGridLines="0"' in sheet
    letter = business(settings=f"{SETTINGS.rstrip()}\n    Paper  Letter")
    assert 'paperSize="1"' in Paper(drawn(new_documents(letter))["invoices.xlsx"]).part(
        "xl/worksheets/sheet1.xml"
    )


def many(count: int) -> dict[str, str]:
    """One order with many lines, some with long names."""
    rows = [
        f"SO-1   {n}  A-100  {LONG if n % 9 == 0 else 'Anvil'}  1  0.05  STD"
        for n in range(1, count + 1)
    ]
    lines = "\n".join(
        ["Order  Line  SKU  Description  Quantity  Unit price  Tax code", *rows]
    )
    return {
        "order_lines": lines,
        "stock_moves": "Date  Type  SKU  To  Quantity\n2026-01-02  Opening  A-100  MAIN  999",
    }


def test_pages_are_filled_with_the_headers_again_and_the_totals_whole():
    made = new_documents(business(**many(120)))
    paper = Paper(drawn(made)["invoices.xlsx"])
    headers = [row for row in paper.rows() if row[:2] == ["Item", "Description"]]
    feet = [
        row[-1]
        for row in paper.rows()
        if row and str(row[0]).startswith("Invoice INV-000001 ·")
    ]
    assert len(headers) == len(feet) > 2
    assert feet == [f"{n} / {len(feet)}" for n in range(1, len(feet) + 1)]
    assert paper.formulas.row_breaks.count == len(feet) - 1
    breaks = [found.id for found in paper.formulas.row_breaks.brk]
    place = {
        row[4].value: row[4].row
        for row in paper.formulas.iter_rows()
        if isinstance(row[4].value, str)
    }
    assert not any(place["Subtotal"] <= at < place["Total EUR"] for at in breaks)
    assert amount(paper.row("Subtotal")[-1]) == Decimal("6")


@pytest.mark.parametrize("count", range(1, 90))
def test_no_page_is_too_tall_and_no_total_is_alone(count: int):
    room = 700.0
    body = [Row(17.0)] * count
    tail = [Row(14.0)] * 8
    document = DocumentLayout(
        head=[Row(250.0)],
        table_header=[Row(18.0)],
        body=body,
        ending=tail,
        running_head=[Row(28.0)],
        footer="",
    )
    pages = paginate(document, room)
    assert all(page.height <= room - FOOTER_HEIGHT - SLACK for page in pages)
    assert sum(page.rows.count(Row(17.0)) for page in pages) == count
    assert pages[-1].rows[-8:] == tail
    assert len(pages) == 1 or pages[-1].rows[-9] == Row(17.0)
    assert total_height(pages[0].rows) == pages[0].height


def test_text_is_broken_where_it_must_be():
    for text in (LONG, "漢字かな交じり文" * 9, "x" * 200, "שלום עולם " * 20):
        assert all(width_of(line) <= 15 for line in wrap(text, 15))
    assert wrap("VERY-LONG-STOCK-CODE-77", 7.5) == ["VERY-LONG-", "STOCK-CODE-", "77"]
    assert wrap("", 10) == [""]
    assert wrap("one\ntwo", 10) == ["one", "two"]


def test_a_persons_own_workbooks_are_never_overwritten(tmp_path: Path):
    made = documents(business(), only=frozenset({"orders"}))
    assert [file.name for file in render_files(made, "Orders.xlsx")] == [
        "orders-printed.xlsx"
    ]
    (tmp_path / "orders.xlsx").write_bytes(b"a person's own")
    rendered = render_files(made, "shop.xlsx")
    with pytest.raises(SheetflowError, match=r"orders\.xlsx: it is there already"):
        publish_files(rendered, tmp_path)
    for _ in range(2):
        [path] = publish_files(rendered, tmp_path, overwrite=True)
        assert path.name == "orders-printed.xlsx"
    assert (tmp_path / "orders.xlsx").read_bytes() == b"a person's own"
    (tmp_path / "orders-printed.xlsx").write_bytes(b"this one too")
    with pytest.raises(SheetflowError, match="not created by sheetflow"):
        publish_files(rendered, tmp_path, overwrite=True)
