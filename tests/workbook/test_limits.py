"""The limits on files that may be opened, each at its edge: what is at the limit is let through, one more is refused.

Nothing here replaces a limit, so that a limit that was changed by mistake fails a test.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import minimal_package as small
import pytest

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive import well_formed
from sheetflow.workbook.archive.zip_format import Member
from sheetflow.workbook.guards import sheet_extent
from sheetflow.workbook.guards.child_process import run_in_child
from sheetflow.workbook.guards.extent_scan import Extent
from sheetflow.workbook.guards.file_kinds import check_kind
from sheetflow.workbook.guards.shared_strings import MOST_STRINGS, SharedStrings
from sheetflow.workbook.package import package_checks
from sheetflow.workbook.package.package import Package
from sheetflow.workbook.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MB = 1 << 20
GB = 1 << 30
SIXTY_MILLION = ["AD1000000", "O1000000", "N1000000", "A1000000"]
"""The corners of four sheets of 30, 15, 14 and 1 million cells."""


def member(name: str, size: int, compressed: int, header: int = 0) -> Member:
    """An entry of a zip file as its directory states it."""
    return Member(
        name=name,
        raw_name=name.encode(),
        flags=0,
        method=8,
        time=0,
        date=0,
        checksum=0,
        compressed=compressed,
        size=size,
        attributes=0,
        header=header,
    )


def check_sizes(*sizes: int) -> None:
    """Check entries of these sizes, each a tenth as large in the file."""
    members = []
    header = 0
    for number, size in enumerate(sizes):
        name = f"part{number}"
        compressed = size // 10 + 1
        members.append(member(name, size, compressed, header))
        header += len(name) + compressed
    package_checks.check_members(members)


def check_ratio(size: int, compressed: int) -> None:
    package_checks.check_members([member("part", size, compressed)])


def check_bomb(size: int) -> None:
    """Check small parts that unpack to this size, a hundred times as large as in the file."""
    each = 32 * MB
    sizes = [each] * (size // each) + [size % each]
    members = []
    header = 0
    for number, size in enumerate(sizes):
        name = f"part{number}"
        members.append(member(name, size, size // 100, header))
        header += len(name) + size // 100
    package_checks.check_members(members)


def check_entries(part: str, tags: int) -> None:
    """Check a part that lists others, of so many tags: the root's two and the entries."""
    package_checks.check_part(part, b"<a>" + b"<b/>" * (tags - 2) + b"</a>")


def check_corner(row: int, column: str) -> None:
    """Check a sheet with one cell, far from A1."""
    cell = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
    sheet_extent.check_extent("Orders", small.sheet(cell))


def check_grids(*corners: str) -> None:
    """Check the sheets of a workbook, each with one cell in this corner."""
    sheets = {}
    extents = {}
    for corner in corners:
        cell = f'<row><c r="{corner}"><v>1</v></c></row>'
        sheets[corner] = small.sheet(cell)
        extents[corner] = sheet_extent.exact_extent(corner, sheets[corner])
    sheet_extent.check_extents(extents, sheets.__getitem__)


def check_unusual_sheet(size: int) -> None:
    """Check a sheet of so many bytes whose rows must be looked at one by one."""
    start = b"<!-- -->"
    sheet_extent.check_extent("Orders", start + bytes(size - len(start)))


def check_sheets(count: int) -> None:
    """Open a workbook with so many sheets."""
    sheets = "".join(
        f'<sheet name="Sheet {number}" sheetId="{number}" r:id="rId1"/>'
        for number in range(1, count + 1)
    )
    whole = small.parts()[small.WORKBOOK].decode()
    before = whole.split("<sheets>")[0]
    after = whole.split("</sheets>")[1]
    workbook = f"{before}<sheets>{sheets}</sheets>{after}".encode()
    Package.open(small.workbook({small.WORKBOOK: workbook}), "book.xlsx")


def check_members(count: int) -> None:
    """Open a workbook of so many parts."""
    more = count - len(small.parts())
    Package.open(small.workbook({f"x/{at}": b"" for at in range(more)}), "book.xlsx")


def check_depth(deepest: int) -> None:
    """Check XML of elements in elements; depth is measured every few thousand bytes."""
    inside = b" " * (8 << 10)
    well_formed.check_xml("part.xml", b"<a>" * deepest + inside + b"</a>" * deepest)


