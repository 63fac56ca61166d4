"""The fields of quotes, order confirmations, proforma invoices and invoices."""

from __future__ import annotations

import datetime as dt

from sheetflow.documents.model import (
    Invoice,
    OrderConfirmation,
    PricedLine,
    Proforma,
    Quote,
    Seller,
)
from sheetflow.documents.pdf.data.party_data import party_data
from sheetflow.documents.pdf.data.priced_fields import (
    ConfirmationData,
    InvoiceData,
    PricedData,
    PricedLineData,
    ProformaData,
    QuoteData,
)
from sheetflow.documents.pdf.data.qr_bill import qr_bill_data
from sheetflow.documents.pdf.data.qr_pictures import payment_code
from sheetflow.documents.pdf.data.text_data import facts_data, language_data, sums_data
from sheetflow.documents.wording import below_one_another
from sheetflow.documents.wording.deposit_wording import (
    deposit_bank_texts,
    deposit_text,
    offer_sums,
)
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.priced_wording import (
    amount_header,
    bank_texts,
    confirmation_facts,
    delivery_text,
    discount_text,
    exemption_text,
    invoice_facts,
    invoice_sums,
    invoice_title,
    net_price_text,
    payment_text,
    price_header,
    proforma_facts,
    quote_facts,
    terms_text,
)
from sheetflow.documents.wording.tax_wording import knows_tax, rates_text


def quote_data(quote: Quote, seller: Seller, formats: Formats) -> QuoteData:
    """A quote."""
    formats = formats.of(quote.money.currency)
    return {
        **_priced_data(formats.words.text("Quote"), quote, formats),
        "facts": facts_data(quote_facts(quote, formats.words), formats),
        "sums": sums_data(offer_sums(quote, formats), formats),
        "valid_until": _date_or_blank(quote.expiry, formats),
        "terms": below_one_another(
            terms_text(quote.terms_days, formats.words), seller.quote_text
        ),
        "deposit": deposit_text(quote, formats),
        "bank": deposit_bank_texts(quote, seller.bank),
    }


def confirmation_data(
    order: OrderConfirmation, seller: Seller, formats: Formats
) -> ConfirmationData:
    """An order confirmation."""
    formats = formats.of(order.money.currency)
    return {
        **_priced_data(formats.words.text("Order confirmation"), order, formats),
        "facts": facts_data(confirmation_facts(order, formats.words), formats),
        "sums": sums_data(offer_sums(order, formats), formats),
        "ship_by": _date_or_blank(order.ship_by, formats),
        "quote": order.quote,
        "terms": below_one_another(
            terms_text(order.terms_days, formats.words), seller.order_text
        ),
        "deposit": deposit_text(order, formats),
        "bank": deposit_bank_texts(order, seller.bank),
    }


def proforma_data(proforma: Proforma, seller: Seller, formats: Formats) -> ProformaData:
    """A proforma invoice."""
    formats = formats.of(proforma.money.currency)
    words = formats.words
    return {
        **_priced_data(words.text("Proforma invoice"), proforma, formats),
        "facts": facts_data(proforma_facts(proforma, words), formats),
        "sums": sums_data(offer_sums(proforma, formats), formats),
        "notice": words.text("This is not an invoice for tax purposes."),
        "deposit": deposit_text(proforma, formats),
        "bank": deposit_bank_texts(proforma, seller.bank),
    }


def invoice_data(invoice: Invoice, seller: Seller, formats: Formats) -> InvoiceData:
    """An invoice; without payment details if nothing is left to pay."""
    formats = formats.of(invoice.money.currency)
    bill = qr_bill_data(invoice, seller, formats.words.code)
    return {
        **_priced_data(invoice_title(seller, formats.words), invoice, formats),
        "facts": facts_data(invoice_facts(invoice, formats.words), formats),
        "sums": sums_data(invoice_sums(invoice, formats), formats),
        "due": formats.date(invoice.due),
        "balance": formats.money(invoice.balance),
        "notes": below_one_another(invoice.notes, seller.invoice_text),
        "payment": payment_text(invoice, formats),
        "bank": bank_texts(seller.bank, invoice.balance),
        "payment_code": payment_code(invoice, seller),
        "qr_bill": [bill] if bill else [],
    }


def _date_or_blank(day: dt.date | None, formats: Formats) -> str:
    return formats.date(day) if day else ""


def _priced_data(
    title: str,
    document: Quote | OrderConfirmation | Proforma | Invoice,
    formats: Formats,
) -> PricedData:
    """The common fields; each document fills in its own facts and sums."""
    money = document.money
    words = formats.words
    return {
        **language_data(formats),
        "title": title,
        "number": document.number,
        "buyer": party_data(document.buyer),
        "facts": [],
        "order": document.order,
        "date": formats.date(document.date),
        "customer_po": document.customer_po,
        "delivery": delivery_text(document, words),
        "price_header": price_header(money, words),
        "amount_header": amount_header(money, words),
        "lines": [_line_data(line, document, formats) for line in money.lines],
        "sums": [],
        "total": formats.money(money.total),
        "exemption": exemption_text(document.exemption, words),
    }


def _line_data(
    line: PricedLine,
    document: Quote | OrderConfirmation | Proforma | Invoice,
    formats: Formats,
) -> PricedLineData:
    money = document.money
    has_tax = knows_tax(money, document.exemption)
    return {
        "sku": line.sku,
        "description": line.description,
        "quantity": formats.quantity(line.quantity),
        "unit": line.unit,
        "price": formats.price(line.unit_price),
        "net_price": net_price_text(line, money, formats),
        "discount": discount_text(line, formats),
        "tax": rates_text(line.rates, line.tax_code, formats) if has_tax else "",
        "amount": formats.amount(line.total),
    }
