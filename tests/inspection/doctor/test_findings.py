"""`sheetflow doctor` on a healthy shop and on one with each ailment: it is named with its cell and its remedy."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from locations import CORPUS, SAMPLES

from sheetflow.cli import main
from sheetflow.inspection.doctor import examine, file_findings
from sheetflow.inspection.doctor.findings import GROUPS, kinds
from sheetflow.starters.samples.shop import shop_tables

Book = xlsxwriter.Workbook
Ailment = Callable[[Book], None]
LAST = {
    sheet: len(table.rows) + 1 for sheet, table in shop_tables("quickstart").items()
}
"""The last row of each sheet."""


def shop(
    path: Path,
    ailment: Ailment = lambda _book: None,
    *,
    tables: tuple[str, ...] = ("Orders",),
) -> Path:
    """The shop, its Orders a table, and an empty sheet Mine of the owner's; then what is wrong with it."""
    book = Book(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet, table in shop_tables("quickstart").items():
        page = book.add_worksheet(sheet)
        rows = [table.headers, *zip(*map(table.column, table.headers), strict=True)]
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, dt.date):
                    page.write_datetime(
                        row, column, dt.datetime.combine(value, dt.time()), day
                    )
                elif value is not None:
                    page.write(row, column, value)
        if sheet in tables:
            columns = [{"header": header} for header in table.headers]
            page.add_table(
                0,
                0,
                len(rows) - 1,
                len(table.headers) - 1,
                {"name": f"T{sheet}", "columns": columns},
            )
    book.add_worksheet("Mine")
    ailment(book)
    book.close()
    return path


def on(sheet: str, *calls: tuple[object, ...]) -> Ailment:
    """Calls of xlsxwriter's worksheet: ('write', 'A1', 5)."""

    def ail(book: Book) -> None:
        for method, *arguments in calls:
            getattr(book.get_worksheet_by_name(sheet), str(method))(*arguments)

    return ail


def renamed(sheet: str, name: str) -> Ailment:
    def ail(book: Book) -> None:
        book.get_worksheet_by_name(sheet).name = name

    return ail


def hidden(book: Book) -> None:
    book.get_worksheet_by_name("Payments").set_row(1, None, None, {"hidden": True})


def filtered(book: Book) -> None:
    page = book.get_worksheet_by_name("Payments")
    page.autofilter(0, 0, 2, 3)
    page.filter_column(0, "x == SO-000002")
    page.set_row(2, None, None, {"hidden": True})


def charted(book: Book) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"=Orders!$A$2:$A${LAST['Orders'] - 1}"})
    book.get_worksheet_by_name("Mine").insert_chart("D2", chart)


def with_totals(book: Book) -> None:
    headers = shop_tables("quickstart")["Payments"].headers
    last = LAST["Payments"]
    page = book.get_worksheet_by_name("Payments")
    options = {
        "name": "TPayments",
        "columns": [{"header": header} for header in headers],
        "total_row": True,
    }
    page.add_table(0, 0, last, len(headers) - 1, options)
    page.write_row(last + 2, 1, ["SO-000002", "", "2026-02-27", "", "", 5])


