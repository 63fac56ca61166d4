"""The formulas of Checks look for the workbook's own words, and for those of the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clerk import Clerk
from click.testing import CliRunner
from office import convert, needs_office
from openpyxl import load_workbook

from sheetflow import pipeline
from sheetflow.cli import main

SHOP = """
    == Kunden
    Kunde  Name
    C-1    Hafenladen
    == Artikel
    Artikelnummer  Name     Preis
    A-100          Amboss   20
    B-200          Balg     5
    == Lagerbewegungen
    Datum       Typ             Artikelnummer  Nach   Menge  Stückkosten
    2026-03-01  Anfangsbestand  A-100          LADEN  50     11
    2026-03-01  Zugang          B-200          LADEN  40     2
    2026-03-01  Receipt         B-200          LADEN  10     2
    2026-03-01  Korrektur       B-200          LADEN  -1     -
    == Aufträge
    Auftrag  Auftragsdatum  Kunde
    SO-1     2026-03-02     C-1
    == Auftragspositionen
    Auftrag  Artikelnummer  Menge
    SO-1     A-100          10
    SO-1     B-200          4
    == Zahlungen
    Auftrag  Zahlungsdatum  Art         Betrag
    SO-1     2026-03-02     Zahlung     250
    SO-1     2026-03-02     Erstattung  20
    SO-1     2026-03-02     Refund      10
"""
RETURNS = """
    == Rücksendungen
    Auftrag  Artikelnummer  Menge  Rücksendedatum  Verwendung
    SO-1     A-100          2      2026-03-02      Entsorgen
    SO-1     B-200          1      2026-03-02      Nur Gutschrift
"""


@needs_office
def test_a_german_workbook_with_refunds_and_discards_has_no_difference(
    tmp_path: Path,
) -> None:
    path = tmp_path / "laden.xlsx"
    done = CliRunner().invoke(main, ["new", str(path), "--language", "de"])
    assert done.exit_code == 0
    clerk = Clerk(path)
    clerk.types(SHOP)
    clerk.requests({"SO-1": "Erfüllen, Berechnen"}, "Aufträge", "Auftrag", "Aktion")
    run(path)
    clerk.types(RETURNS)
    run(path)
    convert([path], "xlsx", tmp_path / "calculated", recalculates=True)
    sheet = load_workbook(tmp_path / "calculated" / path.name, data_only=True)
    rows = list(sheet["Prüfungen"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert len(rows) > 30
    assert [row for row in rows if row[3] not in (0, None)] == []


def run(path: Path) -> None:
    """Run a workbook in place, without an error."""
    done = pipeline.run(path, as_of=date(2026, 3, 2))
    assert [item.text for item in done.problems if item.problem.rule.is_error] == []
    done.save(path, replacing=True)
