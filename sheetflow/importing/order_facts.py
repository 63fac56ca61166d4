"""Imported orders as facts: rows of Orders, Order lines, Customers, Products and Payments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from sheetflow.domain.book import Book
from sheetflow.domain.frame import plain_values
from sheetflow.domain.numbers import MICRO
from sheetflow.importing.matching import Cells, CustomerMatcher, ProductMatcher
from sheetflow.importing.orders import ImportedLine, ImportedOrder
from sheetflow.importing.totals import NO_TAX, Part, Rate, Rules, total_of

DISCOUNT = "DISCOUNT"
"""The product under which the discount of a whole order is written."""

SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Wanted:
    """What a person asked for: whether new products are added, and orders are fulfilled."""

    new_products: bool = False
    fulfilled: bool = False


@dataclass
class OrderFacts:
    """Collects the rows that orders become, by sheet."""

    book: Book
    customers: CustomerMatcher
    products: ProductMatcher
    wanted: Wanted
    rows: dict[str, list[Cells]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = tax_rules(self.book)

    def add(self, order: ImportedOrder) -> None:
        """Add the rows of one order."""
        skus = [self.products.sku_of(line) for line in order.lines]
        fit = _best_fit(order, self.rules)
        self._add_row("Orders", self._order_cells(order, fit))
        for line, sku in zip(order.lines, skus, strict=True):
            self._add_row("Order lines", _line_cells(order, line, sku, fit, self.rules))
        if fit.discount:
            self._add_discount(order, fit)
        for cells in _payment_cells(order):
            self._add_row("Payments", cells)

    def all_rows(self) -> dict[str, list[Cells]]:
        """The rows of every sheet; customers and products come before what refers to them."""
        matched = {"Customers": self.customers.new, "Products": self.products.new}
        found = matched | self.rows
        return {sheet: rows for sheet, rows in found.items() if rows}

    def _add_row(self, sheet: str, cells: Cells) -> None:
        self.rows.setdefault(sheet, []).append(cells)

    def _order_cells(self, order: ImportedOrder, fit: Fit) -> Cells:
        is_fulfilled = order.is_fulfilled and self.wanted.fulfilled
        return {
            "Order": order.number,
            "State": "Cancelled" if order.is_cancelled else "Order",
            "Order date": order.ordered_on,
            "Customer": self.customers.code_of(order.customer),
            "Ship to": order.customer.shipping_address,
            "Freight": _priced(order.shipping, order, self.rules, fit.freight_code),
            "Freight tax code": fit.freight_code
            if order.shipping and fit.is_exact
            else "",
            "Notes": order.notes,
            "Action": "Fulfil" if is_fulfilled and not order.is_cancelled else "",
        }

    def _add_discount(self, order: ImportedOrder, fit: Fit) -> None:
        """Write the discount of the whole order as a line of its own."""
        self.products.add(DISCOUNT, "Discount", {"Track stock": "No"})
        line = _discount_line(fit.discount)
        cells = _line_cells(order, line, DISCOUNT, fit, self.rules)
        self._add_row("Order lines", cells)


@dataclass(frozen=True)
class Fit:
    """How an order comes to the total that its source states, or the first way to read it.

    `code` is the tax code of its lines, empty for the product's own; `discount` what is taken
    from the whole order; `with_line_discounts` says whether those of the lines count.
    """

    code: str
    freight_code: str
    discount: Decimal
    with_line_discounts: bool
    is_exact: bool


def _best_fit(order: ImportedOrder, rules: Rules) -> Fit:
    """The first way in which an order comes to its stated total."""
    ways = list(_ways(order, rules))
    return next(_exact_ways(order, ways, rules), ways[0])


def _exact_ways(
    order: ImportedOrder, ways: Sequence[Fit], rules: Rules
) -> Iterator[Fit]:
    """The ways in which an order comes to its stated total; none where none is stated."""
    if order.total is None:
        return
    for way in ways:
        if _total(order, way, rules) == order.total:
            yield _exactly(way)


def _exactly(way: Fit) -> Fit:
    return Fit(
        way.code, way.freight_code, way.discount, way.with_line_discounts, is_exact=True
    )


def _ways(order: ImportedOrder, rules: Rules) -> Iterator[Fit]:
    """The ways to read an order: its discounts, and the tax codes that it may have."""
    codes = [NO_TAX] if not order.tax else [*rules.rates, NO_TAX]
    line_discounts = any(line.discount for line in order.lines)
    discounts = [(order.discount, line_discounts)]
    if order.discount and line_discounts:
        discounts += [(order.discount, False), (Decimal(0), True)]
    for code, (discount, with_lines) in product(codes, discounts):
        for freight_code in dict.fromkeys((code, NO_TAX)):
            yield Fit(code, freight_code, discount, with_lines, is_exact=False)


def _total(order: ImportedOrder, fit: Fit, rules: Rules) -> Decimal:
    """What an order comes to."""
    return total_of(list(_parts(order, fit, rules)), rules)


def _parts(order: ImportedOrder, fit: Fit, rules: Rules) -> Iterator[Part]:
    """The line totals, the discount and the freight of an order, with their tax codes."""
    for line in order.lines:
        price = _unit_price(line, order, fit, rules)
        yield rules.rounded(line.quantity * price), fit.code
    if fit.discount:
        yield rules.rounded(-_priced(fit.discount, order, rules, fit.code)), fit.code
    if order.shipping:
        yield _priced(order.shipping, order, rules, fit.freight_code), fit.freight_code


def _unit_price(
    line: ImportedLine, order: ImportedOrder, fit: Fit, rules: Rules
) -> Decimal:
    """What one costs, less the line's own discount, as the workbook states prices."""
    price = _discounted(line) if fit.with_line_discounts else line.price
    return _priced(price, order, rules, fit.code, SIX_PLACES)


