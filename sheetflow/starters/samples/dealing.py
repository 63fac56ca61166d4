"""What the made-up business does with an order: send it, in parts if need be, bill it, take money and goods back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from sheetflow.starters.samples.trade import (
    Agenda,
    Dice,
    Line,
    Order,
    Row,
    Shelves,
    cents,
    next_day,
)

PICKERS = ("Josée", "Dev", "Maude", "Ansel")
CARRIERS = (
    ("Postes Nord", "Expedited", "PN"),
    ("Coureur", "Ground", "CR"),
    ("Coureur", "Next day", "CR"),
)
METHODS = ("Transfer", "Transfer", "Card", "Cheque")
REASONS = (
    "Too many",
    "Wrong size",
    "Seam came open",
    "Changed their mind",
    "Damaged in transit",
)
RATES = {
    "QC": ("5", "9.975"),
    "ON": ("13", "0"),
    "ATL": ("15", "0"),
    "BC": ("5", "7"),
    "GST": ("5", "0"),
    "ZERO": ("0", "0"),
}


def taxes(base: Decimal, code: str) -> Decimal:
    """Both taxes of a code, each rounded by itself."""
    return sum((cents(base * Decimal(rate) / 100) for rate in RATES[code]), Decimal(0))


class Dealings:
    """The rows of every sheet that orders fill."""

    def __init__(self, dice: Dice, shelves: Shelves, agenda: Agenda) -> None:
        self.dice, self.shelves, self.agenda = dice, shelves, agenda
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def dispatch(self, order: Order, day: dt.date, percent: int = 100) -> None:
        """Pick, pack and ship what the shelves allow of so much of what is open; bill it; come back for the rest."""
        loose = [
            taken
            for line in order.lines
            for taken in self._pick(order, line, day, percent)
        ]
        if loose and order.ships:
            self._ship(order, loose, day)
        if loose or (
            not order.invoices and any(not line.product.tracked for line in order.lines)
        ):
            self.bill(order, day)
        if any(line.open for line in order.lines):
            self.agenda.add(
                next_day(day, self.dice.between(5, 12)),
                lambda later: self.dispatch(order, later),
            )
        elif self.dice.happens(7) and loose:
            self.agenda.add(
                next_day(day, self.dice.between(8, 24)),
                lambda later: self._take_back(order, later),
            )

    def _pick(
        self, order: Order, line: Line, day: dt.date, percent: int
    ) -> list[tuple[Line, int]]:
        wanted = -(-line.open * percent // 100)
        taken = []
        for place, quantity in self.shelves.take(line.product.sku, wanted):
            self.rows["Picks"].append(
                {
                    "Pick": f"PK-{len(self.rows['Picks']) + 1:06d}",
                    "Order": order.number,
                    "Line": line.number,
                    "SKU": line.product.sku,
                    "Location": place,
                    "Suggested": quantity,
                    "Picked": quantity,
                    "Pick date": day,
                    "Picker": self.dice.one_of(PICKERS),
                }
            )
            line.picked += quantity
            taken.append((line, quantity))
        return taken

    def _ship(self, order: Order, loose: list[tuple[Line, int]], day: dt.date) -> None:
        order.containers += 1
        packed: dict[int, int] = defaultdict(int)
        for line, quantity in loose:
            packed[line.number] += quantity
        for line in order.lines:
            if line.number in packed:
                row: Row = {
                    "Order": order.number,
                    "Container": order.containers,
                    "Line": line.number,
                }
                more: Row = {
                    "SKU": line.product.sku,
                    "Quantity": packed[line.number],
                    "Container type": "Box",
                }
                self.rows["Packing"].append({**row, **more})
        carrier, service, letters = self.dice.one_of(CARRIERS)
        self.rows["Shipments"].append(
            {
                "Shipment": f"SH-{len(self.rows['Shipments']) + 1:06d}",
                "Order": order.number,
                "Container": order.containers,
                "Ship date": day,
                "Carrier": carrier,
                "Service": service,
                "Tracking number": f"{letters}{self.dice.between(10**8, 10**9 - 1)}",
            }
        )

    # -- money

    def bill(self, order: Order, day: dt.date) -> None:
        """Invoice what was picked and not billed; services and freight go on the order's first invoice."""
        number = f"INV-{len(self.rows['Invoices']) + 1:06d}"
        bases: dict[str, Decimal] = defaultdict(Decimal)
        subtotal = Decimal(0)
        for line in order.lines:
            quantity = (
                line.picked if line.product.tracked else line.quantity
            ) - line.billed
            if quantity:
                total = self._bill_line(number, order, line, quantity)
                bases[line.tax_code] += total
                subtotal += total
        freight = order.freight if not order.invoices else Decimal(0)
        if freight:
            bases[order.customer.tax_code] += freight
        tax = self._tax(order, bases)
        order.invoices += 1
        due = day + dt.timedelta(days=order.customer.terms)
        row: Row = {
            "Invoice": number,
            "Order": order.number,
            "Invoice date": day,
            "Due date": due,
            "Subtotal": subtotal,
        }
        if freight:
            row |= {"Freight": freight, "Freight tax code": order.customer.tax_code}
        self.rows["Invoices"].append(
            {**row, "Tax": tax, "Total": subtotal + freight + tax}
        )
        self._expect_money(order, number, subtotal + freight + tax, day)

    def _bill_line(
        self, number: str, order: Order, line: Line, quantity: int
    ) -> Decimal:
        price, discount = line.product.price, line.discount
        total = cents(
            quantity * price * (100 - discount) * (100 - order.discount) / 10000
        )
        row: Row = {
            "Invoice": number,
            "Order": order.number,
            "Line": line.number,
            "SKU": line.product.sku,
        }
        row |= {
            "Description": line.product.name,
            "Quantity": quantity,
            "Unit price": price,
            "Discount %": discount or None,
        }
        row |= {
            "Order discount %": order.discount or None,
            "Tax code": line.tax_code,
            "Line total": total,
        }
        self.rows["Invoice lines"].append(row)
        line.billed += quantity
        return total

    def _tax(self, order: Order, bases: dict[str, Decimal]) -> Decimal:
        """The tax of one invoice, once for each code; the order remembers what was billed and taxed."""
        whole = Decimal(0)
        for code, base in bases.items():
            tax = taxes(base, code)
            before, tax_before = order.taxed.get(code, (Decimal(0), Decimal(0)))
            order.taxed[code] = (before + base, tax_before + tax)
            whole += tax
        return whole

    def _expect_money(
        self, order: Order, invoice: str, total: Decimal, day: dt.date
    ) -> None:
        """Most pay around the due date, some in two parts, a few too much, a few not at all."""
        if self.dice.happens(4) or total == 0:
            return
        due = next_day(day, max(2, order.customer.terms + self.dice.between(-12, 9)))
        first = cents(total / 2) if self.dice.happens(9) else total
        if self.dice.happens(1.5):
            first += 10
        named = invoice if self.dice.happens(80) else None
        self.agenda.add(due, lambda later: self._receive(order, named, first, later))
        if first < total:
            rest = next_day(due, self.dice.between(10, 30))
            self.agenda.add(
                rest, lambda later: self._receive(order, named, total - first, later)
            )

    def _receive(
        self,
        order: Order,
        invoice: str | None,
        amount: Decimal,
        day: dt.date,
        kind: str = "Payment",
    ) -> None:
        self.rows["Payments"].append(
            {
                "Payment": f"PAY-{len(self.rows['Payments']) + 1:06d}",
                "Order": order.number,
                "Invoice": invoice,
                "Payment date": day,
                "Kind": kind,
                "Method": self.dice.one_of(METHODS),
                "Amount": amount,
                "Reference": f"{'RF' if kind == 'Refund' else 'TR'}{self.dice.between(10000, 99999)}",
            }
        )

    # -- goods that come back

    def _take_back(self, order: Order, day: dt.date) -> None:
        """A customer sends some of one line back; what is whole goes onto the shelf the day after."""
        line = self.dice.one_of([line for line in order.lines if line.product.tracked])
        quantity = self.dice.between(1, max(1, line.billed // 2))
        reason = self.dice.one_of(REASONS)
        number = f"RET-{len(self.rows['Returns']) + 1:06d}"
        whole = reason in REASONS[:2] or reason == REASONS[3]
        fee = Decimal(5) if reason == REASONS[3] and line.product.price > 20 else None
        row: Row = {
            "Return": number,
            "Order": order.number,
            "Line": line.number,
            "SKU": line.product.sku,
        }
        row |= {
            "Quantity": quantity,
            "Return date": day,
            "Disposition": "Restock" if whole else "Discard",
            "Fee": fee,
        }
        self.rows["Returns"].append({**row, "Reason": reason})
        if whole:
            self.agenda.add(
                next_day(day, 1),
                lambda later: self._put_back(number, line, quantity, later),
            )
        if self.dice.happens(40):
            self.agenda.add(
                next_day(day, 4),
                lambda later: self._refund(order, line, quantity, fee, later),
            )

    def _put_back(self, number: str, line: Line, quantity: int, day: dt.date) -> None:
        self.shelves.held[line.product.sku, "MTL"] += quantity
        row: Row = {
            "Restock": f"RST-{len(self.rows['Restocks']) + 1:06d}",
            "Return": number,
            "SKU": line.product.sku,
        }
        self.rows["Restocks"].append(
            {**row, "Location": "MTL", "Quantity": quantity, "Restock date": day}
        )

    def _refund(
        self, order: Order, line: Line, quantity: int, fee: Decimal | None, day: dt.date
    ) -> None:
        """Pay back what the return credits, as far as the order was paid."""
        billed = [
            row
            for row in self.rows["Invoice lines"]
            if (row["Order"], row["Line"]) == (order.number, line.number)
        ]
        whole = sum((Decimal(str(row["Line total"])) for row in billed), Decimal(0))
        net = cents(whole * quantity / line.billed)
        base, tax = order.taxed[line.tax_code]
        amount = net + cents(tax * net / base) - (fee or 0)
        paid = [row for row in self.rows["Payments"] if row["Order"] == order.number]
        if sum((Decimal(str(row["Amount"])) for row in paid), Decimal(0)) >= amount > 0:
            self._receive(order, None, amount, day, "Refund")
