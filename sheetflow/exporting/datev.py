"""Journals for DATEV: EXTF 700, Buchungsstapel (category 21, version 13).

Source: DATEV-Format, developer.datev.de/de/file-format (header, Buchungsstapel): fields
divided by semicolons, texts in quotes, a decimal comma, Windows-1252, CRLF; a header line
of 31 fields, a line of column names, then at most 99,999 bookings of one financial year,
whose dates have a day and a month only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import Account, Chart, use_text
from sheetflow.exporting.journal import Entry
from sheetflow.exporting.pairs import Pair, pairs

MOST_BOOKINGS = 99_999
LONGEST_NUMBER = 36
LONGEST_TEXT = 60
"""How many characters Belegfeld 1 and Buchungstext take."""

SHORTEST_ACCOUNT = 4
LONGEST_ACCOUNT = 8
"""How many digits accounts have; all have the same."""

CONSULTANT = 1001
CLIENT = 1
"""The consultant's and the client's number in the header: DATEV asks which to use if they differ."""

_NUMBERED = range(1, 21)
COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1",
    "Belegfeld 2", "Skonto", "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank",
    "Sachverhalt", "Zinssperre", "Beleglink",
    *(f"Beleginfo - {part} {at}" for at in range(1, 9) for part in ("Art", "Inhalt")),
    "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L",
    "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
    *(f"Zusatzinformation - {part} {at}" for at in _NUMBERED for part in ("Art", "Inhalt")),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp",
    "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz",
    "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername",
    "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis",
    "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum",
    "Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz",
    "BVV-Position", "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)  # fmt: skip
"""The names of the columns, in their order; those after Buchungstext stay blank."""

LINE = "\r\n"
_NOT_IN_NUMBERS = re.compile(r"[^A-Za-z0-9$&%*+\-/]")
"""What Belegfeld 1 does not take."""


def datev_texts(entries: Sequence[Entry], chart: Chart) -> list[str]:
    """A file for each year of the entries, and more where one is full.

    Raises SheetflowError where Settings name an account otherwise than by its number.
    """
    digits = account_digits(chart)
    files: list[str] = []
    for _, of_year in groupby(entries, key=lambda entry: entry.day.year):
        batches = _batches(list(of_year))
        files += [_file(batch, chart.settings.currency, digits) for batch in batches]
    return files


def account_digits(chart: Chart) -> int:
    """How many digits the accounts have. Raises SheetflowError where they are no numbers of one length."""
    numbers = {use: account.name for use, account in chart.all.items()}
    longest = max(map(len, numbers.values()))
    for use, number in numbers.items():
        is_number = number.isascii() and number.isdigit() and len(number) == longest
        if not is_number or not SHORTEST_ACCOUNT <= longest <= LONGEST_ACCOUNT:
            raise SheetflowError(
                f"{use_text(use)}: {number!r} is not an account number for DATEV; enter "
                f"numbers of {SHORTEST_ACCOUNT} to {LONGEST_ACCOUNT} digits, all of the same "
                "length, such as 1200"
            )
    return longest


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries of each file; no entry is divided."""
    batch: list[Entry] = []
    count = 0
    for entry in entries:
        size = len(list(pairs(entry)))
        if batch and count + size > MOST_BOOKINGS:
            yield batch
            batch = []
            count = 0
        batch.append(entry)
        count += size
    if batch:
        yield batch


def _file(entries: Sequence[Entry], currency: str, digits: int) -> str:
    lines = [_header(entries, currency, digits), ";".join(COLUMNS)]
    for entry in entries:
        lines += [_booking(entry, pair, currency) for pair in pairs(entry)]
    return LINE.join(lines) + LINE


def _header(entries: Sequence[Entry], currency: str, digits: int) -> str:
    """The first line: what the file is, whose, and of which days."""
    first = entries[0].day
    last = entries[-1].day
    made = f"{last:%Y%m%d}000000000"
    about = [_text("EXTF"), "700", "21", _text("Buchungsstapel"), "13", made, ""]
    whose = [_text("SF"), _text("sheetflow"), _text(""), str(CONSULTANT), str(CLIENT)]
    days = [f"{first.year}0101", str(digits), f"{first:%Y%m%d}", f"{last:%Y%m%d}"]
    what = [_text("sheetflow"), _text(""), "1", "0", "0", _text(currency)]
    rest = ["", _text(""), "", "", _text(""), "", "", _text(""), _text("")]
    return ";".join([*about, *whose, *days, *what, *rest])


def _booking(entry: Entry, pair: Pair, currency: str) -> str:
    """One booking: a debit of Konto and a credit of Gegenkonto."""
    number = _NOT_IN_NUMBERS.sub("-", entry.number)[-LONGEST_NUMBER:]
    text = " ".join(f"{entry.party} {entry.text}".split())[:LONGEST_TEXT]
    cells = [""] * len(COLUMNS)
    cells[0] = _amount(pair.amount)
    cells[1] = _text("S")
    cells[2] = _text(currency)
    cells[6] = _number(pair.debit)
    cells[7] = _number(pair.credit)
    cells[9] = f"{entry.day:%d%m}"
    cells[10] = _text(number)
    cells[13] = _text(text)
    return ";".join(cells)


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _number(account: Account) -> str:
    return account.name


def _text(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
