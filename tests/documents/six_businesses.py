"""Six businesses as text tables: what their documents look like is looked at, and checked page by page."""

from __future__ import annotations

from typing import NamedTuple


class Business(NamedTuple):
    """The sheets of a business, and the language of its documents."""

    language: str
    sheets: dict[str, str]


def _settings(
    company: str, address: str, currency: str, locale: str, more: str = ""
) -> str:
    return f"""
        Setting            Value
        Company            {company}
        Address            {address}
        Currency           {currency}
        Locale             {locale}
        Document language  {locale[:2]}
        Weight unit        kg
        {more}
    """


def _sheets(
    settings: str, customer: str, names: tuple[str, str], rates: str, **more: str
) -> dict[str, str]:
    """A business with one customer, two products and an order that is shipped and invoiced."""
    first, second = names
    return {
        "settings": settings,
        "customers": f"""
            Customer  Name        Billing address  Shipping address
            C-1       {customer}
        """,
        "products": f"""
            SKU    Name      Unit  Price  Tax code  Barcode
            A-100  {first}   -     20     STD       4012345000009
            B-200  {second}  -     5      STD       -
        """,
        "tax_codes": f"""
            Tax code  Name  Tax 1 %  Tax 1 name  Tax 2 %  Tax 2 name
            STD       {rates}
        """,
        "orders": """
            Order  Order date  Customer  Customer PO  Freight  Freight tax code  State  Action
            SO-1   2026-02-01  C-1       '4711'       9        STD               -      Fulfil, Invoice
            SO-2   2026-02-01  C-1       '4712'       -        -                 Quote  -
        """,
        "order_lines": """
            Order  SKU    Quantity  Discount %
            SO-1   A-100  10        5
            SO-1   B-200  300       -
            SO-2   A-100  2         -
        """,
        "returns": """
            Order  SKU    Quantity  Return date  Reason  Fee
            SO-1   A-100  2         2026-03-02   -       1
        """,
        **more,
    }


LINES = 400
CONTAINERS = 12


def _wholesaler() -> dict[str, str]:
    """Many lines in many containers, prices with tax, a return with a fee."""
    skus = [f"P-{at:04d}" for at in range(LINES)]
    products = "\n".join(
        f"{sku}  Part of the long range number {at}  12  STD"
        for at, sku in enumerate(skus)
    )
    lines = "\n".join(f"SO-1  {sku}  3" for sku in skus)
    stock = "\n".join(f"2026-01-02  Opening  {sku}  MAIN  9" for sku in skus)
    picks = "\n".join(f"SO-1  {sku}  MAIN  3  2026-02-02" for sku in skus)
    packing = "\n".join(
        f"SO-1  {at % CONTAINERS + 1}  {sku}  3" for at, sku in enumerate(skus[:-5])
    )
    return {
        "settings": _settings(
            "Great Parts Ltd", "1 Depot Road", "GBP", "en_GB", "Prices include tax  Yes"
        ),
        "customers": "Customer  Name  Billing address\nC-1  Corner Shops  High Street",
        "products": f"SKU  Name  Price  Tax code\n{products}",
        "tax_codes": "Tax code  Name  Tax 1 %  Tax 1 name\nSTD  Standard  20  VAT",
        "orders": "Order  Order date  Customer  Action\nSO-1  2026-02-01  C-1  Ship, Invoice",
        "order_lines": f"Order  SKU  Quantity\n{lines}",
        "stock_moves": f"Date  Type  SKU  To  Quantity\n{stock}",
        "picks": f"Order  SKU  Location  Picked  Pick date\n{picks}",
        "packing": f"Order  Container  SKU  Quantity\n{packing}",
        "returns": "Order  SKU  Quantity  Return date  Fee\nSO-1  P-0001  2  2026-03-02  1.5",
    }


def _consultant() -> dict[str, str]:
    """No goods, no tax."""
    return {
        "settings": _settings("Ann Advice", "2 Hill Road", "EUR", "en_IE"),
        "customers": "Customer  Name  Billing address\nC-1  Harbour Cafe  Pier 1",
        "products": "SKU  Name  Unit  Price  Track stock\nDAY  A day of advice  day  800  No",
        "orders": "Order  Order date  Customer  Action\nSO-1  2026-02-01  C-1  Invoice",
        "order_lines": "Order  SKU  Quantity\nSO-1  DAY  3",
    }


BUSINESSES = {
    "german": Business("de", _sheets(
        _settings("Dresdner Töpferei GmbH", "Elbstraße 1", "EUR", "de_DE", "IBAN  DE02120300000000202051"),
        "Kaufhaus Müller  Markt 5  Lagerweg 9", ("Becher, blau", "Teller"), "Regelsatz  19  USt  -  -")),
    "american": Business("en", _sheets(
        _settings("Maple Goods Inc.", "9 Main Street", "USD", "en_US", "Paper  Letter"),
        "Corner Store  1 Elm Street  2 Dock Road", ("Mug, blue", "Plate"), "Two taxes  5  State tax  2.5  City tax")),
    "japanese": Business("ja", _sheets(
        _settings("株式会社山田製作所", "東京都千代田区1-1", "JPY", "ja_JP"),
        "田中商事株式会社  大阪府大阪市北区梅田1-1  京都府京都市2-2", ("青いマグカップ大", "皿"),
        "標準  10  消費税  -  -")),
    "kuwaiti": Business("ar", _sheets(
        _settings("شركة الخليج للتجارة", "شارع الملك فهد 12", "KWD", "ar_KW"),
        "مؤسسة النور  شارع السلام 5  المنطقة الصناعية 9", ("كوب أزرق", "طبق"), "أساسي  5  ضريبة  -  -")),
    "consultant": Business("en", _consultant()),
    "wholesaler": Business("en", _wholesaler()),
}  # fmt: skip
