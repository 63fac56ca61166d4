"""Imported orders as facts: rows of Orders, Order lines, Customers, Products and Payments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from sheetflow.domain.book import Book
from sheetflow.domain.frame import plain_values
from sheetflow.domain.numbers import MICRO
from sheetflow.importing.imported_orders import ImportedLine, ImportedOrder
from sheetflow.importing.matching import (
    SIX_PLACES,
    Cells,
    CustomerMatcher,
    ProductMatcher,
)
from sheetflow.importing.totals import NO_TAX, Part, Rate, Rules, total_of, total_tax

DISCOUNT = "DISCOUNT"
"""The product under which the discount of a whole order is written."""


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
        has_tax_code = bool(order.shipping) and fit.is_exact
        return {
            "Order": order.number,
            "State": "Cancelled" if order.is_cancelled else "Order",
            "Order date": order.ordered_on,
            "Customer": self.customers.code_of(order.customer),
            "Ship to": order.customer.shipping_address,
            "Freight": _priced(order.shipping, fit, self.rules, fit.freight_code),
            "Freight tax code": fit.freight_code if has_tax_code else "",
            "Notes": order.notes,
            "Action": self._action(order),
        }

    def _action(self, order: ImportedOrder) -> str:
        is_fulfilled = order.is_fulfilled and not order.is_cancelled
        return "Fulfil" if is_fulfilled and self.wanted.fulfilled else ""

    def _add_discount(self, order: ImportedOrder, fit: Fit) -> None:
        """Write the discount of the whole order as a line of its own."""
        self.products.add(DISCOUNT, "Discount", {"Track stock": "No"})
        discount = ImportedLine(DISCOUNT, "", "Discount", Decimal(1), -fit.discount)
        cells = _line_cells(order, discount, DISCOUNT, fit, self.rules)
        self._add_row("Order lines", cells)


@dataclass(frozen=True)
class Fit:
    """How an order comes to the total that its source states, or the first way to read it.

    `code` is the tax code of its lines, empty for the product's own; `discount` what is taken
    from the whole order; `with_line_discounts` says whether those of the lines count, and
    `includes_tax` whether the source's prices include tax.
    """

    code: str
    freight_code: str
    discount: Decimal
    with_line_discounts: bool
    includes_tax: bool
    is_exact: bool = False


def _best_fit(order: ImportedOrder, rules: Rules) -> Fit:
    """The first way in which an order comes to its stated total, if it can be with the stated tax."""
    ways = list(_ways(order, rules))
    exact = [way for way in ways if _total(order, way, rules) == order.total]
    with_tax = (way for way in exact if _tax(order, way, rules) == order.tax)
    best = next(with_tax, exact[0] if exact else None)
    return replace(best, is_exact=True) if best else ways[0]


def without_collected_tax(order: ImportedOrder, rules: Rules) -> ImportedOrder:
    """An order as its seller has it: without a tax that the marketplace pays itself.

    That is so where the order comes to its total under no tax code of the workbook.
    """
    is_on_top = order.tax and not order.tax_is_included
    if not (order.may_owe_no_tax and is_on_top) or _best_fit(order, rules).is_exact:
        return order
    payment = order.payment
    if payment is not None:
        payment = replace(payment, amount=payment.amount - order.tax)
    total = order.total - order.tax
    return replace(order, tax=Decimal(0), total=total, payment=payment)


def _ways(order: ImportedOrder, rules: Rules) -> Iterator[Fit]:
    """The ways to read an order: its discounts, the tax codes, and taxes included or not."""
    codes = [NO_TAX] if not order.tax else [*rules.rates, NO_TAX]
    included = order.tax_is_included
    readings = [False, True] if included is None and order.tax else [bool(included)]
    for includes_tax, code, discounts in product(readings, codes, _discounts(order)):
        discount, with_lines = discounts
        for freight_code in dict.fromkeys((code, NO_TAX)):
            yield Fit(code, freight_code, discount, with_lines, includes_tax)


def _discounts(order: ImportedOrder) -> list[tuple[Decimal, bool]]:
    """The ways to read discounts: that of the order, and whether those of its lines count.

    The prices of a source may have them taken off already.
    """
    has_line_discounts = any(line.discount for line in order.lines)
    found = [(order.discount, has_line_discounts)]
    if has_line_discounts:
        found += [(order.discount, False), (Decimal(0), True)]
    if order.discount or has_line_discounts:
        found.append((Decimal(0), False))
    return list(dict.fromkeys(found))


def _total(order: ImportedOrder, fit: Fit, rules: Rules) -> Decimal:
    """What an order comes to."""
    return total_of(list(_parts(order, fit, rules)), rules)


def _tax(order: ImportedOrder, fit: Fit, rules: Rules) -> Decimal:
    """The tax of an order."""
    return total_tax(list(_parts(order, fit, rules)), rules)


def _parts(order: ImportedOrder, fit: Fit, rules: Rules) -> Iterator[Part]:
    """The line totals, the discount and the freight of an order, with their tax codes."""
    for line in order.lines:
        price = _unit_price(line, fit, rules)
        yield rules.rounded(line.quantity * price), _code(line, fit)
    if fit.discount:
        yield rules.rounded(-_priced(fit.discount, fit, rules, fit.code)), fit.code
    if order.shipping:
        freight = _priced(order.shipping, fit, rules, fit.freight_code)
        yield freight, fit.freight_code


def _code(line: ImportedLine, fit: Fit) -> str:
    """The tax code of a line: none for one that the source does not tax, such as a gift card."""
    return fit.code if line.is_taxed else NO_TAX


def _unit_price(line: ImportedLine, fit: Fit, rules: Rules) -> Decimal:
    """What one costs, less the line's own discount, as the workbook states prices.

    The quantity comes to the line's amount to the cent.
    """
    discount = line.discount if fit.with_line_discounts else Decimal(0)
    price = line.price
    if discount or price != price.quantize(SIX_PLACES):
        price = rules.rounded(line.amount - discount) / line.quantity
    return _priced(price, fit, rules, _code(line, fit), SIX_PLACES)


def _priced(
    price: Decimal,
    fit: Fit,
    rules: Rules,
    code: str = NO_TAX,
    unit: Decimal | None = None,
) -> Decimal:
    """A price with or without tax, as the workbook's prices are."""
    rate = rules.rates.get(code)
    if rate and fit.includes_tax and not rules.prices_include_tax:
        price = price / rate.factor
    elif rate and rules.prices_include_tax and not fit.includes_tax:
        price = price * rate.factor
    return price.quantize(unit) if unit else rules.rounded(price)


