"""Electronic addresses: a scheme of the list EAS and an identifier, or an email address.

Sources: CEF code list EAS (Electronic Address Scheme), as the rule BR-CL-25 of EN 16931
has it in 2026; the code list EAS of Peppol BIS Billing 3.0, 2026.5.
"""

from __future__ import annotations

import re
from typing import NamedTuple

EMAIL_SCHEME = "EM"

_SCHEMES = """
    0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170
    0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 0199 0200 0201 0202 0203
    0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220 0221 0225 0230
    0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924
    9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941
    9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959 AN AQ AS AU EM
"""

SCHEMES = frozenset(_SCHEMES.split())
"""Every scheme that EN 16931 allows."""

_NOT_IN_PEPPOL = """
    0037 0147 0154 0170 0177 0193 0194 0202 0203 0205 0212 0213 0215 0217 0219 0220 AN AQ
    AS AU EM
"""

NOT_IN_PEPPOL = frozenset(_NOT_IN_PEPPOL.split())
"""The schemes under which nobody is registered in the Peppol network."""

_ADDRESS = re.compile(r"\s*([0-9]{4}|[A-Za-z]{2})\s*:\s*(\S.*?)\s*")
_EMAIL = re.compile(r"\s*([^@\s:]+@[^@\s:]+\.[^@\s:.]+)\s*")


class EAddress(NamedTuple):
    """An identifier and the scheme that it belongs to."""

    scheme: str
    identifier: str


def parse_e_address(text: str) -> EAddress | None:
    """An address as people type it: `9930:DE123456789` or `invoices@example.com`.

    None for anything else, and for a scheme that EN 16931 does not have.
    """
    email = _EMAIL.fullmatch(text)
    if email:
        return EAddress(EMAIL_SCHEME, email[1])
    found = _ADDRESS.fullmatch(text)
    if not found:
        return None
    scheme = found[1].upper()
    return EAddress(scheme, found[2]) if scheme in SCHEMES else None


def is_e_address(text: str) -> bool:
    """Whether a text is an electronic address."""
    return parse_e_address(text) is not None
