"""An address as people type it, in the parts that EN 16931 has, as far as they can be told plainly.

Lines stand one below the other, or on one line with commas between. The last may name the country. The line with the
post code is taken apart where its form is that of its country: `10115 Berlin`, `London SW1A 1AA`, `Springfield, IL
62704`. What cannot be told stays a line; EN 16931 asks for the country alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sheetflow.documents.einvoice.countries import country_code
from sheetflow.documents.einvoice.model import Address

MOST_LINES = 3

_BEFORE = re.compile(
    r"(?:[A-Z]{1,2}-)?(?P<code>\d{3} \d{2}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{4,6}) +(?P<city>\D.*)"
)
"""10115 Berlin, D-10115 Berlin, 1012 AB Amsterdam, 114 55 Stockholm, 00-950 Warszawa, 1250-096 Lisboa."""

_BRITISH = re.compile(r"(?P<city>.*?),? *\b(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})")
"""London SW1A 1AA, or the post code on a line of its own."""

_REGIONAL = re.compile(
    r"(?P<city>.+?),? +(?P<region>[A-Z]{2,3}),? +(?P<code>\d{5}(?:-\d{4})?|\d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
"""Springfield, IL 62704; Toronto ON M5H 2N2; Sydney NSW 2000."""

_FORMS = {"GB": (_BRITISH,), "US": (_REGIONAL,), "CA": (_REGIONAL,), "AU": (_REGIONAL,)}


def address_of(lines: Sequence[str], country: str) -> Address:
    """An address in its parts; `country` is what is known of it otherwise, and goes before what the last line says."""
    parts = _parted(lines)
    named = named_country(parts)
    rest = parts[:-1] if named else parts
    known = country or named
    for at in range(len(rest) - 1, 0, -1):
        found = _matched(rest[at], known)
        if found:
            city = found["city"].strip(" ,")
            before, after = rest[:at] if city else rest[: at - 1], rest[at + 1 :]
            region = found.groupdict().get("region") or ""
            return Address(
                _at_most(before + after),
                found["code"],
                city or rest[at - 1],
                known,
                region,
            )
    return Address(_at_most(rest), "", "", known)


def named_country(lines: Sequence[str]) -> str:
    """The country that the last of several lines names, "" where it names none."""
    parts = _parted(lines)
    return country_code(parts[-1]) if len(parts) > 1 else ""


def _parted(lines: Sequence[str]) -> list[str]:
    """The lines; one line alone is parted at its commas."""
    parts = lines[0].split(",") if len(lines) == 1 else lines
    return [part.strip() for part in parts if part.strip()]


def _matched(line: str, country: str) -> re.Match[str] | None:
    for form in _FORMS.get(country, (_BEFORE,)):
        found = form.fullmatch(line.strip())
        if found:
            return found
    return None


def _at_most(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of the address; what is too much goes on the last."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[: MOST_LINES - 1], ", ".join(lines[MOST_LINES - 1 :]))
