"""An electronic invoice as the business terms of EN 16931 (BT-1 …), as factur-x takes them.

Every amount is written as text here: no number passes through a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from sheetflow.documents.einvoice.en16931 import (
    AllowanceCharge,
    Delivery,
    EInvoice,
    InvoiceLine,
    PaymentInstructions,
    PrecedingInvoice,
    Tax,
    TaxSubtotal,
    Totals,
    TradeParty,
)
from sheetflow.documents.einvoice.profiles import EN_16931
from sheetflow.standards.currencies import minor_digits
from sheetflow.standards.e_addresses import EAddress
from sheetflow.standards.postal_addresses import Address

Terms: TypeAlias = dict[str, Any]
"""Values by the name of their business term. Groups are lists of Terms."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def terms_of(invoice: EInvoice) -> Terms:
    """All terms of a document; blank ones are left out."""
    digits = minor_digits(invoice.currency)
    return _filled(
        {
            **_header_terms(invoice),
            "BG-1": [{"BT-22": note} for note in invoice.notes],
            "BG-3": _preceding_terms(invoice.preceding_invoices),
            "BG-4": _party_terms(invoice.seller),
            "BG-7": _party_terms(invoice.buyer),
            **_delivery_terms(invoice.delivery),
            **_payment_terms(invoice.payment, invoice.number),
            **_amount_terms(invoice, digits),
            **_total_terms(invoice.totals, digits),
        }
    )


def _header_terms(invoice: EInvoice) -> Terms:
    return {
        "BT-1": invoice.number,
        "BT-2": invoice.date,
        "BT-3": invoice.kind,
        "BT-5": invoice.currency,
        "BT-9": invoice.due,
        "BT-10": invoice.buyer_reference,
        "BT-13": invoice.customer_po,
        "BT-14": invoice.order,
        "BT-20": invoice.terms,
        "BT-23": invoice.process,
        "BT-24": EN_16931,
    }


def _amount_terms(invoice: EInvoice, digits: int) -> Terms:
    return {
        "BG-20": _allowance_terms(invoice.allowances_charges, digits),
        "BG-21": _charge_terms(invoice.allowances_charges, digits),
        "BG-23": [_tax_terms(tax, digits) for tax in invoice.tax_subtotals],
        "BG-25": [_line_terms(line, digits) for line in invoice.lines],
    }


def _filled(terms: Mapping[str, Any]) -> Terms:
    """The terms that are not blank, without characters that XML does not allow."""
    cleaned = {term: _without_controls(value) for term, value in terms.items()}
    return {term: value for term, value in cleaned.items() if not _is_blank(value)}


def _is_blank(value: Any) -> bool:
    return value in (None, "", [], {})


def _without_controls(value: Any) -> Any:
    return _NOT_IN_XML.sub("", value) if isinstance(value, str) else value


def _preceding_terms(invoices: Iterable[PrecedingInvoice]) -> list[Terms]:
    return [{"BT-25": invoice.number, "BT-26": invoice.date} for invoice in invoices]


def _party_terms(party: TradeParty) -> Terms:
    return _filled(
        {
            "name": party.name,
            **_identifier_terms(party),
            "legal_info": party.legal_note,
            "contacts": _contact_terms(party),
            **_e_address_terms(party.e_address),
            **_address_terms(party.address),
        }
    )


def _e_address_terms(address: EAddress | None) -> Terms:
    if address is None:
        return {}
    return {
        "einvoicing_addr": address.identifier,
        "einvoicing_addr_schemeid": address.scheme,
    }


def _identifier_terms(party: TradeParty) -> Terms:
    return {
        "identifiers": {None: party.identifier} if party.identifier else {},
        "vat_identifier": party.vat_number,
        "tax_identifier": party.tax_number,
    }


def _contact_terms(party: TradeParty) -> list[Terms]:
    """The contact, if there is somebody to name or to call."""
    if not party.contact and not party.phone:
        return []
    contact = {"name": party.contact, "phone": party.phone, "email": party.email}
    return [_filled(contact)]


def _address_terms(address: Address) -> Terms:
    names = ("addr_l1", "addr_l2", "addr_l3")
    lines = dict(zip(names, address.lines, strict=False))
    return _filled(
        {
            **lines,
            "postcode": address.post_code,
            "city": address.city,
            "country_subdivision": address.region,
            "country_code": address.country,
        }
    )


def _delivery_terms(delivery: Delivery) -> Terms:
    place = {"name": delivery.name, **_address_terms(delivery.address)}
    return {"BG-13": place, **_delivery_days(delivery)}


