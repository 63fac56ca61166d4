"""Taxes: on invoices as they are issued, and on orders at the present rates (rules.md section 2)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sheets import add, after, expect

from sheetflow.ledgers.invoice_taxes import tax_invoices

CODES = """
    Tax code  Tax 1 %  Tax 2 %  Compound
    VAT       20       -        -
    LOW       7.7      -        -
    TWO       5        9.975    No
    ON-TOP    5        9.975    Yes
    ZERO      0        -        -
"""
THREE = """
    Order  SKU    Quantity  Unit price  Tax code
    SO-1   A-100  1         0.33        LOW
    SO-1   A-100  1         0.33        LOW
    SO-1   A-100  1         0.33        LOW
"""


def taxed(lines: str, settings: str, order: str = "-  -"):
    """An order invoiced whole; its tax is the same on the order and on the invoice."""
    played = after(
        "Invoice ordered",
        tax_codes=CODES,
        order_lines=lines,
        settings=f"""
        Setting  Value
        {settings}
    """,
        orders=f"""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       {order}
    """,
    )
    assert (played.orders["Tax"], played.orders["Total"]) == (
        played.invoices["Tax"],
        played.invoices["Total"],
    )
    assert played.codes == []
    return played.orders


def test_tax_is_computed_once_for_each_code_of_a_document_or_on_each_line():
    """7.7 % of 0.99 is 0.07623; of 0.33 it is 0.02541, so 0.03 on each line."""
    expect(
        taxed(THREE, "Tax rounding  Document"),
        """
        Subtotal  Tax   Total
        0.99      0.08  1.07
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Line"),
        """
        Subtotal  Tax   Total
        0.99      0.09  1.08
    """,
    )


@pytest.mark.parametrize(
    ("first", "second", "tax"),
    [
        # 7.7 % of 0.33 is 0.02541, so 0.03; of 0.66 it is 0.05082, so 0.05.
        ("INV-1  LOW  7.7  0  No", "INV-1  LOW   7.7  0  No", ["0.05", "0"]),
        ("INV-1  LOW  7.7  0  No", "INV-2  LOW   7.7  0  No", ["0.03", "0.03"]),
        ("INV-1  LOW  7.7  0  No", "INV-1  ZERO  7.7  0  No", ["0.06", "0"]),
        ("INV-1  LOW  7.7  0  No", "INV-1  LOW   7.6  0  No", ["0.06", "0"]),
        # 1 % of 0.33 is nothing.
        ("INV-1  LOW  7.7  0  No", "INV-1  LOW   7.7  1  No", ["0.06", "0"]),
        # 9 % of 0.33 and of 0.36 are 0.03; of 0.66 they would be 0.06.
        ("INV-1  LOW  7.7  9  No", "INV-1  LOW   7.7  9  Yes", ["0.12", "0"]),
    ],
)
def test_tax_is_rounded_once_for_each_document_code_and_rates(first, second, tax):
    played = after(
        tax_codes=CODES,
        settings="""
        Setting       Value
        Tax rounding  Document
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-1   2026-02-10
    """,
        invoice_lines=f"""
        Invoice  Tax code  Tax 1 %  Tax 2 %  Compound  Order  SKU    Quantity  Unit price
        {first}   SO-1   A-100  1  0.33
        {second}  SO-1   B-200  1  0.33
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        SO-1   B-200  10
    """,
    )
    assert amounts(tax_invoices(played.book).by_document(2)) == [
        Decimal(amount) for amount in tax
    ]
    assert played.invoices["Tax"][0] == Decimal(tax[0])