def _line_cells(
    order: ImportedOrder, line: ImportedLine, sku: str, fit: Fit, rules: Rules
) -> Cells:
    """One row of Order lines."""
    return {
        "Order": order.number,
        "SKU": sku,
        "Description": line.description,
        "Quantity": line.quantity,
        "Unit price": _unit_price(line, fit, rules),
        "Tax code": _code(line, fit) if fit.is_exact else "",
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
    return Rules(
        rates=_rates(book),
        prices_include_tax=book.settings.prices_include_tax,
        rounds_each_line=book.settings.tax_rounding == "Line",
        unit=Decimal(book.settings.minor_unit) / MICRO,
    )


def _rates(book: Book) -> dict[str, Rate]:
    """The rates of each tax code."""
    codes = book.tax_codes.tax_code.tolist()
    firsts = _fractions(book, "Tax 1 %")
    seconds = _fractions(book, "Tax 2 %")
    compounds = (book.tax_codes.compound == 1).tolist()
    rates = map(Rate, firsts, seconds, compounds)
    return {code: rate for code, rate in zip(codes, rates, strict=True) if code}


def _fractions(book: Book, header: str) -> Sequence[Decimal]:
    """The percentages of a column as fractions; 0 where it is blank."""
    frame = book.tax_codes
    column = frame.schema.column(header)
    percentages = plain_values(column, frame[header])
    return [Decimal(value or 0) / 100 for value in percentages]