def _discounted(line: ImportedLine) -> Decimal:
    """What one costs, less its part of the line's discount."""
    if not line.discount:
        return line.price
    return (line.quantity * line.price - line.discount) / line.quantity


def _priced(
    price: Decimal,
    order: ImportedOrder,
    rules: Rules,
    code: str = NO_TAX,
    unit: Decimal | None = None,
) -> Decimal:
    """A price with or without tax, as the workbook's prices are."""
    rate = rules.rates.get(code)
    if rate and order.tax_is_included and not rules.prices_include_tax:
        price = price / rate.factor
    elif rate and rules.prices_include_tax and not order.tax_is_included:
        price = price * rate.factor
    return price.quantize(unit) if unit else rules.rounded(price)


def _discount_line(discount: Decimal) -> ImportedLine:
    """The discount of a whole order as a line."""
    return ImportedLine(
        sku=DISCOUNT,
        barcode="",
        description="Discount",
        quantity=Decimal(1),
        price=-discount,
        discount=Decimal(0),
    )


def _line_cells(
    order: ImportedOrder, line: ImportedLine, sku: str, fit: Fit, rules: Rules
) -> Cells:
    """One row of Order lines."""
    return {
        "Order": order.number,
        "SKU": sku,
        "Description": line.description,
        "Quantity": line.quantity,
        "Unit price": _unit_price(line, order, fit, rules),
        "Tax code": fit.code if fit.is_exact else "",
    }


def _payment_cells(order: ImportedOrder) -> Iterator[Cells]:
    """What was paid at the source, and what of it was paid back."""
    payment = order.payment
    if payment is None or order.is_cancelled:
        return
    cells: Cells = {
        "Order": order.number,
        "Payment date": payment.paid_on,
        "Method": payment.method,
        "Reference": payment.reference,
    }
    yield {**cells, "Kind": "Payment", "Amount": payment.amount}
    if payment.refunded:
        yield {**cells, "Kind": "Refund", "Amount": payment.refunded}


def tax_rules(book: Book) -> Rules:
    """How the workbook works out tax, from Settings and Tax codes."""
    frame = book.tax_codes
    rates = _fractions(book, "Tax 1 %")
    seconds = _fractions(book, "Tax 2 %")
    compounds = (frame.compound == 1).tolist()
    codes = frame.tax_code.tolist()
    return Rules(
        rates={
            code: Rate(first, second, compound)
            for code, first, second, compound in zip(
                codes, rates, seconds, compounds, strict=True
            )
            if code
        },
        prices_include_tax=book.settings.prices_include_tax,
        rounds_each_line=book.settings.tax_rounding == "Line",
        unit=Decimal(book.settings.minor_unit) / MICRO,
    )


def _fractions(book: Book, header: str) -> Sequence[Decimal]:
    """The percentages of a column as fractions; 0 where it is blank."""
    frame = book.tax_codes
    column = frame.schema.column(header)
    percentages = plain_values(column, frame[header])
    return [Decimal(value or 0) / 100 for value in percentages]
