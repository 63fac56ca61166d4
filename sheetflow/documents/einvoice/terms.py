"""An electronic invoice as the business terms of EN 16931 (BT-1 …), in the form that factur-x takes them.

Every amount is text, written here: no number passes through a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from sheetflow.documents.einvoice.model import (
    Address,
    Change,
    Delivery,
    EInvoice,
    Line,
    Payment,
    TaxShare,
    TradeParty,
)
from sheetflow.standards.currencies import minor_digits

Terms: TypeAlias = dict[str, Any]

SPECIFICATION = "urn:cen.eu:en16931:2017"
EMAIL = "EM"
"""The scheme of electronic addresses that are e-mail addresses (EAS list)."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def terms_of(invoice: EInvoice) -> Terms:
    """All of a document; what is blank is left out."""
    digits = minor_digits(invoice.currency)
    return _given(
        {
            "BT-1": invoice.number,
            "BT-2": invoice.date,
            "BT-3": invoice.kind,
            "BT-5": invoice.currency,
            "BT-9": invoice.due,
            "BT-13": invoice.customer_po,
            "BT-14": invoice.order,
            "BT-20": invoice.terms,
            "BT-24": SPECIFICATION,
            "BG-1": [{"BT-22": note} for note in invoice.notes],
            "BG-3": [
                {"BT-25": before.number, "BT-26": before.date}
                for before in invoice.preceding
            ],
            "BG-4": _party(invoice.seller),
            "BG-7": _party(invoice.buyer),
            **_delivery(invoice.delivery),
            **_payment(invoice.payment, invoice.number),
            "BG-20": [
                _change(change, digits)
                for change in invoice.changes
                if not change.is_charge
            ],
            "BG-21": [
                _change(change, digits)
                for change in invoice.changes
                if change.is_charge
            ],
            "BG-23": [_tax(share, digits) for share in invoice.taxes],
            "BG-25": [_line(line, digits) for line in invoice.lines],
            **_totals(invoice, digits),
        }
    )


def _given(terms: Mapping[str, Any]) -> Terms:
    """What is not blank; characters that XML cannot hold are dropped."""
    plain = {
        term: _NO_XML.sub("", value) if isinstance(value, str) else value
        for term, value in terms.items()
    }
    return {
        term: value for term, value in plain.items() if value not in (None, "", [], {})
    }


def _party(party: TradeParty) -> Terms:
    contact = {"name": party.contact, "phone": party.phone, "email": party.email}
    return _given(
        {
            "name": party.name,
            "identifiers": {None: party.identifier} if party.identifier else {},
            "vat_identifier": party.vat_number,
            "tax_identifier": party.tax_number,
            "legal_info": party.legal_note,
            "contacts": [_given(contact)] if party.contact or party.phone else [],
            "einvoicing_addr": party.email,
            "einvoicing_addr_schemeid": EMAIL if party.email else "",
            **_address(party.address),
        }
    )


def _address(address: Address) -> Terms:
    lines = dict(zip(("addr_l1", "addr_l2", "addr_l3"), address.lines, strict=False))
    rest = {
        "postcode": address.post_code,
        "city": address.city,
        "country_subdivision": address.region,
    }
    return _given({**lines, **rest, "country_code": address.country})


def _delivery(delivery: Delivery) -> Terms:
    """One day is the day of delivery, several are the period that the document is for."""
    one = delivery.first == delivery.last
    place = {"name": delivery.name, **_address(delivery.address)}
    days = (
        {"BT-72": delivery.last}
        if one
        else {"BT-73": delivery.first, "BT-74": delivery.last}
    )
    return {"BG-13": place, **days}


def _payment(payment: Payment | None, number: str) -> Terms:
    if payment is None:
        return {}
    account = {"BT-84": payment.iban, "BT-85": payment.owner, "BT-86": payment.bic}
    return {"BT-81": payment.code, "BT-82": payment.words, "BT-83": number, **account}


def _change(change: Change, digits: int) -> Terms:
    tax = (
        {"vat_category_code": change.tax.category, "vat_rate": _rate(change)}
        if change.tax
        else {}
    )
    return _given(
        {
            "amount": _amount(change.amount, digits),
            "base_amount": None
            if change.base is None
            else _amount(change.base, digits),
            "rate": None if change.percent is None else _number(change.percent),
            "reason": change.reason,
            "reason_code": change.code,
            **tax,
        }
    )


def _rate(bears: Change | Line | TaxShare) -> str | None:
    """The rate of what bears a tax; what is outside the scope of VAT has none (BR-O-05)."""
    assert bears.tax is not None
    return None if bears.tax.category == "O" else _number(bears.tax.rate)


def _tax(share: TaxShare, digits: int) -> Terms:
    return _given(
        {
            "BT-116": _amount(share.base, digits),
            "BT-117": _amount(share.amount, digits),
            "BT-118": share.tax.category,
            "BT-119": _number(share.tax.rate),
            "BT-120": share.reason,
            "BT-121": share.reason_code,
        }
    )


def _line(line: Line, digits: int) -> Terms:
    unit = [{"BT-160": "Unit", "BT-161": line.unit_word}] if line.unit_word else []
    return _given(
        {
            "BT-126": line.number,
            "BT-129": _number(line.quantity),
            "BT-130": line.unit,
            "BT-131": _amount(line.net, digits),
            "BT-146": _amount(line.price, max(digits, _decimals(line.price))),
            "BT-151": line.tax.category,
            "BT-152": _rate(line),
            "BT-153": line.name,
            "BT-155": line.sku,
            "BG-27": [
                _change(change, digits)
                for change in line.changes
                if not change.is_charge
            ],
            "BG-28": [
                _change(change, digits) for change in line.changes if change.is_charge
            ],
            "BG-32": unit,
        }
    )


def _totals(invoice: EInvoice, digits: int) -> Terms:
    totals = invoice.totals
    amounts = {
        "BT-106": totals.lines,
        "BT-107": totals.allowances or None,
        "BT-108": totals.charges or None,
        "BT-109": totals.net,
        "BT-110": totals.tax,
        "BT-112": totals.gross,
        "BT-113": totals.paid or None,
        "BT-115": totals.due,
    }
    return {
        term: _amount(value, digits)
        for term, value in amounts.items()
        if value is not None
    }


def _amount(value: Decimal, digits: int) -> str:
    """With so many decimals, without a sign at 0; the amount has no more."""
    shown = f"{value:.{digits}f}"
    assert Decimal(shown) == value, f"{value} has more than {digits} decimals"
    return shown.removeprefix("-") if not value else shown


def _number(value: Decimal) -> str:
    """Without needless zeros."""
    return f"{value.normalize():f}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "prices are numbers"
    return max(-exponent, 0)
