"""Quotes, order confirmations and invoices, as templates get them."""

from __future__ import annotations

from typing import Any

from sheetflow.printing.formats import Formats
from sheetflow.printing.letters.priced import (
    account_texts,
    amount_header,
    delivery_text,
    discount_text,
    invoice_facts,
    invoice_sums,
    payment_text,
    price_header,
    rates_text,
)
from sheetflow.printing.model import House, Invoice, OrderConfirmation, PricedLine, Quote
from sheetflow.printing.pdf.data.house import party_data
from sheetflow.printing.pdf.data.shared import facts_data, sums_data


def invoice_data(invoice: Invoice, house: House, formats: Formats) -> dict[str, Any]:
    """An invoice."""
    formats = formats.of(invoice.money.currency)
    is_open = invoice.balance > 0
    return _letter_data(invoice, formats) | {
        "title": "Invoice",
        "facts": facts_data(invoice_facts(invoice), formats),
        "sums": sums_data(invoice_sums(invoice, formats), formats),
        "exemption": invoice.exemption,
        "notes": invoice.notes,
        "payment": payment_text(invoice, formats),
        "bank": [*house.bank.details, *account_texts(house.bank)] if is_open else [],
    }


def _letter_data(letter: Quote | OrderConfirmation | Invoice, formats: Formats) -> dict[str, Any]:
    return {
        "number": letter.number,
        "order": letter.order,
        "buyer": party_data(letter.buyer),
        "delivery": delivery_text(letter),
        "price_header": price_header(letter.money),
        "amount_header": amount_header(letter.money),
        "lines": [_line_data(line, formats) for line in letter.money.lines],
    }


def _line_data(line: PricedLine, formats: Formats) -> dict[str, str]:
    return {
        "sku": line.sku,
        "description": line.description,
        "quantity": formats.quantity(line.quantity),
        "unit": line.unit,
        "price": formats.price(line.unit_price_net),
        "discount": discount_text(line, formats),
        "tax": rates_text(line.rates, line.tax_code, formats),
        "amount": formats.amount(line.total),
    }
