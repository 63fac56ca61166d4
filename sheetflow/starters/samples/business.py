"""The year of the made-up business: who buys what, when goods come in, what is counted and moved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sheetflow.starters.samples.dealing import Dealings
from sheetflow.starters.samples.tables import Table, by_header, load
from sheetflow.starters.samples.trade import (
    Agenda,
    Customer,
    Dice,
    Line,
    Order,
    Product,
    Row,
    Shelves,
    next_day,
    products_of,
)

FIRST, LAST = dt.date(2025, 1, 2), dt.date(2025, 12, 23)
OPEN_FROM = dt.date(2025, 12, 12)
"""Orders from this day on are left to the reader: an action stands beside them, or nothing at all."""

REPS = ("Amina", "Luc", "Sarah")
ACTIONS = ("Fulfil, Invoice", "Fulfil, Invoice", "Suggest", "Pick, Pack", None)
TOWNS = (
    ("Montréal QC", "QC"),
    ("Québec QC", "QC"),
    ("Gatineau QC", "QC"),
    ("Sherbrooke QC", "QC"),
    ("Toronto ON", "ON"),
    ("Ottawa ON", "ON"),
    ("Thunder Bay ON", "ON"),
    ("Halifax NS", "ATL"),
    ("Moncton NB", "ATL"),
    ("Vancouver BC", "BC"),
    ("Nelson BC", "BC"),
    ("Calgary AB", "GST"),
    ("Whitehorse YT", "GST"),
)
FIRST_WORDS = (
    "Cedar",
    "Loon",
    "Portage",
    "Granite",
    "Tamarack",
    "Northern",
    "Lakehead",
    "Red Canoe",
    "Birch",
    "Moose",
)
SECOND_WORDS = (
    "Outdoors",
    "Canoe Rentals",
    "Trail Supply",
    "Scouts",
    "Lodge",
    "Adventure Club",
    "Sports",
)
STREETS = (
    "Lake Street",
    "rue Principale",
    "King Street",
    "Water Street",
    "chemin du Lac",
    "Mill Road",
)


class Business:
    """One year from one seed."""

    def __init__(self, seed: int) -> None:
        self.tables = load("year")
        self.dice, self.shelves, agenda = Dice(seed), Shelves(), Agenda()
        self.agenda = agenda
        self.dealings = Dealings(self.dice, self.shelves, agenda)
        self.products = products_of(self.tables["Products"])
        self.customers: list[Customer] = []
        self.rows = self.dealings.rows
        self._find_customers(64)

    def live(self) -> None:
        """Every working day from the first to the last."""
        self._open(FIRST)
        day, month = next_day(FIRST, 1), FIRST.month
        while day <= LAST:
            if day.month != month:
                self._count(day)
                month = day.month
            if day.weekday() == 0:
                self._receive(day)
            if day.weekday() == 2 and self.dice.happens(60):
                self._transfer(day)
            for task in self.agenda.due(day):
                task(day)
            for _ in range(self.dice.one_of((1, 1, 2, 2, 3, 3))):
                self._take_order(day)
            day = next_day(day, 1)

    def table(self, sheet: str, *headers: str) -> Table:
        """The rows of one sheet, with these columns."""
        rows = self.shelves.moves if sheet == "Stock moves" else self.rows[sheet]
        return by_header(headers, rows, sheet)

    # -- people

    def _find_customers(self, count: int) -> None:
        names = self.dice.some_of(
            [f"{a} {b}" for a in FIRST_WORDS for b in SECOND_WORDS], count
        )
        for number, name in enumerate(names, 1):
            town, code = self.dice.one_of(TOWNS)
            terms, discount = (
                self.dice.one_of((15, 30, 30, 30, 45)),
                self.dice.one_of((0, 0, 0, 5, 7.5, 10)),
            )
            self.customers.append(
                Customer(f"C{number:03d}", code, terms, Decimal(str(discount)))
            )
            address = f"{self.dice.between(1, 980)} {self.dice.one_of(STREETS)}\n{town}"
            domain = name.lower().replace(" ", "")
            row: Row = {
                "Customer": f"C{number:03d}",
                "Name": name,
                "Email": f"buying@{domain}.example",
            }
            row |= {
                "Phone": f"{self.dice.between(204, 905)} 555 01{self.dice.between(10, 99)}",
                "Billing address": address,
            }
            row |= {
                "Terms (days)": None if terms == 30 else terms,
                "Discount %": discount or None,
                "Province": code,
            }
            self.rows["Customers"].append(
                {**row, "Since": self.dice.between(2011, 2024)}
            )

    def _take_order(self, day: dt.date) -> None:
        customer = self.dice.one_of(self.customers)
        number = len(self.rows["Orders"]) + 1
        quote = self.dice.happens(3)
        order = Order(
            f"{'SQ' if quote else 'SO'}-{number:06d}",
            day,
            customer,
            [],
            Decimal(0),
            Decimal(0),
        )
        order.discount = Decimal(5) if self.dice.happens(8) else Decimal(0)
        order.ships = not self.dice.happens(4)
        order.freight = (
            Decimal(self.dice.one_of(("0", "9.95", "14.50", "22.00")))
            if order.ships
            else Decimal(0)
        )
        kept = self.dice.some_of(
            self.products, self.dice.one_of((1, 1, 2, 2, 3, 3, 4, 5))
        )
        order.lines = [
            self._line(order, at, product) for at, product in enumerate(kept, 1)
        ]
        self._enter(order, quote)

    def _line(self, order: Order, number: int, product: Product) -> Line:
        most = 12 if product.price < 60 else 4
        discount = order.customer.discount if product.tracked else Decimal(0)
        tax_code = product.tax_code or order.customer.tax_code
        quantity = self.dice.between(1, most)
        row: Row = {
            "Order": order.number,
            "Line": number,
            "SKU": product.sku,
            "Description": product.name,
        }
        row |= {
            "Quantity": quantity,
            "Unit price": product.price,
            "Discount %": discount,
            "Tax code": tax_code,
        }
        self.rows["Order lines"].append(row)
        return Line(number, product, quantity, discount, tax_code)

    def _enter(self, order: Order, quote: bool) -> None:
        cancelled = not quote and self.dice.happens(3)
        row: Row = {
            "Order": order.number,
            "Order date": order.day,
            "Customer": order.customer.code,
        }
        row |= {
            "State": "Quote" if quote else "Cancelled" if cancelled else "Order",
            "Sales rep": self.dice.one_of(REPS),
        }
        row |= {
            "Ship by": order.day + dt.timedelta(days=14),
            "Customer PO": f"PO {self.dice.between(1000, 9999)}",
        }
        row |= {
            "Freight": order.freight or None,
            "Freight tax code": order.customer.tax_code if order.freight else None,
        }
        row |= {
            "Discount %": order.discount or None,
            "Requires shipping": None if order.ships else "No",
        }
        if quote:
            row["Quote expiry"] = order.day + dt.timedelta(days=30)
        elif not cancelled and order.day >= OPEN_FROM:
            row["Action"] = self.dice.one_of(ACTIONS)
        elif not cancelled:
            share = 60 if self.dice.happens(12) else 100
            later = next_day(order.day, self.dice.between(1, 4))
            self.agenda.add(
                later, lambda day: self.dealings.dispatch(order, day, share)
            )
        self.rows["Orders"].append(row)

    # -- goods

    def _open(self, day: dt.date) -> None:
        for product in self.products:
            if product.tracked:
                for place, low, high in (
                    ("MTL", 24, 60),
                    ("TOR", 6, 24),
                    ("SHOWROOM", 0, 8),
                ):
                    quantity = self.dice.between(low, high)
                    if quantity:
                        more = {
                            "to": place,
                            "Unit cost": product.cost,
                            "Reference": "Opening stock 2025",
                        }
                        self.shelves.move(day, "Opening", product.sku, quantity, **more)

    def _receive(self, day: dt.date) -> None:
        """Order what runs low; it comes on Mondays."""
        for product in self.products:
            if product.tracked and self.shelves.total(product.sku) < 26:
                place = "TOR" if product.home == "TOR" else "MTL"
                more = {
                    "to": place,
                    "Unit cost": product.cost,
                    "Reference": f"PO-{day:%y%m}-{product.sku}",
                }
                self.shelves.move(
                    day, "Receipt", product.sku, self.dice.between(5, 8) * 6, **more
                )

    def _transfer(self, day: dt.date) -> None:
        """Fill the showroom from the main warehouse."""
        for product in self.dice.some_of(
            [product for product in self.products if product.tracked], 2
        ):
            if self.shelves.held[product.sku, "MTL"] > 20:
                self.shelves.move(
                    day,
                    "Transfer",
                    product.sku,
                    4,
                    source="MTL",
                    to="SHOWROOM",
                    Reference="Showroom",
                )

    def _count(self, day: dt.date) -> None:
        """Count a few shelves on the first working day of a month; now and then something is missing or broken."""
        for product in self.dice.some_of(
            [product for product in self.products if product.tracked], 5
        ):
            place = self.dice.one_of(("MTL", "TOR"))
            held = self.shelves.held[product.sku, place]
            missing = min(held, self.dice.one_of((0, 0, 0, 1, 2)))
            counted = held - missing
            self.shelves.move(
                day,
                "Count",
                product.sku,
                -missing,
                to=place,
                counted=counted,
                Reference="Monthly count",
            )
        broken = self.dice.one_of(
            [product for product in self.products if product.tracked]
        )
        if self.shelves.held[broken.sku, "MTL"] > 3:
            self.shelves.move(
                day,
                "Adjustment",
                broken.sku,
                -1,
                to="MTL",
                Reference="Broken in the warehouse",
            )