def test_freight_is_taxed_with_the_lines_of_its_code():
    """Document: 7.7 % of 0.99 + 0.36 = 1.35 is 0.10395 → 0.10. Line: 3 × 0.03, and 0.02772 → 0.03 on the freight."""
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  LOW"),
        """
        Subtotal  Tax  Total
        0.99      0.1  1.45
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Line", "0.36  LOW"),
        """
        Subtotal  Tax   Total
        0.99      0.12  1.47
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  VAT"),
        """
        Subtotal  Tax   Total
        0.99      0.15  1.5
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  None"),
        """
        Subtotal  Tax   Total
        0.99      0.08  1.43
    """,
    )


@pytest.mark.parametrize(
    ("code", "tax", "total"),
    [
        # 5 % of 99.90 is 4.995 → 5.00; 9.975 % of it 9.965025 → 9.97, on 104.90: 10.463775 → 10.46.
        ("TWO", "14.97", "114.87"),
        ("ON-TOP", "15.46", "115.36"),
        ("VAT", "19.98", "119.88"),
        ("ZERO", "0", "99.9"),
        ("None", "0", "99.9"),
    ],
)
def test_prices_without_tax(code, tax, total):
    lines = f"""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       {code}
    """
    expect(
        taxed(lines, "Prices include tax  No"),
        f"""
        Subtotal  Tax  Total
        99.9      {tax}  {total}
    """,
    )


@pytest.mark.parametrize(
    ("code", "tax"),
    [
        # 99.90 ÷ 1.14975 = 86.888454… → 86.89, so 13.01; ÷ (1.05 × 1.09975) = 86.513389… → 86.51, so 13.39.
        ("TWO", "13.01"),
        ("ON-TOP", "13.39"),
        ("VAT", "16.65"),
        ("ZERO", "0"),
        ("None", "0"),
    ],
)
def test_prices_with_tax_hold_it_and_are_never_altered(code, tax):
    lines = f"""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       {code}
    """
    expect(
        taxed(lines, "Prices include tax  Yes"),
        f"""
        Subtotal  Tax  Total
        99.9      {tax}  99.9
    """,
    )


@pytest.mark.parametrize(
    ("inclusive", "price", "code", "tax", "first"),
    [
        ("No", "99.90", "TWO", "14.97", "5.00"),
        ("No", "99.90", "ON-TOP", "15.46", "5.00"),
        ("No", "99.90", "VAT", "19.98", "19.98"),
        # 5 % of the net 86.89 is 4.3445; of 86.51 it is 4.3255.
        ("Yes", "99.90", "TWO", "13.01", "4.34"),
        ("Yes", "99.90", "ON-TOP", "13.39", "4.33"),
        # 0.07 ÷ 1.077 = 0.0649… → 0.06: a single tax is all of the 0.01, though 7.7 % of 0.06 is less than half a cent.
        ("Yes", "0.07", "LOW", "0.01", "0.01"),
    ],
)
def test_the_first_of_two_taxes(inclusive, price, code, tax, first):
    played = after(
        "Invoice ordered",
        tax_codes=CODES,
        settings=f"""
        Setting             Value
        Prices include tax  {inclusive}
    """,
        order_lines=f"""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         {price}     {code}
    """,
    )
    taxed = tax_invoices(played.book)
    assert amounts(taxed.tax) == [Decimal(tax)]
    assert amounts(taxed.tax_1) == [Decimal(first)]
    assert (taxed.rates.tax_1[0], taxed.rates.tax_2[0]) == RATES[code]


RATES = {
    "VAT": (200_000, 0),
    "LOW": (77_000, 0),
    "TWO": (50_000, 99_750),
    "ON-TOP": (50_000, 99_750),
}
"""The rates of each code, in millionths."""


def amounts(millionths):
    """Millionths of the currency as decimals."""
    return [Decimal(each).scaleb(-6) for each in millionths.tolist()]


def test_tax_in_a_large_price_is_exact_to_the_cent():
    """899,999,999,999.99 ÷ 1.077 = 835,654,596,100.2692…, so 64,345,403,899.72."""
    lines = """
        Order  SKU    Quantity  Unit price       Tax code
        SO-1   A-100  1         899999999999.99  LOW
    """
    expect(
        taxed(lines, "Prices include tax  Yes"),
        """
        Tax             Total
        64345403899.72  899999999999.99
    """,
    )


def test_freight_in_prices_with_tax():
    """(99.90 + 12) ÷ 1.2 = 93.25: tax 18.65."""
    lines = """
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       VAT
    """
    expect(
        taxed(lines, "Prices include tax  Yes", "12  VAT"),
        """
        Subtotal  Freight  Tax    Total
        99.9      12       18.65  111.9
    """,
    )


@pytest.mark.parametrize(
    ("currency", "subtotal", "tax", "total"),
    [
        ("USD", "30.9", "2.38", "33.28"),
        ("JPY", "31", "2", "33"),
        ("KWD", "30.897", "2.379", "33.276"),
    ],
)
def test_money_is_rounded_to_the_currencys_minor_unit(currency, subtotal, tax, total):
    """3 × 10.299 = 30.897; 7.7 % of 30.90 is 2.3793, of 31 it is 2.387, of 30.897 it is 2.379069."""
    lines = """
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  3         10.299      LOW
    """
    expect(
        taxed(lines, f"Currency  {currency}"),
        f"""
        Subtotal    Tax    Total
        {subtotal}  {tax}  {total}
    """,
    )


def test_an_invoice_keeps_the_rates_at_which_it_was_issued():
    issued = after(
        "Invoice ordered",
        tax_codes=CODES,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  10        10          VAT
    """,
    )
    later = after(
        None,
        issued,
        tax_codes="""
        Tax code  Tax 1 %
        VAT       25
    """,
    )
    expect(
        later.invoices,
        """
        Tax  Total
        20   120
    """,
    )
    expect(
        later.orders,
        """
        Tax  Total  Invoiced
        25   125    120
    """,
    )
    assert later.codes == []


