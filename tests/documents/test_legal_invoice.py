"""What the law requires of an invoice (docs/reference/invoices.md) is on the workbook and the PDF."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pytest
from locations import DOCS
from paper import Paper, documents, drawn
from sheets import after

from sheetflow.documents.model import Documents
from sheetflow.documents.wording.locale_formats import Formats

PAGE = DOCS / "reference" / "invoices.md"

SELLER = """
    Setting         Value
    Company         Schmiede Wagner GmbH
    Address         Hafenstraße 4, 20457 Hamburg
    Country         DE
    Tax number      DE123456789
    Currency        EUR
    Locale          en_GB
    Invoice prefix  RE-
    Bank details    Hafenbank
    IBAN            DE02 1203 0000 0000 2020 51
    BIC             BYLADEM1001
    Footer          HRB 4711, Amtsgericht Hamburg
"""
HOME = """
    Customer  Name         Billing address         Tax number   Tax exempt
    C-1       Möbel Meier  Markt 1, 28195 Bremen   DE987654321  -
"""
FRENCH = """
    Customer  Name           Billing address             Tax number     Tax exempt
    C-1       Atelier Morel  3 rue du Port, 44000 Nantes  FR40303265045  Yes
"""
CODES = """
    Tax code  Name      Tax 1 %  Tax 1 name  Tax 2 %  Tax 2 name
    STD       Standard  19       VAT         -        -
    LOW       Reduced   7        VAT         -        -
    QC        Québec    5        GST         9.975    QST
    NY        New York  8.875    Sales tax   -        -
"""
ORDER = """
    Order  Order date  Customer  Freight  Freight tax code  Customer PO  Action
    SO-1   2026-02-01  C-1       12.50    STD               PO 7         Fulfil, Invoice
"""
TWO_RATES = """
    Order  Line  SKU    Description   Quantity  Unit price  Discount %  Tax code
    SO-1   1     A-100  Forged anvil  10        19.99       5           STD
    SO-1   2     B-200  Bellows       3         5           -           LOW
"""
GOODS_AND_SERVICE = """
    Order  Line  SKU    Quantity  Unit price
    SO-1   1     A-100  10        19.99
    SO-1   2     S-900  1         50
"""
PAID = """
    Order  Payment date  Amount
    SO-1   2026-03-02    100.01
"""
BACK = """
    Order  SKU    Line  Quantity  Return date  Reason
    SO-1   A-100  1     2         2026-03-02   too heavy
"""


@dataclass(frozen=True)
class Case:
    """A business, and the words that must be on its documents: by the point that requires them."""

    words: dict[str, list[str]]
    lines: str = TWO_RATES
    customers: str = HOME
    settings: str = SELLER
    later: dict[str, str] = field(default_factory=dict)
    paper: str = "invoices"

    def documents(self) -> Documents:
        """Its documents, after its goods have gone; `later` is what then comes in."""
        sheets = {
            "settings": self.settings,
            "customers": self.customers,
            "tax_codes": CODES,
            "orders": ORDER,
        }
        played = after(None, **sheets, order_lines=self.lines)
        return documents(after(None, played, **self.later) if self.later else played)


def with_settings(**changed: str) -> str:
    """The seller's settings, some of them changed."""
    text = SELLER
    for name, value in changed.items():
        text = re.sub(rf"(?m)^    {name.replace('_', ' ')}  .*\n", "", text)
        text += f"    {name.replace('_', ' ')}  {value}\n"
    return text


