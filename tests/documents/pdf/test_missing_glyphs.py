"""Characters that no font has: found with typst, and reported with their cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from babel import Locale
from paper import documents
from sheets import after
from small_business import business

from sheetflow.documents.files import document_problems, render_files
from sheetflow.documents.pdf import pdfs_of
from sheetflow.documents.pdf.fonts import find_fonts, font_families
from sheetflow.documents.pdf.missing_glyphs import KNOWN, missing_glyphs, without_glyph
from sheetflow.domain.problems import Problem

pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")

FAMILIES = font_families(find_fonts(None), None, Locale.parse("en_GB"))


def problems(**sheets: str) -> list[Problem]:
    played = business(**sheets)
    made = documents(played, only=frozenset({"invoices", "packing"}))
    return document_problems(
        render_files(made, "shop.xlsx", as_pdf=True), played.result.book
    )


def test_the_fonts_have_all_known_characters():
    assert without_glyph(KNOWN, tuple(FAMILIES), None) == frozenset()


SCRIPTS = "Straße Ελλάδα Київ مطعم מסעדה दुकान ร้าน 中央商店 はな 서울"


@pytest.mark.parametrize("text", SCRIPTS.split())
def test_common_scripts_have_fonts(text: str):
    assert missing_glyphs(text, FAMILIES, None) == ""


def test_characters_without_a_glyph_are_found():
    assert missing_glyphs("Café ሱቅ 👍", FAMILIES, None) == "ሱቅ👍"


def test_a_missing_glyph_is_reported_with_its_cell():
    [problem] = problems(customers="Customer  Name\nC-1  Addis ሱቅ")
    assert (problem.code, problem.sheet, problem.record, problem.column) == (
        "FNT01",
        "Customers",
        0,
        "Name",
    )
    assert (
        "ሱ (U+1231), ቅ (U+1245), printed as an empty box in packing-slips.pdf, invoices.pdf"
        in problem.text
    )


def test_a_missing_glyph_is_reported_once_for_many_cells():
    lines = [
        f"SO-1   {at}     A-100  1         20          ሱ{'ቅ' * (at % 2)}"
        for at in range(1, 9)
    ]
    found = problems(
        order_lines="\n".join(
            ["Order  Line  SKU    Quantity  Unit price  Description", *lines]
        )
    )
    assert [(problem.record, problem.value) for problem in found] == [(0, "ሱቅ")]


def test_workbooks_have_no_missing_glyphs():
    played = after(None, customers="Customer  Name\nC-1  Addis ሱቅ")
    made = documents(played)
    assert document_problems(render_files(made, "shop.xlsx"), played.result.book) == []


def make_font(path: Path, letters: str) -> None:
    """Make a font in which each of these characters is a square."""
    builder = pytest.importorskip(
        "fontTools.fontBuilder", reason="made with fonttools: pip install '.[test]'"
    )
    pen = pytest.importorskip("fontTools.pens.ttGlyphPen").TTGlyphPen(None)
    for step, point in enumerate(((0, 0), (0, 700), (700, 700), (700, 0))):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    font = builder.FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (750, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(
        {"familyName": "Squares", "styleName": "Regular", "psName": "Squares-Regular"}
    )
    font.setupOS2()
    font.setupPost()
    font.save(path)


def test_a_font_next_to_the_workbook_provides_glyphs(tmp_path: Path):
    make_font(tmp_path / "squares.ttf", "ሱቅ")
    made = documents(
        business(customers="Customer  Name\nC-1  Addis ሱቅ"),
        only=frozenset({"invoices"}),
    )
    house = replace(made.seller, style=replace(made.seller.style, fonts=tmp_path))
    before, afterwards = [
        next(iter(pdfs_of(replace(made, seller=each)))) for each in (made.seller, house)
    ]
    assert (before.missing_glyphs, afterwards.missing_glyphs) == ("ሱቅ", "")
    assert b"Squares" in afterwards.content