def test_an_exempt_customers_lines_take_no_code_but_keep_a_typed_one():
    played = after(
        tax_codes=CODES,
        customers="""
        Customer  Name    Tax exempt
        C-1       Church  Yes
    """,
        products="""
        SKU    Name   Price  Tax code
        A-100  Anvil  20     VAT
    """,
        order_lines="""
        Order  SKU    Quantity  Tax code
        SO-1   A-100  1         -
        SO-1   A-100  1         VAT
    """,
    )
    assert played.order_lines["Tax code"] == ["None", "VAT"]
    assert played.orders["Tax"] == [4]


def test_freight_is_taxed_by_its_own_orders_customer():
    """SO-1 and SO-3 have 2 tax on 10 of freight, SO-2 is an exempt customer's."""
    played = after(
        "Invoice ordered",
        tax_codes=CODES,
        customers="""
        Customer  Name              Tax exempt
        C-1       Mill Lane Stores  No
        C-2       Church            Yes
    """,
        orders="""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       10       VAT
        SO-2   2026-02-01  C-2       10       VAT
        SO-3   2026-02-01  C-1       10       VAT
    """,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         10          None
        SO-2   A-100  1         10          None
        SO-3   A-100  1         10          None
    """,
    )
    assert played.orders["Tax"] == [2, 0, 2]
    assert played.invoices["Tax"] == [2, 0, 2]


@pytest.mark.parametrize(
    ("customers", "tax"),
    [
        ("C-1  Church  Yes  -", 0),
        ("C-1  Church  No   -", 2),
        ("C-1  Church  -    -", 2),
        ("C-1  Church  Yes  soon", 2),  # a row in error says nothing
        ("C-9  Church  Yes  -", 2),  # nor does another customer's
    ],
)
def test_freight_is_taxed_unless_its_customer_is_known_to_be_exempt(customers, tax):
    played = after(
        tax_codes=CODES,
        customers=f"""
        Customer  Name  Tax exempt  Terms (days)
        {customers}
    """,
        orders="""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       10       VAT
    """,
        order_lines="""
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  1         10          None
    """,
    )
    assert played.orders["Tax"] == [tax]


ISSUED = """
    Invoice  Order  Invoice date  Currency  Freight  Freight tax code  Voided
"""
ISSUED_LINES = """
    Invoice  Order  SKU    Quantity  Unit price  Tax code  Voided
"""


def issued(invoices: str, lines: str, settings: str = "Currency  USD", **sheets: str):
    """The taxes of invoices that were typed, by code (- for no code), as `INV-1 VAT 10 2`: base and tax."""
    played = after(
        tax_codes=CODES,
        settings=f"""
        Setting  Value
        {settings}
    """,
        invoices=add(ISSUED, invoices),
        invoice_lines=add(ISSUED_LINES, lines),
        **sheets,
    )
    taxed = tax_invoices(played.book)
    numbers = played.invoices["Invoice"]
    codes = [*played.tax_codes["Tax code"], "-"]
    return [
        f"{numbers[document]} {codes[code]} {base.normalize():f} {tax.normalize():f}"
        for document, code, base, tax in zip(
            taxed.document.tolist(),
            taxed.code.tolist(),
            amounts(taxed.base),
            amounts(taxed.tax),
            strict=True,
        )
    ]


def test_what_is_voided_has_no_tax():
    """A voided line, a line of a voided invoice, and a voided invoice's freight."""
    assert issued(
        """
    INV-1  SO-1  2026-02-10  -  -   -    -
    INV-2  SO-1  2026-02-10  -  10  VAT  2026-02-11
    INV-3  SO-1  2026-02-10  -  10  VAT  -
    """,
        """
    INV-1  SO-1  A-100  1  20  VAT  -
    INV-1  SO-1  A-100  1  30  LOW  2026-02-11
    INV-2  SO-1  A-100  1  40  VAT  -
    """,
    ) == ["INV-1 VAT 20 4", "INV-3 VAT 10 2"]


def test_freight_without_tax_is_a_group_of_its_own_without_a_code():
    assert issued(
        "    INV-1  SO-1  2026-02-10  -  10  VAT  -",
        "    INV-1  SO-1  A-100  1  20  VAT  -",
        customers="""
        Customer  Name    Tax exempt
        C-1       Church  Yes
    """,
    ) == ["INV-1 - 10 0", "INV-1 VAT 20 4"]


def test_an_invoice_is_rounded_in_its_own_currency_else_in_that_of_settings():
    """7.7 % of 31 is 2.387."""
    assert issued(
        """
    INV-1  SO-1  2026-02-10  JPY  -  -  -
    INV-2  SO-1  2026-02-10  KWD  -  -  -
    INV-3  SO-1  2026-02-10  -    -  -  -
    """,
        """
    INV-1  SO-1  A-100  1  31  LOW  -
    INV-2  SO-1  A-100  1  31  LOW  -
    INV-3  SO-1  A-100  1  31  LOW  -
    """,
    ) == ["INV-1 LOW 31 2", "INV-2 LOW 31 2.387", "INV-3 LOW 31 2.39"]


@pytest.mark.parametrize(
    ("settings", "groups"),
    [
        ("Tax rounding  Document", ["INV-1 LOW 0.66 0.05"]),
        ("Tax rounding  Line", ["INV-1 LOW 0.33 0.03", "INV-1 LOW 0.33 0.03"]),
        # 0.66 ÷ 1.077 = 0.6128…
        ("Tax rounding  Document\nPrices include tax  Yes", ["INV-1 LOW 0.66 0.05"]),
        ("Tax rounding  Line\nPrices include tax  Yes", ["INV-1 LOW 0.33 0.02"] * 2),
    ],
)
def test_an_invoice_is_taxed_as_settings_say_where_it_says_nothing(settings, groups):
    found = issued(
        "    INV-1  SO-1  2026-02-10  -  -  -  -",
        """
    INV-1  SO-1  A-100  1  0.33  LOW  -
    INV-1  SO-1  B-200  1  0.33  LOW  -
    """,
        settings,
        order_lines="""
        Order  Line  SKU    Quantity  Tax code
        SO-1   1     A-100  10        LOW
        SO-1   2     B-200  10        LOW
    """,
    )
    assert found == groups


def test_a_row_of_tax_codes_in_error_counts_for_nothing_until_it_is_fixed():
    played = after(
        tax_codes="""
        Tax code  Tax 1 %  Tax 2 %
        VAT       20       lots
    """,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         10          VAT
    """,
    )
    expect(
        played.orders,
        """
        Subtotal  Tax  Total
        10        0    10
    """,
    )
    assert played.codes == ["NUM01"]