def _delivery_days(delivery: Delivery) -> Terms:
    """One day is the day of delivery; several are the period of the document."""
    first_day = delivery.first_day
    last_day = delivery.last_day
    if first_day == last_day:
        return {"BT-72": last_day}
    return {"BT-73": first_day, "BT-74": last_day}


def _payment_terms(payment: PaymentInstructions | None, number: str) -> Terms:
    if payment is None:
        return {}
    return {
        "BT-81": payment.means,
        "BT-82": payment.text,
        "BT-83": number,
        "BT-84": payment.iban,
        "BT-85": payment.account_name,
        "BT-86": payment.bic,
    }


def _allowance_terms(items: Iterable[AllowanceCharge], digits: int) -> list[Terms]:
    return [_adjustment_terms(item, digits) for item in items if not item.is_charge]


def _charge_terms(items: Iterable[AllowanceCharge], digits: int) -> list[Terms]:
    return [_adjustment_terms(item, digits) for item in items if item.is_charge]


def _adjustment_terms(item: AllowanceCharge, digits: int) -> Terms:
    """An allowance or a charge."""
    return _filled(
        {
            "amount": _amount(item.amount, digits),
            **_percentage_terms(item, digits),
            "reason": item.reason,
            "reason_code": item.reason_code,
            **_category_terms(item.tax),
        }
    )


def _percentage_terms(item: AllowanceCharge, digits: int) -> Terms:
    """The base of an allowance or a charge and its percentage, if it has one."""
    terms: Terms = {}
    if item.base is not None:
        terms["base_amount"] = _amount(item.base, digits)
    if item.percent is not None:
        terms["rate"] = _number(item.percent)
    return terms


def _category_terms(tax: Tax | None) -> Terms:
    if tax is None:
        return {}
    return {"vat_category_code": tax.category, "vat_rate": _rate(tax)}


def _rate(tax: Tax) -> str | None:
    """The rate of a tax, None outside the scope of VAT (BR-O-05)."""
    return None if tax.category == "O" else _number(tax.rate)


def _tax_terms(subtotal: TaxSubtotal, digits: int) -> Terms:
    return _filled(
        {
            "BT-116": _amount(subtotal.base, digits),
            "BT-117": _amount(subtotal.amount, digits),
            "BT-118": subtotal.tax.category,
            "BT-119": _number(subtotal.tax.rate),
            "BT-120": subtotal.reason,
            "BT-121": subtotal.reason_code,
        }
    )


def _line_terms(line: InvoiceLine, digits: int) -> Terms:
    return _filled(
        {
            "BT-126": line.number,
            "BT-129": _number(line.quantity),
            "BT-130": line.unit,
            "BT-131": _amount(line.net, digits),
            "BT-146": _price(line.price, digits),
            "BT-151": line.tax.category,
            "BT-152": _rate(line.tax),
            "BT-153": line.name,
            "BT-155": line.sku,
            "BG-27": _allowance_terms(line.allowances_charges, digits),
            "BG-28": _charge_terms(line.allowances_charges, digits),
            "BG-32": _unit_terms(line.unit_word),
        }
    )


def _unit_terms(unit_word: str) -> list[Terms]:
    """The workbook's own unit as an attribute of the line."""
    if not unit_word:
        return []
    return [{"BT-160": "Unit", "BT-161": unit_word}]


def _total_terms(totals: Totals, digits: int) -> Terms:
    amounts = _total_amounts(totals)
    return {
        term: _amount(value, digits)
        for term, value in amounts.items()
        if value is not None
    }


def _total_amounts(totals: Totals) -> dict[str, Decimal | None]:
    """The totals by their terms; an optional one is None if it is 0."""
    return {
        "BT-106": totals.lines,
        "BT-107": totals.allowances or None,
        "BT-108": totals.charges or None,
        "BT-109": totals.net,
        "BT-110": totals.tax,
        "BT-112": totals.gross,
        "BT-113": totals.paid or None,
        "BT-115": totals.due,
    }


def _amount(value: Decimal, digits: int) -> str:
    """An amount with `digits` decimals, which is exact. 0 has no sign."""
    text = f"{value:.{digits}f}"
    assert Decimal(text) == value, f"{value} has more than {digits} decimals"
    return text if value else text.removeprefix("-")


def _price(value: Decimal, digits: int) -> str:
    """A price with at least `digits` decimals, and more if it has more."""
    return _amount(value, max(digits, _decimals(value)))


def _number(value: Decimal) -> str:
    """A number without trailing zeros."""
    return f"{value.normalize():f}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "prices are numbers"
    return max(-exponent, 0)
