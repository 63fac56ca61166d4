"""Marks point cells out, and go without a trace: what is the owner's is as it was, whoever saved the file since."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from office import convert, needs_office
from sample_books import parts, repacked, written

from sheetflow.workbook import Mark, Workbook
from sheetflow.workbook.notes import note_texts

SHEET = "Order lines"
ERROR = Mark(
    3,
    2,
    'There is no product "WIDGT". Did you mean <WIDGET> & Co?\nCorrect it. (SKU01)',
)
WARNING = Mark(4, 2, "The price is 0", is_error=False)
MARKS = [
    ERROR,
    WARNING,
    Mark(5, 2, "again", is_error=False),
    Mark(2, 2, "over the owner's rule"),
]


def plain(book: xlsxwriter.Workbook) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(SHEET)
    for row in range(10):
        sheet.write_row(row, 0, [f"{row}{column}" for column in range(5)])
    sheet.add_table("A1:E10")
    return sheet


def with_rules(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    green = book.add_format({"bg_color": "#00FF00"})
    sheet.conditional_format(
        "A2:C9", {"type": "cell", "criteria": "==", "value": '"11"', "format": green}
    )
    sheet.conditional_format("B2:B9", {"type": "2_color_scale"})


def with_notes(book: xlsxwriter.Workbook) -> None:
    sheet = plain(book)
    sheet.write_comment("B3", "Ask Mary first.\nShe knows.")
    sheet.write_comment("D6", "Another", {"author": "Mary"})


def with_buttons(book: xlsxwriter.Workbook) -> None:
    plain(book).insert_button("G2", {"caption": "Press"})


BOOKS = {
    "plain": plain,
    "rules": with_rules,
    "notes": with_notes,
    "buttons": with_buttons,
}


def marked(data: bytes, marks: list[Mark]) -> bytes:
    """The workbook after these marks were requested."""
    book = Workbook(Path("book.xlsx"), data)
    book.mark(SHEET, marks)
    book.apply()
    return book.package.to_bytes()


def notes(data: bytes) -> dict[str, str]:
    """The notes that openpyxl reads, by cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def fills(data: bytes) -> list[tuple[str, str, int]]:
    """Our conditional formats: their cells, colour and priority."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    rules = [(box, rule) for box in sheet.conditional_formatting for rule in box.rules]
    ours = [(box, rule) for box, rule in rules if rule.formula == ['N("sheetflow")=0']]
    return [
        (str(box.sqref), rule.dxf.fill.bgColor.rgb, rule.priority) for box, rule in ours
    ]


def resaved(data: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it."""
    source = folder / "marked.xlsx"
    source.write_bytes(data)
    convert([source], "xlsx", folder / "saved")
    return (folder / "saved" / "marked.xlsx").read_bytes()


@pytest.fixture(params=list(BOOKS))
def given(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """A workbook once marked with no marks: that gives it the two formats, and nothing else."""
    return marked(
        written(tmp_path / "book.xlsx", BOOKS[request.param]).read_bytes(), []
    )


def test_marks_go_without_a_trace(given: bytes) -> None:
    there = marked(given, MARKS)
    assert parts(there) != parts(given)
    assert parts(marked(there, [])) == parts(given)


def test_the_same_marks_again_change_nothing(given: bytes) -> None:
    there = marked(given, MARKS)
    assert parts(marked(there, MARKS)) == parts(there)


def test_other_marks_take_the_place_of_those_before(given: bytes) -> None:
    assert parts(marked(marked(given, MARKS), [WARNING])) == parts(
        marked(given, [WARNING])
    )


def test_each_mark_is_a_fill_and_a_note_that_others_read(given: bytes) -> None:
    there = marked(given, MARKS)
    assert fills(there) == [("B2:B3", "FFFFC7CE", 1), ("B4:B5", "FFFFEB9C", 2)]
    assert {"B2", "B3", "B4", "B5"} <= set(notes(there))
    assert ERROR.text in notes(there)["B3"]


def test_the_owners_cells_keep_their_styles(given: bytes) -> None:
    pattern = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    before, after = (
        parts(data)["xl/worksheets/sheet1.xml"]
        for data in (given, marked(given, MARKS))
    )
    assert pattern.findall(before) == pattern.findall(after)


def test_an_owners_note_keeps_its_words_and_ours_are_below(tmp_path: Path) -> None:
    given = written(tmp_path / "book.xlsx", with_notes).read_bytes()
    there = notes(marked(given, MARKS))
    assert there["B3"].startswith("Ask Mary first.\nShe knows.\n")
    assert ERROR.text in there["B3"]
    assert there["D6"] == "Another"


def test_what_a_person_typed_into_our_note_stays(tmp_path: Path) -> None:
    """It is hers, whoever began the note."""
    there = marked(written(tmp_path / "book.xlsx", plain).read_bytes(), [ERROR])
    path = tmp_path / "typed.xlsx"
    path.write_bytes(there)
    mark = "— see Issues —".encode()
    repacked(
        path,
        lambda _name, part: part.replace(
            mark, mark + b"\nAsked the customer on Monday."
        ),
    )
    assert notes(marked(path.read_bytes(), [])) == {
        "B3": "Asked the customer on Monday."
    }


def test_a_cell_that_people_talk_about_in_a_thread_gets_the_fill_alone(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "book.xlsx", with_notes)
    repacked(
        path,
        lambda _name, part: part.replace(
            b"<author>Mary</author>", b"<author>tc={8A1B}</author>"
        ),
    )
    given = marked(path.read_bytes(), [])
    there = marked(given, [Mark(6, 4, "wrong"), ERROR])
    assert notes(there)["D6"] == "Another"
    assert ("D6" in fills(there)[0][0], "B3" in fills(there)[0][0]) == (True, True)
    assert parts(marked(there, [])) == parts(given)


def test_a_drawing_that_cannot_be_edited_safely_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "book.xlsx", with_buttons)
    repacked(
        path, lambda _name, part: part.replace(b"</v:textbox>", b"<br></v:textbox>")
    )
    there = marked(path.read_bytes(), [ERROR])
    assert notes(there) == {}
    assert fills(there) == [("B3", "FFFFC7CE", 1)]


@needs_office
@pytest.mark.parametrize("kind", list(BOOKS))
def test_marks_go_from_what_libreoffice_has_saved(kind: str, tmp_path: Path) -> None:
    given = written(tmp_path / "book.xlsx", BOOKS[kind]).read_bytes()
    saved = resaved(marked(given, MARKS), tmp_path)
    assert set(notes(saved)) >= {"B2", "B3", "B4", "B5"}
    fixed = marked(saved, [])
    assert notes(fixed) == notes(given)
    assert fills(fixed) == []
    assert [name for name, part in parts(fixed).items() if b"sheetflow" in part] == []


def test_the_comments_of_a_thread_move_with_their_row() -> None:
    thread = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="A2" id="{1}"><text>Heavy?</text></threadedComment>'
        b'<threadedComment ref="A2" id="{2}" parentId="{1}"><text>Very</text></threadedComment>'
        b'<threadedComment ref="C3" id="{3}"><text>Light</text></threadedComment></ThreadedComments>'
    )

    moved = note_texts.moved(thread, {2: 7, 3: 2})

    assert note_texts.noted_cells(moved) == [(7, 1), (7, 1), (2, 3)]
    assert moved.replace(b'"A7"', b'"A2"').replace(b'"C2"', b'"C3"') == thread
