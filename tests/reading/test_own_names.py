"""Workbooks with other names: of a language, and of their owner's (import.md of the contract)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tables import cell, words

import sheetflow
from sheetflow.domain.catalogue import contract, declared_by
from sheetflow.domain.declarations import DeclarationError
from sheetflow.domain.languages import language, language_codes, load_language
from sheetflow.domain.own_names import Names
from sheetflow.errors import SheetflowError
from sheetflow.pipeline import check
from sheetflow.starters.new import new_workbook

GERMAN = {
    "Kunden": """
        Kunde  Name
        ANNA   Anna Berg
    """,
    "Artikel": """
        Artikelnummer  Name   Preis
        A-1            Tasse  5
    """,
    "Lagerbewegungen": """
        Datum       Typ             Artikelnummer  Nach   Menge
        2026-03-01  Anfangsbestand  A-1            HAUPT  10
    """,
    "Aufträge": """
        Auftrag  Auftragsdatum  Kunde  Aktion
        AU-1     2026-03-02     ANNA   Erfüllen, Berechnen
    """,
    "Auftragspositionen": """
        Auftrag  Artikelnummer  Menge
        AU-1     A-1            3
    """,
}
OWN = {
    "Clients": """
        Code  Full name
        ANNA  Anna Berg
    """,
    "Items": """
        Item  Name  Sells at
        A-1   Cup   5
    """,
    "Sales Orders": """
        Order No.  Placed      Client  To do
        SO-1       2026-03-02  ANNA    Bill it
    """,
    "Rows": """
        Order No.  Item  Qty
        SO-1       A-1   3
    """,
    "Mapping": """
        Sheet        Column    Value            Here          Use
        Customers    -         -                Clients       -
        Customers    Customer  -                Code          -
        Customers    Name      -                Full name     Yes
        Products     -         -                Items         -
        -            SKU       -                Item          -
        Products     Price     -                Sells at      -
        Orders       -         -                Sales Orders  -
        -            Order     -                Order No.     -
        Orders       Order date  -              Placed        -
        Orders       Customer  -                Client        -
        Orders       Action    -                To do         -
        Orders       Action    Invoice ordered  Bill it       -
        Order lines  -         -                Rows          -
        Order lines  Quantity  -                Qty           -
        Order lines  Line      -                Item          ?
    """,
}


def write(path: Path, tables: dict[str, str]) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for row in words(table):
            sheet.append([cell(word) or None for word in row])
    book.save(path)
    return path


def run(path: Path) -> sheetflow.pipeline.Run:
    done = sheetflow.run(path, as_of=date(2026, 3, 3))
    done.save(path, replacing=True)
    return done


def rows(path: Path, sheet: str) -> list[list[object]]:
    """The rows of a sheet, as they are stored."""
    read = openpyxl.load_workbook(path)[sheet]
    return [list(row) for row in read.iter_rows(values_only=True)]


def column(path: Path, sheet: str, header: str) -> list[object]:
    headers, *below = rows(path, sheet)
    return [row[headers.index(header)] for row in below]


@pytest.fixture
def german(tmp_path: Path) -> Path:
    return write(tmp_path / "laden.xlsx", GERMAN)


def test_a_workbook_in_german_is_run_in_german(german: Path) -> None:
    done = run(german)
    assert [(item.where, item.text) for item in done.problems] == []
    names = openpyxl.load_workbook(german).sheetnames
    assert names[: len(GERMAN)] == list(GERMAN)
    assert {"Rechnungen", "Bestand", "Prüfungen", "Laufprotokoll"} <= set(names)
    assert column(german, "Aufträge", "Status") == ["Erfüllt, Berechnet"]
    assert column(german, "Aufträge", "Versand") == ["Ganz"]
    assert column(german, "Rechnungen", "Gesamt") == [15]
    assert column(german, "Bewegungsjournal", "Quelle") == [
        "Lagerbewegungen",
        "Entnahmen",
        "Lieferungen",
    ]
    assert {"Aufträge", "Aktion"} <= {
        *column(german, "Änderungen", "Blatt"),
        *column(german, "Änderungen", "Spalte"),
    }


def test_a_second_run_finds_nothing_to_do(german: Path) -> None:
    run(german)
    again = sheetflow.run(german, as_of=date(2026, 3, 3))
    assert not again.changes
    assert not again.problems


def test_python_and_json_keep_the_names_of_the_contract(german: Path) -> None:
    book = sheetflow.run(german, as_of=date(2026, 3, 3)).book
    assert book["Orders"]["Status"].tolist() == ["Fulfilled, Invoiced"]
    assert book["Movements"]["Source"].tolist() == ["Stock moves", "Picks", "Shipments"]


def test_messages_name_the_sheets_columns_and_words_of_the_workbook(
    german: Path,
) -> None:
    book = openpyxl.load_workbook(german)
    book["Aufträge"].append(["AU-2", "2026-03-02", "ANNE", "Erfülen"])
    book["Aufträge"]["E1"] = "Stufe"
    book["Aufträge"]["E3"] = "Angebott"
    book.save(german)
    found = {item.problem.code: item for item in run(german).problems}
    assert found["CUS01"].where == "Aufträge!C3"
    assert found["CUS01"].column == "Kunde"
    remedy = found["CUS01"].remedy
    assert remedy.endswith("tragen Sie den Kunden unter „Kunden“ ein.")
    assert found["CHO01"].text == (
        "Auftrag AU-2: „Angebott“ ist keiner der Werte Angebot, Auftrag, Storniert. Meinten Sie Angebot?"
    )


def test_an_owners_names_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "own.xlsx", OWN)
    before = {name: rows(path, name)[0] for name in OWN}
    done = run(path)
    assert [(item.where, item.text) for item in done.problems] == []
    after = {name: rows(path, name)[0] for name in OWN}
    assert {name: after[name][: len(row)] for name, row in before.items()} == before
    assert column(path, "Invoices", "Total") == [15]
    assert column(path, "Sales Orders", "To do") == [None]
    assert not run(path).changes


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Ordrs", "", "", "X"], 'Mapping!A2: sheetflow has no sheet "Ordrs". Did you'),
        (["Orders", "Dat", "", "X"], 'Mapping!B2: sheetflow has no column "Dat"'),
        (["Orders", "State", "Qote", "X"], "Mapping!C2: sheetflow has no word or sett"),
        (
            ["Orders", "Notes", "", "Gone"],
            'Mapping!D2: There is no column "Gone" in th',
        ),
        (["", "", "", "X"], 'Mapping!D2: sheetflow has no sheet or column for "X"'),
    ],
)
def test_a_name_that_is_not_there_stops_the_run(
    row: list[str], said: str, tmp_path: Path
) -> None:
    tables = {**GERMAN, "Mapping": "Sheet  Column  Value  Here"}
    path = write(tmp_path / "book.xlsx", tables)
    book = openpyxl.load_workbook(path)
    book["Mapping"].append([text or None for text in row])
    book.save(path)
    with pytest.raises(SheetflowError) as caught:
        sheetflow.run(path)
    assert said in str(caught.value)
    assert "(MAP0" in str(caught.value)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("Orders  Order date  -  Kunde", "MAP02"),
        ("Orders  Customer  -  Auftragsdatum", "MAP04"),
    ],
)
def test_two_names_for_one_thing_stop_the_run(
    second: str, code: str, tmp_path: Path
) -> None:
    mapping = f"""
        Sheet   Column      Value  Here
        Orders  Order date  -      Auftragsdatum
        {second}
    """
    path = write(tmp_path / "book.xlsx", {**GERMAN, "Mapping": mapping})
    with pytest.raises(
        SheetflowError, match=rf"rows? 2 and 3.*\({code}\)|Rows 2 and 3"
    ):
        sheetflow.run(path)


@pytest.mark.parametrize("code", language_codes())
def test_an_empty_workbook_of_each_language_is_read_by_its_names(
    code: str, tmp_path: Path
) -> None:
    path = tmp_path / "new.xlsx"
    new_workbook(path, language=code)
    names = openpyxl.load_workbook(path).sheetnames
    sheets = Names(language(code)).applied_to(contract())
    assert names[1:] == [
        schema.title
        for schema in sheets.values()
        if not schema.derived and schema.in_template and not schema.part
    ]
    with declared_by(sheets):
        assert not check(path).problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Orders" = "Aufträge"', "", "the sheet 'Orders' is missing"),
        ('"Orders" = "Aufträge"', '"Odrers" = "Aufträge"', "no sheet 'Odrers'"),
        ('"Quantity" = "Menge"', '"Quantity" = "Auftrag"', "have the same name"),
        ('"Yes" = "Ja"', '"Yes" = "Nein"', "have the same name"),
    ],
)
def test_a_language_with_a_missing_or_double_name_fails_to_load(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    from sheetflow.domain.languages import _folder

    text = (_folder() / "de.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "de.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        load_language(path, contract())
    assert said in str(caught.value)
