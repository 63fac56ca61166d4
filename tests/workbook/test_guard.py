"""The guards: what may not be opened is named in one sentence, and what may be is let through."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import minimal_package as small
import pytest
from hostile_files import REFUSED
from hypothesis import given
from hypothesis import strategies as st

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive import well_formed
from sheetflow.workbook.guards import extent_scan, shared_strings, sheet_extent
from sheetflow.workbook.guards import file_kinds as kinds
from sheetflow.workbook.package import package_checks
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.refusal import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def refusal(data: bytes, name: str = "book.xlsx") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(SheetflowError) as refused:
        Package.open(data, name)
    return str(refused.value)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_processed_is_named_with_its_remedy(name: str) -> None:
    data, words = REFUSED[name]
    sentence = refusal(data, name)
    assert words in sentence
    assert sentence.startswith(f"{name}: ")
    assert "; " in sentence, "the remedy follows a semicolon"
    assert "\n" not in sentence


def test_a_plain_workbook_is_let_through() -> None:
    assert Package.open(small.workbook(), "book.xlsx").worksheets == {
        "Orders": small.SHEET
    }


def test_a_part_that_nobody_parses_may_hold_anything() -> None:
    odd = {
        "customXml/item1.xml": b'<!DOCTYPE a SYSTEM "http://example.com/a"><a/>',
        "docProps/junk.xml": b"<<",
    }
    package = Package.open(small.workbook(odd), "book.xlsx")
    with pytest.raises(SheetflowError, match="DTD"):
        package.read("customXml/item1.xml")
    with pytest.raises(SheetflowError, match="not valid XML"):
        package.read("docProps/junk.xml")


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("LARGEST_PART", 300, "too much for a workbook"),
        ("LARGEST_TOTAL", 1000, "unpacks to more than"),
        ("MOST_MEMBERS", 3, "7 parts"),
        ("MOST_SHEETS", 0, "1 sheets"),
        ("RATIO_FROM", 10, "too much for a workbook"),
    ],
)
def test_a_limit_is_kept(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str
) -> None:
    monkeypatch.setattr(package_checks, limit, value)
    monkeypatch.setattr(package_checks, "LARGEST_RATIO", 1)
    assert words in refusal(small.workbook())


def test_a_part_is_never_unpacked_beyond_the_size_that_it_states() -> None:
    data = bytearray(small.workbook({small.STYLES: bytes(64 << 20)}))
    at = data.rfind(small.STYLES.encode()) - 46 + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    try:
        assert "damaged" in refusal(bytes(data))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_file_may_not_be_too_large(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kinds, "LARGEST_FILE", 100)
    monkeypatch.setattr(package_checks, "LARGEST_FILE", 100)
    assert "MB allowed" in refusal(small.workbook())
    path = tmp_path / "book.xlsx"
    path.write_bytes(small.workbook())
    with pytest.raises(SheetflowError, match="MB allowed"):
        package_checks.read_file(path)


def test_a_file_that_cannot_be_read_is_named_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SheetflowError, match=r"nothing\.xlsx: there is no such file; "):
        package_checks.read_file(tmp_path / "nothing.xlsx")
    with pytest.raises(SheetflowError, match="this is a folder, not a workbook; "):
        package_checks.read_file(tmp_path)


def test_a_message_stays_one_line_whatever_the_file_holds() -> None:
    name = "sheet&#10;\u202ename" + "x" * 500
    broken = (
        small.parts()[small.WORKBOOK]
        .replace(b'"Orders"', f'"{name}"'.encode())
        .replace(b"rId1", b"rId9")
    )
    sentence = refusal(small.workbook({small.WORKBOOK: broken}))
    assert "sheet" in sentence
    assert len(sentence) < 300
    assert sentence.isprintable()


# ------------------------------------------------------------------ the extent of a sheet


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ("", 0, 0),
        ('<row r="3"><c r="B3"><v>1</v></c></row>', 3, 2),
        ("<row r='3'><c s = '1' r = 'AB3'><v>1</v></c></row>", 3, 28),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>1</v></c></row>", 2, 2),
        ('<row r="9"/><row><c r="C10"><v>1</v></c><c><v>2</v></c></row>', 10, 4),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="99"><c r="ZZ99" s="4"/></row>',
            1,
            1,
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="99"><c r="ZZ99" s="4"></c></row>',
            1,
            1,
        ),
        (
            '<x:row r="2"><x:c r="xfd2"><x:is><x:t>a</x:t></x:is></x:c></x:row>',
            2,
            16384,
        ),
        (
            '<!-- <c r="XFD9"><v>1</v></c> --><row r="1"><c r="A1"><v>1</v></c></row>',
            1,
            1,
        ),
        ('<row r="1"><c a=">" r="D1"><v>1</v></c></row>', 1, 4),
        (
            """<row r="1"><c s=" r='A1'" x:r='B1' r='XFD9'><v>1</v></c></row>""",
            9,
            16384,
        ),
        ("""<?a <c " ?><row r="1"><c r='XFD9'><v>"</v></c></row>""", 9, 16384),
        ("""<![CDATA[<c "]]><row r="1"><c r='XFD9'><v>"</v></c></row>""", 9, 16384),
    ],
)
def test_the_extent_is_measured_from_the_cells(
    rows: str, row: int, column: int
) -> None:
    assert sheet_extent.exact_extent("Orders", rows.encode()) == (row, column)


CELLS = st.lists(
    st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)),
    min_size=1,
    max_size=30,
)


def letters(column: int) -> str:
    return letters((column - 1) // 26) + chr(65 + (column - 1) % 26) if column else ""


@given(CELLS, st.booleans(), st.sampled_from("\"'"), st.integers(0, 40))
def test_the_quick_extent_is_the_exact_one(
    cells: list[tuple[int, int]], lower: bool, quote: str, padding: int
) -> None:
    names = [
        (row, letters(column).lower() if lower else letters(column))
        for row, column in cells
    ]
    rows = "".join(
        f'<row r="{row}"><c r={quote}{name}{row}{quote} s="12"><v>1</v></c></row>'
        for row, name in names
    )
    data = small.sheet(rows + f"<row r='1' spans='1:2' ht='{'1' * padding}5'/>")
    assert extent_scan.quick_extent(data) == sheet_extent.exact_extent("Orders", data)


@given(
    CELLS,
    st.sampled_from(
        [
            '<c s="1" r="{}">',
            '<c r ="{}">',
            '<c r= "{}">',
            '<c\nr="{}">',
            "<x:c r='{}'>",
        ]
    ),
)
def test_the_quick_extent_never_promises_too_little(
    cells: list[tuple[int, int]], form: str
) -> None:
    end = "</x:c>" if "x:" in form else "</c>"
    rows = "".join(
        f'<row r="{r}">{form.format(letters(c) + str(r))}<v>1</v>{end}</row>'
        for r, c in cells
    )
    data = small.sheet(rows)
    bound = extent_scan.quick_extent(data)
    exact = sheet_extent.exact_extent("Orders", data)
    assert bound is None or (bound.row >= exact.row and bound.column >= exact.column)


def test_a_sheet_with_remarks_is_looked_at_cell_by_cell() -> None:
    assert (
        extent_scan.quick_extent(
            small.sheet('<!-- <c r="A1"> --><row r="1"><c><v>1</v></c></row>')
        )
        is None
    )


def test_a_cell_that_straddles_two_chunks_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = small.sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="987654"><c r="XFD987654"><v>1</v></c></row>'
    )
    for size in range(1, 200):
        monkeypatch.setattr(extent_scan, "_CHUNK", size)
        assert extent_scan.quick_extent(data) == (987_654, 16_384), size


def test_a_big_sheet_with_a_stray_cell_is_refused() -> None:
    many = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_001)
    )
    assert "row 20,001 and column 16,384" in refusal(
        small.with_sheet(many + '<row r="20001"><c r="XFD20001"><v>1</v></c></row>')
    )


def test_a_styled_but_empty_tail_is_not_a_stray_cell() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert Package.open(small.with_sheet(rows), "book.xlsx").worksheets


@pytest.mark.parametrize(
    ("rows", "sparse"),
    [
        ('<row r="1048576"><c r="AB1048576"><v>1</v></c></row>', True),
        ('<row r="1"><c r="A1"><v>1</v></c></row>', False),
    ],
)
def test_a_grid_of_two_far_cells_is_sparse(rows: str, sparse: bool) -> None:
    assert (
        Package.open(small.with_sheet(rows), "book.xlsx").is_sparse("Orders") is sparse
    )


def test_a_grid_that_is_filled_is_not_sparse() -> None:
    full = extent_scan.Extent(1_000_000, 28)
    assert not full.is_sparse(28_000_000 * 25)
    assert full.is_sparse(1_000_000 * 25)


def test_the_grids_of_all_sheets_count_together_but_not_their_empty_cells() -> None:
    wide = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="Y1000000" s="1"{}</row>'
    full = small.sheet(wide.format("><v>1</v></c>"))
    blank = small.sheet(wide.format("/>"))
    bounds = {name: extent_scan.Extent(1_000_000, 25) for name in ("a", "b", "c")}
    sheet_extent.check_extents(
        dict(bounds), {"a": full, "b": full, "c": blank}.__getitem__
    )
    with pytest.raises(RefusedError, match="75,000,000 cells"):
        sheet_extent.check_extents(
            dict(bounds), {"a": full, "b": full, "c": full}.__getitem__
        )


# ------------------------------------------------------------------ mutations

TOKENS = st.sampled_from(
    [b"<", b">", b"</", b"/>", b'"', b"<!--", b"-->", b"<![CDATA[", b"<?x ", b"<!DOCTYPE a []>", b"\0", b"\xff",
     b'r="XFD1048576"', b'r=""', b"&#0;", b'r:id="rId1"', b'Target=".."', b"99999999999999999999", b"PK\x05\x06"]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 40), TOKENS),
    min_size=1,
    max_size=4,
)


def mutated(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """At each place (a share of the length) some bytes go and others come."""
    for place, gone, token in edits:
        at = int(place * len(data))
        data = data[:at] + token + data[at + gone :]
    return data


def assert_refused_or_opened(data: bytes) -> None:
    try:
        package = Package.open(data, "book.xlsx")
        for part in package.parts:
            package.relationships(part)
        package.write(small.SHEET, small.sheet(""))
        package.to_bytes()
    except SheetflowError as refused:
        sentence = str(refused)
        assert sentence.startswith("book.xlsx: ")
        assert "; " in sentence
        assert sentence.isprintable()


@given(EDITS)
def test_a_mutated_file_is_refused_or_opened(
    edits: list[tuple[float, int, bytes]],
) -> None:
    assert_refused_or_opened(mutated(small.workbook(), edits))


@given(st.sampled_from(list(small.parts())), EDITS)
def test_a_mutated_part_is_refused_or_opened(
    part: str, edits: list[tuple[float, int, bytes]]
) -> None:
    assert_refused_or_opened(
        small.workbook({part: mutated(small.parts()[part], edits)})
    )


# ------------------------------------------------------------------ big parts


def big_sheet(
    row: str = '<row><c t="inlineStr"><is><t>some text</t></is></c></row>',
) -> bytes:
    """A sheet beyond the size at which expat no longer sees the rows; it begins and ends with a plain row."""
    plain = '<row><c t="inlineStr"><is><t>some text</t></is></c></row>' * 6000
    return small.sheet(plain + row + plain)


def test_a_big_sheet_is_let_through() -> None:
    assert len(big_sheet()) > well_formed.BIG
    well_formed.check_xml("sheet", big_sheet())
    well_formed.check_xml(
        "sheet", big_sheet("<row><c><f>&quot;ü&quot;</f></c></row><!-- a remark -->")
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (big_sheet("<!DOCTYPE a []>"), "not valid XML"),
        (b"<!DOCTYPE worksheet []>" + big_sheet(), "DTD"),
        (big_sheet().replace(b"</worksheet>", b"</worksheets>"), "not valid XML"),
        (
            big_sheet(
                "<row><c><is><t>\udcff</t></is></c></row>".replace("\udcff", "~")
            ).replace(b"~", b"\xff"),
            "not valid",
        ),
        (big_sheet("<a>" * 200_000 + "</a>" * 200_000), "elements deep"),
        (big_sheet() + b"<row/>", "not valid XML"),
    ],
)
def test_a_big_sheet_is_looked_at_too(data: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        well_formed.check_xml("sheet", data)


# ------------------------------------------------------------------ shared strings


def test_text_is_counted_by_cell_only_where_a_bound_does_not_suffice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_strings, "MOST_TEXT", 20_000)
    once = '<row><c t="s"><v>0</v></c>' + '<c t="s"><v>1</v></c>' * 100 + "</row>"
    often = '<row><c t="s"><v>1</v></c>' + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    table = small.strings("long" * 100, "a")
    shared_strings.SharedStrings(table).add("Orders", small.sheet(once))
    with pytest.raises(RefusedError, match="of text"):
        shared_strings.SharedStrings(table).add("Orders", small.sheet(often))


def test_a_cell_in_an_unusual_form_counts_as_the_longest_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_strings, "MOST_TEXT", 20_000)
    unusual = "<row>" + '<c t="s"><f>A1</f><v>0</v></c>' * 100 + "</row>"
    with pytest.raises(RefusedError, match="of text"):
        shared_strings.SharedStrings(small.strings("long" * 100)).add(
            "Orders", small.sheet(unusual)
        )


@pytest.mark.parametrize(("texts", "is_refused"), [(6, False), (7, True)])
def test_what_was_assumed_is_counted_before_a_workbook_is_refused(
    monkeypatch: pytest.MonkeyPatch, texts: int, is_refused: bool
) -> None:
    """Notes has one long text, and bytes for several; Orders has all the others."""
    monkeypatch.setattr(shared_strings, "MOST_TEXT", 20_000)
    long = '<c t="s"><v>0</v></c>'
    notes = small.sheet(f"<row>{long}</row>")
    orders = small.sheet(f"<row>{long * texts}</row>")
    counted = shared_strings.SharedStrings(small.strings("x" * 2_500))
    counted.add("Notes", notes)
    counted.add("Orders", orders)
    if not is_refused:
        counted.finish({"Notes": notes}.__getitem__)
        return
    with pytest.raises(RefusedError, match="of text"):
        counted.finish({"Notes": notes}.__getitem__)


def test_the_text_of_all_sheets_counts_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_strings, "MOST_TEXT", 2000)
    counted = shared_strings.SharedStrings(small.strings("x" * 1000))
    counted.add("Orders", small.sheet('<row><c t="s"><v>0</v></c></row>'))
    with pytest.raises(RefusedError, match="of text"):
        counted.add("Orders", small.sheet('<row><c t="s"><v>0</v></c></row>'))
