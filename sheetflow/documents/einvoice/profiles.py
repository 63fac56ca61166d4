"""The forms that electronic invoices have: a profile of EN 16931 in one of its two syntaxes.

Sources: XRechnung 3.0.2 (KoSIT); Peppol BIS Billing 3.0, release of May 2026 (OpenPeppol).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Syntax = Literal["CII", "UBL"]

EN_16931 = "urn:cen.eu:en16931:2017"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
"""The business process of XRechnung and Peppol: an invoice follows an order."""


@dataclass(frozen=True)
class Profile:
    """What a form says it follows: `specification` is BT-24, `process` BT-23.

    `has_pdf` is for XML inside a PDF.
    """

    syntax: Syntax
    specification: str = EN_16931
    process: str = ""
    has_pdf: bool = False


FACTUR_X = Profile("CII", has_pdf=True)
CII = Profile("CII")
UBL = Profile("UBL")
XRECHNUNG = Profile(
    "UBL",
    f"{EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
    BILLING,
)
PEPPOL = Profile(
    "UBL",
    f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    BILLING,
)

PROFILES = {
    "facturx": FACTUR_X,
    "cii": CII,
    "ubl": UBL,
    "xrechnung": XRECHNUNG,
    "peppol": PEPPOL,
}
"""The forms by their names on the command line."""