def check_text(megabytes: int) -> None:
    """Check a sheet whose cells repeat one text of a megabyte."""
    table = b"<sst><si><t>" + b"x" * MB + b"</t></si>"
    cells = b'<c t="s"><v>0</v></c>' * megabytes
    SharedStrings(table).add("Orders", cells)


@pytest.mark.parametrize(
    ("check", "most", "more", "words"),
    [
        (check_sizes, [700 * MB], [700 * MB + 1], "too much for a workbook"),
        (check_sizes, [700 * MB, 700 * MB, 648 * MB], [700 * MB, 700 * MB, 648 * MB + 1], "more than 2 GB"),
        (check_ratio, [64 * MB, 1], [64 * MB + 1, 1], "too much for a workbook"),
        (check_ratio, [200 * MB, MB], [200 * MB + 1, MB], "too much for a workbook"),
        (check_ratio, [400 * MB, 2 * MB], [400 * MB + 1, 2 * MB + 1], "too much for a workbook"),
        (check_ratio, [500 * MB, 10 * MB], [500 * MB + 1, 10 * MB], "too much for a workbook"),
        (check_bomb, [GB], [GB + 1], "more than 1 GB"),
        (check_entries, [".rels", 100_000], [".rels", 100_001], "more than 100,000 entries"),
        (check_entries, ["[Content_Types].xml", 40_000], ["[Content_Types].xml", 40_001], "more than 40,000 entries"),
        (check_members, [20_000], [20_001], "20,001 parts"),
        (check_sheets, [500], [501], "501 sheets"),
        (check_corner, [1_000_000, "AD"], [1_000_000, "AE"], "more than 30,000,000 cells"),
        (check_corner, [1_048_576, "A"], [1_048_577, "A"], "which Excel does not have"),
        (check_corner, [1, "XFD"], [1, "XFE"], "which Excel does not have"),
        (check_grids, SIXTY_MILLION, [*SIXTY_MILLION, "A1"], "60,000,001 cells"),
        (check_unusual_sheet, [128 * MB], [128 * MB + 1], "too large to read in the way"),
        (check_depth, [256], [257], "more than 256 elements deep"),
        (check_text, [320], [321], "321 MB of text"),
    ],
)  # fmt: skip
def test_what_is_at_the_limit_is_let_through_and_one_more_is_refused(
    check: Callable[..., None], most: list[object], more: list[object], words: str
) -> None:
    check(*most)
    with pytest.raises((RefusedError, SheetflowError), match=words):
        check(*more)


def test_a_file_may_have_400_mb(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with path.open("r+b") as file:
        file.truncate(400 * MB)
        data = package_checks.read_file(path)
        check_kind(data, path.name)
        file.truncate(400 * MB + 1)
    with pytest.raises(SheetflowError, match="more than the 400 MB allowed"):
        package_checks.read_file(path)
    with pytest.raises(RefusedError, match="more than the 400 MB allowed"):
        check_kind(data + b"\0", path.name)


def test_a_string_table_may_have_ten_million_texts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So many would take half a gigabyte here: the edge is tried on a smaller limit."""
    assert MOST_STRINGS == 10_000_000
    monkeypatch.setattr(SharedStrings.__module__ + ".MOST_STRINGS", 3)
    SharedStrings(small.strings("a", "b", "c"))
    with pytest.raises(RefusedError, match="more than 3 texts"):
        SharedStrings(small.strings("a", "b", "c", "d"))


def limits() -> tuple[int, int]:
    """The bytes of data and the seconds of the processor that this process may use."""
    import resource

    return (
        resource.getrlimit(resource.RLIMIT_DATA)[0],
        resource.getrlimit(resource.RLIMIT_CPU)[0],
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps these limits")
def test_a_reader_may_take_2_gb_and_300_seconds() -> None:
    memory, seconds = run_in_child(limits, name="book.xlsx")
    assert memory == 2 * GB
    assert seconds == 301, "one second beyond the 300 that the parent waits"


def test_a_grid_of_more_than_8_million_cells_is_sparse_below_a_quarter() -> None:
    """A quarter of 8,000,004 cells has 2,000,001; the shortest cell has 15 bytes."""
    assert not Extent(8_000_000, 1).is_sparse(0)
    assert Extent(8_000_001, 1).is_sparse(0)
    assert Extent(8_000_004, 1).is_sparse(2_000_000 * 15)
    assert not Extent(8_000_004, 1).is_sparse(2_000_001 * 15)