EU = {
    "(1)": ["Invoice date", "2 Mar 2026"],
    "(2)": ["Invoice", "RE-000001"],
    "(3)": ["Tax number DE123456789"],
    "(4)": ["Your tax number", "DE987654321"],
    "(5)": [
        "Schmiede Wagner GmbH",
        "Hafenstraße 4, 20457 Hamburg",
        "Möbel Meier",
        "Markt 1, 28195 Bremen",
    ],
    "(6)": ["Forged anvil", "Bellows", "10", "3"],
    "(7)": ["Supplied", "2 Mar 2026"],
    "(8)": [
        "Unit price",
        "19.99",
        "5%",
        "189.91",
        "202.41",
        "15.00",
        "Total without tax",
        "217.41",
    ],
    "(9)": ["19%", "7%"],
    "(10)": ["VAT 19%", "38.46", "VAT 7%", "1.05", "Total EUR", "256.92"],
}
REVERSE = {
    "(4)": ["Your tax number", "FR40303265045"],
    "(11)": [
        "Intra-Community supply, exempt from VAT: Article 138 of Directive 2006/112/EC."
    ],
    "(11a)": ["Reverse charge", "Article 196"],
}
MONEY = {
    "bank details": [
        "Hafenbank",
        "IBAN DE02 1203 0000 0000 2020 51",
        "BIC BYLADEM1001",
    ],
    "terms": ["Please pay by 1 Apr 2026, quoting RE-000001."],
    "paid and balance": ["Paid", "100.01", "Balance due", "156.91"],
    "the reference of the buyer": ["Your reference", "PO 7"],
    "the register entry": ["HRB 4711, Amtsgericht Hamburg"],
}
GROSS = {
    "(8)": ["Unit, net", "16.798319", "170.09", "Total without tax", "184.11"],
    "(10)": [
        "including VAT 19%",
        "32.32",
        "including VAT 7%",
        "0.98",
        "Total EUR",
        "217.41",
    ],
}
CANADA = {
    "from 100 dollars": [
        "Tax number 123456789 RT0001",
        "GST 5%",
        "10.25",
        "QST 9.975%",
        "20.44",
    ],
    "from 500 dollars": ["Möbel Meier", "Due date", "1 Apr 2026", "Forged anvil"],
}
KINGDOM = {
    "reg. 14 (1) (a) to (e)": [
        *EU["(1)"],
        *EU["(2)"],
        *EU["(5)"],
        *EU["(7)"],
        "Tax number GB123456789",
    ],
    "(g), (h), (m)": ["Forged anvil", "Unit price", "19.99", "10", "19%", "189.91"],
    "(i)": ["Total without tax", "217.41"],
    "(l)": ["VAT 19%", "38.46", "VAT 7%", "1.05"],
}
STATES = {
    "the tax apart from the price": ["Subtotal", "204.91", "Sales tax 8.875%", "18.19"]
}
AUSTRALIA = {
    "29-70 (1) (d)": ["Tax invoice"],
    "29-70 (1) (c)": [
        "Tax number ABN 51 824 753 556",
        "Möbel Meier",
        "2 Mar 2026",
        "VAT 19%",
    ],
}
CREDIT = {
    "article 219, reg. 15C (5) (e)": ["Corrects invoice RE-000001 of 2 Mar 2026."],
    "reg. 15C": [
        "Credit note",
        "CN-000001",
        "Forged anvil – too heavy",
        "37.98",
        "VAT 19%",
        "7.22",
        "45.20",
    ],
    "both sides": ["Tax number DE123456789", "Möbel Meier", "DE987654321"],
}
CASES = {
    "at home, two rates": Case(EU),
    "to another member state": Case(REVERSE, GOODS_AND_SERVICE, FRENCH),
    "part paid": Case(MONEY, later={"payments": PAID}),
    "a credit note": Case(CREDIT, later={"returns": BACK}, paper="credit-notes"),
    "an Australian credit note": Case(
        {"s. 5 (1)": ["Adjustment note", "too heavy"]},
        settings=with_settings(Country="AU", Currency="AUD"),
        later={"returns": BACK},
        paper="credit-notes",
    ),
    "prices with tax": Case(GROSS, settings=with_settings(Prices_include_tax="Yes")),
    "United Kingdom": Case(
        KINGDOM,
        settings=with_settings(Country="GB", Tax_number="GB123456789", Currency="GBP"),
    ),
    "United States": Case(
        STATES,
        TWO_RATES.replace("STD", "NY").replace("LOW", "NY"),
        settings=with_settings(
            Country="US", Tax_number="12-3456789", Currency="USD", Locale="en_US"
        ),
    ),
    "Canada": Case(
        CANADA,
        TWO_RATES.replace("STD", "QC").replace("LOW", "QC"),
        settings=with_settings(
            Country="CA", Tax_number="123456789 RT0001", Currency="CAD"
        ),
    ),
    "Australia": Case(
        AUSTRALIA,
        settings=with_settings(
            Country="AU", Tax_number="ABN 51 824 753 556", Currency="AUD"
        ),
    ),
}


def on_workbook(made: Documents, name: str) -> str:
    """All that a printed workbook shows, column by column: a note runs on from row to row."""
    paper = Paper(drawn(made)[f"{name}.xlsx"])
    formats = Formats(made.seller.style.locale, made.seller.currency)
    cells = [
        cell
        for column in paper.values.iter_cols(values_only=True)
        for cell in column
        if cell is not None
    ]
    return "\n".join(
        formats.date(cell.date()) if hasattr(cell, "date") else shown(cell)
        for cell in cells
    )


def shown(cell: object) -> str:
    """A number as money and as it is, without the sign that its format may drop; text as it is."""
    return (
        f"{abs(cell):.2f} {abs(cell):.15g}"
        if isinstance(cell, (int, float))
        else str(cell)
    )


def on_pdf(made: Documents, name: str) -> str:
    """All that a PDF shows."""
    pypdf = pytest.importorskip(
        "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
    )
    pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")
    from sheetflow.documents.pdf import pdfs_of

    [content] = [file.content for file in pdfs_of(made) if file.name == f"{name}.pdf"]
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


def plain(text: str) -> str:
    """Text without line breaks and with plain spaces."""
    return " ".join(re.sub(r"[\u2028\u2066-\u2069\u200b\u2060]", "", text).split())


@pytest.mark.parametrize("read", [on_workbook, on_pdf])
@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_the_law_requires_is_on_the_page(case: Case, read):
    page = plain(read(case.documents(), case.paper))
    missing = {
        point: word
        for point, words in case.words.items()
        for word in words
        if plain(word) not in page
    }
    assert missing == {}, page


def test_every_point_of_article_226_that_the_page_names_is_tested():
    table = (
        PAGE.read_text(encoding="utf-8")
        .split("| Article 226 asks for |")[1]
        .split("\n\n")[0]
    )
    assert set(re.findall(r"^\| (\(\d+a?\))", table, re.MULTILINE)) == set(EU) | set(
        REVERSE
    )
