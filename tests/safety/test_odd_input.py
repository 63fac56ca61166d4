"""Odd and hostile cells through the real command: one sentence, a problem at its cell, or the right result."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from measured import Ended, assert_fit, measured
from odd_books import SHEET_OF_ORDERS, SHEETS, odd_shop, part_of, rewritten
from shop import AS_OF

pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this platform does not report what a process used"
)

READING = {
    "run": ("run",),
    "check": ("check",),
    "doctor": ("doctor",),
    "trace": ("trace", "SO-1"),
    "verify": ("verify",),
    "print": ("print",),
    "export": ("export", "--format=journal"),
    "diff": ("diff", "FILE"),
}
"""The commands that read a workbook, and what else each is given; FILE is the workbook again."""


def ends(command: str, path: Path, folder: Path) -> Ended:
    """What a command does with the workbook, within its limits."""
    name, *others = READING[command]
    words = [path if word == "FILE" else word for word in others]
    writes = ["-o", folder] if command in ("run", "print", "export") else []
    ended = measured(name, path, *words, *writes)
    assert_fit(ended)
    return ended


def run(path: Path) -> Ended:
    """What a run does with the workbook, within its limits."""
    ended = measured("run", path, "-o", path.parent / "out", AS_OF)
    assert_fit(ended)
    return ended


def column(path: Path, sheet: str, header: str) -> list[object]:
    """A column of the updated workbook."""
    rows = list(openpyxl.load_workbook(path.parent / "out" / path.name)[sheet].values)
    return [row[rows[0].index(header)] for row in rows[1:]]


# ------------------------------------------------------------------ numbers and dates

HUGE = {"billion": 10**9, "2^70": 2**70, "22 digits": "9" * 22, "5,000": "9" * 5000}
"""Numbers of rows; cells of text keep more digits than a number does."""


@pytest.mark.parametrize(
    "cell",
    [
        "Orders!A2", "Order lines!B2", "Picks!A2", "Picks!C2", "Packing!B2",
        "Shipments!A2", "Shipments!C2", "Invoices!A2", "Invoice lines!C2",
        "Payments!A2", "Returns!A2", "Returns!C2", "Locations!B2",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", HUGE)
def test_a_huge_number_is_a_number_or_a_problem(
    tmp_path: Path, cell: str, number: str
) -> None:
    ended = run(odd_shop(tmp_path / "book.xlsx", {cell: HUGE[number]}))
    assert ended.status in (0, 1)


def test_a_tracking_number_is_a_container_that_no_other_is_counted_from(
    tmp_path: Path,
) -> None:
    tracking = "1234567890123456789012"
    cells = {"Packing!B2": tracking, "Shipments!C2": tracking}
    path = odd_shop(tmp_path / "book.xlsx", cells)
    assert run(path).status == 0
    assert column(path, "Packing", "Container") == [tracking, 1, 1]


def test_the_number_after_the_longest_is_one_that_no_row_has(tmp_path: Path) -> None:
    path = odd_shop(tmp_path / "book.xlsx", {"Picks!A2": "PK-999999999999999"})
    assert run(path).status == 0
    picks = column(path, "Picks", "Pick")
    assert picks[1:] == ["PK-1000000000000000", "PK-1000000000000001"]
    written = path.parent / "out" / path.name
    ended = measured("run", written, "--in-place", AS_OF)
    assert_fit(ended)
    assert "KEY02" not in ended.out


@pytest.mark.parametrize("place", ["Customers!C2", "Settings!B3"])
def test_terms_of_a_million_days_are_named_at_their_cell(
    tmp_path: Path, place: str
) -> None:
    cells = {"Settings!A3": "Terms (days)", "Settings!B3": 30, place: 10**6}
    ended = run(odd_shop(tmp_path / "book.xlsx", cells))
    assert re.search(rf"^{place} .*1000000 is more than 36500", ended.out, re.MULTILINE)


def test_a_due_date_is_never_after_the_last_day(tmp_path: Path) -> None:
    path = odd_shop(tmp_path / "book.xlsx", {"Invoices!C2": "9999-12-30"})
    assert run(path).status in (0, 1)
    assert str(column(path, "Invoices", "Due date")[0]).startswith("9999-12-31")


@pytest.mark.parametrize(
    "cell",
    ["Orders!B2", "Shipments!D2", "Invoices!C2", "Payments!D2", "Returns!F2", "Stock moves!A2"],
)  # fmt: skip
def test_a_date_in_the_year_26_is_named_at_its_cell(tmp_path: Path, cell: str) -> None:
    ended = run(odd_shop(tmp_path / "book.xlsx", {cell: "0026-03-02"}))
    assert re.search(rf"^{cell} .*0026-03-02 is before 1904", ended.out, re.MULTILINE)


# ------------------------------------------------------------------ texts

LONG = "a" * 100_000
"""More than a cell may hold; programs write it all the same."""


def with_long(path: Path, text: str, sheet: str = "Orders") -> Path:
    """The workbook with `LONG` wherever this text is."""
    return rewritten(
        path,
        SHEETS,
        lambda xml: xml.replace(
            b"<t>%s</t>" % text.encode(), b"<t>%s</t>" % LONG.encode()
        ),
    )


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Mill Lane Stores", "Customers!B2"),
        ("C-1", "Customers!A2"),
        ("A-100", "Products!A2"),
        ("Anvil", "Products!B2"),
        ("SO-1", "Orders!A2"),
        ("INV-1", "Invoices!A2"),
        ("MAIN", "Locations!A2"),
    ],
)
def test_a_text_of_100_000_letters_is_named_at_its_cell(
    tmp_path: Path, command: str, text: str, cell: str
) -> None:
    path = with_long(odd_shop(tmp_path / "book.xlsx"), text)
    ended = ends(command, path, tmp_path / "out")
    if command in ("run", "check"):
        assert re.search(rf"^{cell} .*100,000 characters", ended.out, re.MULTILINE)


@pytest.mark.parametrize("setting", ["Logo", "Templates"])
@pytest.mark.parametrize("name", ["x" * 10_000, "a/" * 4_000, "../" * 3_000, "a\tb\n"])
def test_a_path_that_no_system_has_is_named_at_its_cell(
    tmp_path: Path, setting: str, name: str
) -> None:
    cells = {"Settings!A3": setting, "Settings!B3": f"./{name}|"}
    ended = run(odd_shop(tmp_path / "book.xlsx", cells))
    assert re.search(r"^Settings!B3 .* SET0[68]", ended.out, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("setting", ["Logo", "Templates"])
def test_a_nul_in_a_path_is_named_at_its_cell(
    tmp_path: Path, command: str, setting: str
) -> None:
    cells = {"Settings!A3": setting, "Settings!B3": "logo-NUL-.png"}
    path = odd_shop(tmp_path / "book.xlsx", cells)
    nul = lambda xml: xml.replace(b"-NUL-", b"_x0000_")  # noqa: E731
    ended = ends(command, rewritten(path, SHEETS, nul), tmp_path / "out")
    if command in ("run", "check", "print"):
        assert "Settings!B3" in ended.out
        assert "SET06" in ended.out


# ------------------------------------------------------------------ parts of the package


def relationships(count: int) -> Callable[[bytes], bytes]:
    """Relationships of an unknown kind in a part that has some already."""
    more = b"".join(
        b'<Relationship Id="x%d" Type="http://a/b" Target="/x/%d.xml"/>' % (at, at)
        for at in range(count)
    )
    return lambda xml: xml.replace(b"</Relationships>", more + b"</Relationships>")


def overrides(count: int) -> Callable[[bytes], bytes]:
    """Types of parts that are not there."""
    more = b"".join(
        b'<Override PartName="/x/%d.xml" ContentType="a/b"/>' % at
        for at in range(count)
    )
    return lambda xml: xml.replace(b"</Types>", more + b"</Types>")


RELATED = ("_rels/.rels", "xl/_rels/workbook.xml.rels")


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize("part", [*RELATED, "[Content_Types].xml"])
def test_a_part_of_a_million_entries_is_refused(
    tmp_path: Path, command: str, part: str
) -> None:
    more = (relationships if part in RELATED else overrides)(1_000_000)
    path = rewritten(odd_shop(tmp_path / "book.xlsx"), part, more)
    ended = ends(command, path, tmp_path / "out")
    assert ended.status == 3
    assert f"the part {part} has more than" in ended.err


@pytest.mark.parametrize(
    ("part", "change"),
    [*((part, relationships(65_530)) for part in RELATED), ("[Content_Types].xml", overrides(20_000))],
)  # fmt: skip
def test_as_many_entries_as_excel_writes_are_let_through(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes]
) -> None:
    assert run(rewritten(odd_shop(tmp_path / "book.xlsx"), part, change)).status == 0


def formats(*priorities: int) -> Callable[[bytes], bytes]:
    """Conditional formats of these priorities in a sheet."""
    xml = "".join(
        f'<conditionalFormatting sqref="B{at}"><cfRule type="expression" priority="{priority}">'
        f"<formula>B{at}=1</formula></cfRule></conditionalFormatting>"
        for at, priority in enumerate(priorities, 2)
    )
    return lambda part: part.replace(b"<pageMargins", xml.encode() + b"<pageMargins")


@pytest.mark.parametrize("command", READING)
def test_20_000_conditional_formats_take_no_time(tmp_path: Path, command: str) -> None:
    path = odd_shop(tmp_path / "book.xlsx", {"Orders!C2": "C-9"})
    ended = ends(
        command,
        rewritten(path, SHEET_OF_ORDERS, formats(*range(1, 20_001))),
        tmp_path / "out",
    )
    assert ended.status in (0, 1, 3)


@pytest.mark.parametrize("first", [1, 2_147_483_646])
def test_a_mark_leaves_the_largest_priority_valid(tmp_path: Path, first: int) -> None:
    path = odd_shop(tmp_path / "book.xlsx", {"Orders!C2": "C-9"})
    rewritten(path, SHEET_OF_ORDERS, formats(first, 2_147_483_647))
    assert run(path).status == 1
    written = part_of(tmp_path / "out" / "book.xlsx", SHEET_OF_ORDERS)
    found = [int(number) for number in re.findall(rb'priority="(\d+)"', written)]
    assert found[0] == 1, "the mark comes first"
    assert max(found) <= 2_147_483_647
    assert found[1] < found[2], "the owner's keep their order"
