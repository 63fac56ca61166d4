"""A shop that trades in a German workbook: a German customer, a French one, and a day's work typed in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sheetflow.starters.new import new_workbook

DAY = date(2026, 3, 2)
SETTINGS = {
    "Firma": "Töpferei am Hang",
    "Adresse": "Hangweg 3\n04103 Leipzig",
    "E-Mail": "laden@toepferei.example",
    "USt-IdNr.": "DE123456788",
    "Land": "DE",
    "IBAN": "DE02120300000000202051",
    "Währung": "EUR",
}
ROWS: dict[str, list[dict[str, Any]]] = {
    "Kunden": [
        {
            "Kunde": "ADLER",
            "Name": "Adler Feinkost GmbH",
            "Rechnungsadresse": "Marktplatz 1\n80331 München",
        },
        {
            "Kunde": "LYON",
            "Name": "Boutique de Lyon",
            "Rechnungsadresse": "5 rue Mercière\n69002 Lyon\nFrance",
            "Sprache": "fr",
        },
    ],
    "Steuersätze": [
        {"Steuersatz": "N", "Name": "Normal", "Steuer 1 %": 19, "Name Steuer 1": "MwSt."}
    ],
    "Artikel": [
        {"Artikelnummer": "TASSE", "Name": "Tasse, blau", "Einheit": "Stk", "Preis": 12.5, "Steuersatz": "N"},
        {"Artikelnummer": "KANNE", "Name": "Teekanne 1,2 l", "Einheit": "Stk", "Preis": 1249.9, "Steuersatz": "N"},
    ],
    "Lagerorte": [{"Lagerort": "REGAL"}],
    "Lagerbewegungen": [
        {"Datum": DAY, "Typ": "Anfangsbestand", "Artikelnummer": "TASSE", "Nach": "REGAL", "Menge": 50},
        {"Datum": DAY, "Typ": "Anfangsbestand", "Artikelnummer": "KANNE", "Nach": "REGAL", "Menge": 10},
    ],
    "Aufträge": [
        {"Auftrag": "A-1", "Auftragsdatum": DAY, "Kunde": "ADLER", "Aktion": "Erfüllen, Berechnen"},
        {"Auftrag": "A-2", "Auftragsdatum": DAY, "Kunde": "LYON", "Aktion": "Erfüllen, Berechnen"},
    ],
    "Auftragspositionen": [
        {"Auftrag": order, "Artikelnummer": product, "Menge": quantity}
        for order in ("A-1", "A-2")
        for product, quantity in (("TASSE", 12), ("KANNE", 2))
    ],
}  # fmt: skip


def write_german_shop(path: Path) -> None:
    """Write the workbook with its day, ready for a run: `sheetflow new laden.xlsx --language de`, filled in."""
    new_workbook(path, language="de")
    workbook = openpyxl.load_workbook(path)
    for setting, value in workbook["Einstellungen"].iter_rows(max_col=2):
        if setting.value in SETTINGS:
            value.value = SETTINGS[setting.value]
    for name, rows in ROWS.items():
        _type_rows(workbook[name], rows)
    workbook.save(path)


def _type_rows(sheet: Worksheet, rows: list[dict[str, Any]]) -> None:
    """Type rows below the headers of a sheet, and make its table as long."""
    headers = [cell.value for cell in sheet[1]]
    for at, row in enumerate(rows, 2):
        for header, value in row.items():
            sheet.cell(at, headers.index(header) + 1).value = value
    for table in sheet.tables.values():
        first, last = table.ref.split(":")
        column = last.rstrip("0123456789")
        table.ref = f"{first}:{column}{len(rows) + 1}"
        if table.autoFilter:
            table.autoFilter.ref = table.ref
