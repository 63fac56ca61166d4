"""Split an address as people type it into the parts that EN 16931 and carriers ask for.

An address has one part per line, or is one line with commas between the parts. The last
part may name the country. The part with the post code is split where it has the form
that is usual in its country: `10115 Berlin`, `London SW1A 1AA`, `Springfield, IL 62704`.
A part that fits no form stays an address line: EN 16931 requires only the country.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sheetflow.standards.country_names import country_code

MAX_LINES = 3


@dataclass(frozen=True)
class Address:
    """An address (EN 16931: BG-5, BG-8, BG-15): at most three lines. `country` is an ISO 3166-1 code."""

    lines: tuple[str, ...]
    post_code: str
    city: str
    country: str
    region: str = ""


_CODE_FIRST = re.compile(
    r"(?:[A-Z]{1,2}-|〒 ?)?"
    r"(?P<code>\d{3} \d{2}|\d{3}-\d{4}|\d{2}-\d{3}|\d{4} ?[A-Z]{2}|\d{4}-\d{3}|\d{4,6})"
    r" +(?P<city>\D.*)"
)
"""10115 Berlin, D-10115 Berlin, 1012 AB Amsterdam, 114 55 Stockholm, 00-950 Warszawa,
1250-096 Lisboa, 100-0001 Tokyo."""

_BRITISH = re.compile(r"(?P<city>.*?),? *\b(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})")
"""London SW1A 1AA, or the post code on a line of its own."""

_WITH_REGION = re.compile(
    r"(?:(?P<city>.+?),? +)?(?P<region>[A-Z]{2,3}),? +"
    r"(?P<code>\d{5}(?:-\d{4})?|\d{4}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
"""Springfield, IL 62704; Toronto ON M5H 2N2; Sydney NSW 2000; IL 62704 below its city."""

_FORMS = {"GB": _BRITISH, "US": _WITH_REGION, "CA": _WITH_REGION, "AU": _WITH_REGION}


def parse_address(lines: Sequence[str], country: str) -> Address:
    """An address in its parts.

    `country` is what is known from elsewhere, "" for unknown. It takes precedence over
    the country that the last line names.
    """
    parts = _parts_of(lines)
    named = named_country(parts)
    if named:
        parts = parts[:-1]
    country = country or named
    # Search from the end: the post code is usually in the last part.
    for index in range(len(parts) - 1, 0, -1):
        found = _match_post_code(parts[index], country)
        if found:
            return _split_at(parts, index, found, country)
    return Address(_join_excess(parts), "", "", country)


def named_country(lines: Sequence[str]) -> str:
    """The code of the country that the last of several lines names, "" for none."""
    parts = _parts_of(lines)
    if len(parts) < 2:
        return ""
    return country_code(parts[-1])


def _parts_of(lines: Sequence[str]) -> list[str]:
    """The lines that are not blank; a single line is split at its commas."""
    parts = lines[0].split(",") if len(lines) == 1 else lines
    return [part.strip() for part in parts if part.strip()]


def _match_post_code(part: str, country: str) -> re.Match[str] | None:
    form = _FORMS.get(country, _CODE_FIRST)
    return form.fullmatch(part.strip())


def _split_at(
    parts: list[str], index: int, found: re.Match[str], country: str
) -> Address:
    """An address whose part at `index` has the post code."""
    city = (found["city"] or "").strip(" ,")
    before = parts[:index]
    if not city:
        # A post code on a line of its own: the city is the line above.
        city = before.pop()
    after = parts[index + 1 :]
    region = found.groupdict().get("region") or ""
    return Address(_join_excess(before + after), found["code"], city, country, region)


def _join_excess(lines: Sequence[str]) -> tuple[str, ...]:
    """At most `MAX_LINES` lines: the last one takes all that are left."""
    if len(lines) <= MAX_LINES:
        return tuple(lines)
    last = ", ".join(lines[MAX_LINES - 1 :])
    return (*lines[: MAX_LINES - 1], last)