def patched(
    path: Path, part: str, old: str, new: str, added: dict[str, str] | None = None
) -> None:
    """The package with some text of one part replaced, and parts added."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in {**parts, **(added or {})}.items():
            package.writestr(name, content)


LAST_ORDER = LAST["Orders"]
LINES = "Order lines"
CASES: dict[str, tuple[Ailment, str, str]] = {
    "missing-sheet": (
        renamed("Orders", "Ordrs"),
        "",
        "no sheet Orders. Rename Ordrs if that is the one, or add the sheet",
    ),
    "missing-header": (
        on("Picks", ("write", "B1", "Odrer")),
        "Picks",
        "no column Order (nearest found: Odrer)",
    ),
    "adopt": (
        on("Customers", ("write", "M1", "Balance"), ("write", "M2", 5)),
        "",
        "Customers, column Balance",
    ),
    "no-room-beside": (
        on("Orders", ("write", 1, 20, "a note")),
        "Orders",
        "the cell U2 is in use. Move what is to the right",
    ),
    "near-sheet": (renamed("Returns", "Return"), "Return", "close to Returns"),
    "near-header": (
        on("Payments", ("write", "T1", "Vioded")),
        "Payments!T1",
        "close to Voided",
    ),
    "double-header": (
        on("Payments", ("write", "T1", "order")),
        "Payments!T1",
        "The header Order is also in B1",
    ),
    "merged-cells": (
        on("Payments", ("merge_range", "A2:A3", "x")),
        "Payments!A2",
        "A2:A3",
    ),
    "never-calculated": (
        on(LINES, ("write_formula", "E3", "=2*5", None, "")),
        f"{LINES}!E3",
        "1 formula in Quantity",
    ),
    "numbers-as-text": (
        on(LINES, ("write_string", "E3", "10")),
        f"{LINES}!E3",
        "1 number in Quantity stored as text",
    ),
    "rows-below-table": (
        on("Orders", ("write", LAST_ORDER, 0, "x")),
        f"Orders!A{LAST_ORDER + 1}",
        "1 row directly",
    ),
    "rows-below-totals": (
        with_totals,
        "Payments",
        f"below the totals row of the table TPayments (row {LAST['Payments'] + 3})",
    ),
    "in-the-way": (
        on("Orders", ("write", LAST_ORDER + 3, 1, "x")),
        f"Orders!B{LAST_ORDER + 4}",
        "Something below the table",
    ),
    "formulas": (
        on(LINES, ("write_formula", "E3", "=2*5", None, 10)),
        f"{LINES}!E3",
        "1 formula in Quantity. A run",
    ),
    "filter": (filtered, "Payments!A3", "A filter is on and hides 1 row"),
    "hidden-rows": (hidden, "Payments!A2", "1 row hidden. A run"),
    "protected-sheet": (on("Orders", ("protect",)), "Orders", "The sheet is protected"),
    "fixed-range": (
        on("Mine", ("write_formula", "A1", "=SUM(Picks!G2:G9)")),
        "Mine!A1",
        "Picks!G2:G9 ends at row 9",
    ),
}
TYPES = "[Content_Types].xml"
RELS = "xl/_rels/workbook.xml.rels"
EXTERNAL = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
)
LINKED = (
    f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{EXTERNAL}Path" Target="file:///C:\\books\\prices.xlsx" TargetMode="External"/></Relationships>'
)
PATCHES: dict[str, tuple[tuple[str, str, str, dict[str, str]], str]] = {
    "signature": (("docProps/core.xml", "", "", {"_xmlsignatures/sig1.xml": "<x/>"}), "signed"),
    "macros": ((TYPES, "openxmlformats-officedocument.spreadsheetml.sheet.", "ms-excel.sheet.macroEnabled.", {}),
               "has macros"),
    "external-link": ((RELS, "</Relationships>",
                       f'<Relationship Id="x9" Type="{EXTERNAL}" Target="externalLinks/e1.xml"/></Relationships>',
                       {"xl/externalLinks/e1.xml": "<x/>", "xl/externalLinks/_rels/e1.xml.rels": LINKED}),
                      "read 1 other file: prices.xlsx"),
    "protected-workbook": (("xl/workbook.xml", "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>', {}),
                           "structure of the workbook is protected"),
}  # fmt: skip


def found(path: Path) -> dict[str, tuple[str, str]]:
    """Kind → where, and what with its remedy."""
    return {
        finding.name: (finding.where, f"{finding.what} {finding.remedy}")
        for finding in examine(path)
    }


@pytest.mark.parametrize("kind", CASES)
def test_an_ailment_is_named_with_its_cell(tmp_path: Path, kind: str) -> None:
    ailment, where, words = CASES[kind]
    findings = found(shop(tmp_path / "shop.xlsx", ailment))
    assert findings[kind][0] == where
    assert words in findings[kind][1]
    assert "{" not in "".join(words for _, words in findings.values())


@pytest.mark.parametrize("kind", PATCHES)
def test_an_ailment_of_the_whole_workbook_is_named(tmp_path: Path, kind: str) -> None:
    patch, words = PATCHES[kind]
    path = shop(tmp_path / "shop.xlsx")
    patched(path, *patch)
    findings = found(path)
    assert set(findings) == {kind}
    assert words in findings[kind][1]


def test_a_size_near_a_limit_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shop(tmp_path / "shop.xlsx")
    monkeypatch.setattr(file_findings, "MOST_SHEETS", 20)
    monkeypatch.setattr(file_findings, "MOST_CELLS", 400)
    findings = examine(path)
    assert {finding.name for finding in findings} == {"size"}
    assert findings[-1].what == "There are 16 sheets, and the limit is 20."
    assert any(
        "The sheet uses" in finding.what and finding.sheet == LINES
        for finding in findings
    )


def test_every_kind_is_provoked() -> None:
    assert {*CASES, *PATCHES, "size"} == set(kinds())


def test_a_healthy_workbook_is_let_go(tmp_path: Path) -> None:
    assert examine(shop(tmp_path / "shop.xlsx")) == []
    for path in sorted(SAMPLES.glob("*.xlsx")):
        assert len(examine(path)) == (2 if path.stem == "mistakes" else 0)


# -- ranges


@pytest.mark.parametrize(
    ("formula", "fixed"),
    [
        (
            f"SUM(Picks!G2:G{LAST['Picks']})",
            "Picks!G2:G15",
        ),  # formulas grow over tables alone
        (f"SUM(Picks!$G$1:$G${LAST['Picks'] - 1})", "Picks!G1:G14"),
        ("SUM(Picks!G:G)", ""),
        ("SUM(Picks!G2:G5000)", ""),  # room enough
        ("SUM(Picks!G4:G8)", ""),  # a part, on purpose
        ("Picks!G2", ""),
        ("SUM(Picks!A2:I2)", ""),
        (f"SUM(Orders!I2:I{LAST['Orders']})", ""),
        (f"SUM(orders!I2:I{LAST['Orders'] + 4})", "Orders!I2:I30"),
        ("SUM(TOrders[Freight])", ""),
        ('"Picks!G2:G15"&A9', ""),
        (f"SUM('[1]Picks'!G2:G{LAST['Picks']})", ""),
    ],
)
def test_a_formulas_range_grows_or_is_named(
    tmp_path: Path, formula: str, fixed: str
) -> None:
    findings = found(
        shop(tmp_path / "shop.xlsx", on("Mine", ("write_formula", "A1", f"={formula}")))
    )
    assert list(findings) == (["fixed-range"] if fixed else [])
    if fixed:
        assert f"the range {fixed} ends" in findings["fixed-range"][1]


def test_a_column_of_like_formulas_is_one_finding(tmp_path: Path) -> None:
    calls = [
        ("write_formula", f"B{row}", f"=VLOOKUP(A{row},Products!$A$2:$D$14,4,0)")
        for row in range(1, 7)
    ]
    (finding,) = examine(shop(tmp_path / "shop.xlsx", on("Mine", *calls)))
    assert finding.where == "Mine!B1"
    assert (
        "(also in B2, B3, B4 and 2 more), the range Products!A2:D14 ends at row 14, the last row of Products."
        in (finding.what)
    )
    assert finding.remedy.startswith(
        "Make Products a table (Ctrl+T) and name its columns in the formula, or use whole columns (P"
    )


def test_a_running_sum_is_not_a_fixed_range(tmp_path: Path) -> None:
    calls = [("write_formula", f"T{row}", f"=SUM($G$2:G{row})") for row in range(3, 9)]
    assert examine(shop(tmp_path / "shop.xlsx", on("Payments", *calls))) == []


def test_charts_names_and_rules_that_end_too_early_are_named(tmp_path: Path) -> None:
    def ail(book: Book) -> None:
        charted(book)
        book.define_name("SomePicks", f"=Picks!$A$2:$I${LAST['Picks'] - 2}")
        book.define_name("AllPicks", f"=Picks!$A$2:$I${LAST['Picks']}")
        picks = book.get_worksheet_by_name("Picks")
        high = book.add_format({"bold": True})
        rule = {"type": "cell", "criteria": ">", "value": 20, "format": high}
        picks.conditional_format(1, 5, LAST["Picks"] - 3, 5, rule)
        picks.conditional_format(1, 6, LAST["Picks"] - 1, 6, rule)
        picks.data_validation(
            1, 8, LAST["Picks"] - 3, 8, {"validate": "list", "source": ["Ines", "Tom"]}
        )

    said = [
        (finding.where, finding.what)
        for finding in examine(shop(tmp_path / "shop.xlsx", ail))
    ]
    rest = "ends at row 13, and the rows of Picks at row 15. It will not grow with new rows."
    assert said == [
        ("", f"The name SomePicks for Picks!A2:I13 {rest}"),
        (
            "Mine",
            "A chart over Orders!A2:A25 ends at row 25, and the rows of Orders at row 26. "
            "It will not grow with new rows.",
        ),
        ("Picks", f"A conditional format over F2:F13 {rest}"),
        ("Picks", f"A dropdown or validation over I2:I13 {rest}"),
    ]


# -- the command


def sf(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_groups_what_it_found_and_ends_well(tmp_path: Path) -> None:
    path = shop(
        tmp_path / "shop.xlsx",
        on("Payments", ("write", "T1", "Vioded"), ("merge_range", "A2:A3", "x")),
    )
    before = path.read_bytes()
    done = sf("doctor", path)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == GROUPS[1]
    assert lines[1].startswith("  Payments!T1  The header Vioded is close to Voided")
    assert lines[2] == "      Rename it to Voided if that is what you mean."
    assert (
        lines[-1]
        == f"{path}: 2 things need attention. To check the rows, run: sheetflow check {path}"
    )
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["shop.xlsx"]


def test_the_command_as_json(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.xlsx", renamed("Returns", "Return"))
    done = sf("doctor", path, "--json")
    said = json.loads(done.stdout)
    assert (said["status"], len(said["findings"])) == (0, 1)
    assert said["findings"][0]["kind"] == "near-sheet"
    assert "1 thing needs attention" in done.stderr


def test_a_file_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("Order,Customer")
    done = sf("doctor", path)
    assert done.exit_code == 3
    assert "plain text (CSV)" in done.stderr
    assert done.stderr.count("\n") == 1


RICH = sorted((CORPUS / "rich").glob("*.xls[xm]"))


@pytest.mark.skipif(
    not RICH, reason="the corpus of real workbooks (../shared/corpus/rich) is not here"
)
def test_workbooks_of_others_are_looked_at_without_breaking_off() -> None:
    for path in RICH:
        findings = found(path)
        assert "missing-sheet" in findings
        assert ("signature" in findings) == ("signed.xlsx" in path.name)


def test_a_workbook_that_a_run_has_written_is_looked_at_as_any_other(
    tmp_path: Path,
) -> None:
    path = shop(tmp_path / "shop.xlsx")
    assert sf("run", path, "-o", tmp_path / "out", "--no-print").exit_code in (0, 1)
    done = sf("doctor", tmp_path / "out" / "shop.xlsx")
    assert (done.exit_code, done.stderr) == (0, "")
