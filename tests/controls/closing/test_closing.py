"""Closing a period, as people do it: set the date, run, and see what a later change is called."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from locations import QUICKSTART
from openpyxl.utils import get_column_letter
from walkthroughs import enter, row_table, set_cell

from sheetflow.cli import main
from sheetflow.controls.closing import seals
from sheetflow.controls.closing.fingerprints import summed_fingerprints
from sheetflow.controls.run_log import LogRow, read_log
from sheetflow.workbook import Workbook

AS_OF = "--as-of=2026-03-02"


def run_in_place(path: Path) -> Result:
    """Run a workbook in place, without documents."""
    words = ["run", str(path), "--in-place", "--no-print", AS_OF]
    return CliRunner().invoke(main, words)


def run(path: Path) -> list[str]:
    """Run a workbook in place; what it says of the closed period."""
    said = run_in_place(path)
    assert said.exit_code in (0, 1), said.output
    lines = [" ".join(line.split()) for line in said.stdout.splitlines()]
    return [
        line
        for line in lines
        if ("CLO" in line and not line.endswith(("CLO05", "CLO06")))
        or line.startswith("Closing date: the period")
    ]


def read(path: Path, sheet: str) -> list[list[object]]:
    return Workbook.open(path).read(sheet).rows


def last_row(path: Path) -> LogRow:
    return read_log(Workbook.open(path).read("Run log"))[-1]


def close(path: Path, day: str) -> list[str]:
    """Set the closing date (empty: clear it), and run."""
    rows = read(path, "Settings")
    at = next(
        (number for number, row in enumerate(rows, 1) if row[0] == "Closing date"), None
    )
    if at is None:
        enter(path, row_table("Settings", f"Setting=Closing date; Value={day}"))
    else:
        set_cell(path, "Settings", "B", at, day)
    return run(path)


def remove(path: Path, sheet: str, row: int) -> None:
    """Take a row out, as Delete does with its cells."""
    workbook = Workbook.open(path)
    for column in range(1, len(workbook.read(sheet).rows[0]) + 1):
        workbook.set_cells(sheet, column, [row], [None], overwrite_formulas=True)
    workbook.save(path, replacing=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart after two runs, closed to the end of February, in a folder that no test changes."""
    path = tmp_path_factory.mktemp("closed") / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    run(path)
    assert close(path, "2026-02-28") == [
        "Closing date: the period to 2026-02-28 is closed: 78 rows are sealed"
    ]
    return path.parent


@pytest.fixture
def closed(folder: Path, tmp_path: Path) -> Path:
    """A copy of that folder's workbook."""
    return shutil.copytree(folder, tmp_path / "copy") / "shop.xlsx"


def cell(path: Path, sheet: str, key: str, header: str) -> tuple[str, int]:
    """The letter and row of a cell, by the key in the sheet's first column."""
    rows = read(path, sheet)
    top = next(number for number, row in enumerate(rows, 1) if header in row)
    row = next(
        number
        for number, cells in enumerate(rows, 1)
        if number > top and cells[0] == key
    )
    return chr(ord("A") + rows[top - 1].index(header)), row


def type_into(sheet: str, key: str, header: str, word: str) -> Callable[[Path], None]:
    def typed(path: Path) -> None:
        letter, row = cell(path, sheet, key, header)
        set_cell(path, sheet, letter, row, word)

    return typed


def take_out(sheet: str, key: str) -> Callable[[Path], None]:
    return lambda path: remove(
        path, sheet, cell(path, sheet, key, read(path, sheet)[0][0])[1]
    )  # type: ignore[arg-type]


def void(sheet: str, key: str) -> Callable[[Path], None]:
    """Void a row, on a sheet that had no such column."""

    def voided(path: Path) -> None:
        letter = chr(ord("A") + len(read(path, sheet)[0]))
        set_cell(path, sheet, letter, 1, "Voided")
        set_cell(path, sheet, letter, cell(path, sheet, key, "Amount")[1], "2026-03-02")

    return voided


CHANGES = {
    "an amount": (
        type_into("Payments", "PAY-000001", "Amount", "1.00"),
        "CLO01",
        "PAY-000001 of 2026-01-29 is in the closed period: Amount was changed",
    ),
    "a quantity in stock": (
        type_into("Stock moves", "MV-000002", "Quantity", "41"),
        "CLO01",
        "MV-000002 of 2026-01-02 is in the closed period: Quantity was changed",
    ),
    "a blank that no run fills": (
        type_into("Payments", "PAY-000001", "Reference", "again"),
        "CLO01",
        "PAY-000001 of 2026-01-29 is in the closed period: Reference was changed",
    ),
    "a voided row": (
        void("Payments", "PAY-000001"),
        "CLO01",
        "PAY-000001 of 2026-01-29 is in the closed period: Voided was changed",
    ),
    "a date moved out of the period": (
        type_into("Payments", "PAY-000001", "Payment date", "2026-03-02"),
        "CLO01",
        "PAY-000001 of 2026-01-29 is in the closed period: Payment date was changed",
    ),
    "a removed row": (
        take_out("Payments", "PAY-000002"),
        "CLO02",
        "PAY-000002 of 2026-01-21 was removed from the period closed up to 2026-02-28",
    ),
    "a row added late": (
        lambda path: enter(
            path,
            row_table("Payments", "Order=SO-000001; Payment date=2026-02-28; Amount=5"),
        ),
        "CLO03",
        "This row is dated 2026-02-28, but was not there when the period up to 2026-02-28 was closed",
    ),
}


@pytest.mark.parametrize("what", list(CHANGES))
def test_a_change_to_a_closed_row_is_caught_and_named(closed: Path, what: str) -> None:
    change, code, text = CHANGES[what]
    change(closed)
    [line] = run(closed)
    assert text in line
    assert line.endswith(code)
    assert run(closed) == [line], "it is named until it is fixed"


def test_a_period_that_an_earlier_version_closed_is_still_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    run(path)
    with monkeypatch.context() as earlier:
        earlier.setattr(seals, "row_fingerprints", summed_fingerprints)
        close(path, "2026-02-28")
    widths = {len(str(row[3])) for row in read(path, "Closed period")[1:] if row[3]}
    assert widths == {16}
    assert run(path) == []
    type_into("Payments", "PAY-000001", "Amount", "1.00")(path)
    [line] = run(path)
    assert line.endswith("CLO01")
    close(path, "2026-03-02")
    widths = {len(str(row[3])) for row in read(path, "Closed period")[1:] if row[3]}
    assert widths == {16, 32}, "rows sealed before stay as they were"


def test_put_back_it_is_as_if_nothing_had_happened(closed: Path) -> None:
    letter, row = cell(closed, "Payments", "PAY-000001", "Amount")
    before = str(
        Workbook.open(closed).read("Payments").value(row, ord(letter) - ord("A") + 1)
    )
    set_cell(closed, "Payments", letter, row, "1.00")
    assert run(closed)
    set_cell(closed, "Payments", letter, row, before)
    assert run(closed) == []


def test_a_change_after_the_closing_date_is_nobodys_business(closed: Path) -> None:
    enter(
        closed,
        row_table("Payments", "Order=SO-000001; Payment date=2026-03-01; Amount=5"),
    )
    assert run(closed) == []


def test_blanks_may_be_filled(closed: Path) -> None:
    letter, row = cell(closed, "Invoices", "INV-000001", "Due date")
    kept = Workbook.open(closed).read("Invoices").value(row, ord(letter) - ord("A") + 1)
    close(closed, "")
    set_cell(closed, "Invoices", letter, row, "")
    # Filled by the run that closes: so it is sealed filled, and clearing it is a change that the next run fixes.
    assert "is closed" in close(closed, "2026-02-28")[0]
    assert (
        Workbook.open(closed).read("Invoices").value(row, ord(letter) - ord("A") + 1)
        == kept
    )
    set_cell(closed, "Invoices", letter, row, "")
    assert run(closed) == []


def test_the_date_moved_back_opens_the_period_and_moved_forward_closes_more(
    closed: Path,
) -> None:
    change, _, text = CHANGES["a date moved out of the period"]
    change(closed)
    assert close(closed, "2026-01-15") == [
        "Closing date: the period after 2026-01-15 is open again"
    ]
    assert read(closed, "Closed period")[-1][2] <= date(2026, 1, 15)  # type: ignore[operator]
    [said] = close(closed, "2026-03-02")
    assert said.startswith("Closing date: the period to 2026-03-02 is closed: ")
    assert text not in run(closed)


def test_what_was_changed_before_the_date_moved_forward_is_still_named(
    closed: Path,
) -> None:
    CHANGES["an amount"][0](closed)
    assert [line.split()[-1] for line in close(closed, "2026-03-01")] == [
        "CLO01",
        "sealed",
    ]


TOTALS = [
    f"Closed {name}"
    for name in ("units", "stock value", "invoiced", "credited", "paid", "receivables")
]


def totals(path: Path) -> dict[str, str]:
    """The control totals in the last row of the log, those that there are."""
    return {header: text for header in TOTALS if (text := last_row(path).text(header))}


def test_the_log_keeps_the_control_totals(closed: Path) -> None:
    first = totals(closed)
    assert list(first) == TOTALS
    run(closed)
    assert totals(closed) == first
    invoiced, credited, paid, receivables = (
        float(first[header]) for header in TOTALS[2:]
    )
    assert receivables == pytest.approx(invoiced - credited - paid)
    CHANGES["an amount"][0](closed)
    run(closed)
    assert {
        header for header, text in totals(closed).items() if text != first[header]
    } == {
        "Closed paid",
        "Closed receivables",
    }


def changed_totals(path: Path) -> list[str]:
    """What a run says of totals that have changed."""
    said = run_in_place(path).stdout
    lines = [" ".join(line.split()) for line in said.splitlines()]
    return [line for line in lines if "CLO05" in line]


def give_reason(path: Path, row: int, reason: str) -> None:
    """Type a reason into the Run log."""
    header = read(path, "Run log")[0]
    letter = get_column_letter(header.index("Reason") + 1)
    set_cell(path, "Run log", letter, row, reason)


def type_amount(path: Path, amount: str) -> None:
    type_into("Payments", "PAY-000001", "Amount", amount)(path)


def open_again(path: Path) -> list[str]:
    """What a run says of a period that is open again."""
    said = CliRunner().invoke(main, ["run", str(path), AS_OF]).stdout
    lines = [" ".join(line.split()) for line in said.splitlines()]
    return [line for line in lines if "CLO06" in line]


def test_a_period_that_is_open_again_needs_a_reason(closed: Path) -> None:
    close(closed, "")
    said = [
        "Settings!B16 The period up to 2026-02-28, which run 2 closed, is open again CLO06"
    ]
    assert open_again(closed) == said
    give_reason(closed, 4, "tax audit")
    assert open_again(closed) == []
    assert open_again(closed) == []


def test_totals_that_changed_are_reported_until_they_are_put_back(closed: Path) -> None:
    assert changed_totals(closed) == []
    type_amount(closed, "1.00")
    changed = "Closed paid 1045.64 → 878.24, Closed receivables 956.96 → 1124.36"
    said = (
        "The books up to 2026-02-28 are not as run 2 closed them: "
        f"{changed} in run 4 CLO05"
    )
    for _ in range(2):
        [line] = changed_totals(closed)
        assert line.endswith(said)
    type_amount(closed, "168.40")
    assert changed_totals(closed) == []


def test_what_changed_while_the_period_was_open_needs_a_reason(closed: Path) -> None:
    close(closed, "")
    type_amount(closed, "1.00")
    close(closed, "2026-02-28")
    [line] = changed_totals(closed)
    assert "Closed paid 1045.64 → 878.24" in line
    assert "Run log!" in line
    give_reason(closed, 5, "The bank  returned PAY-000001")
    assert changed_totals(closed) == []
    assert last_row(closed).text("Reasons read") == "4: The bank returned PAY-000001"
    assert changed_totals(closed) == []
    assert last_row(closed).text("Reasons read") == "", "it is read once"


def test_a_reason_that_a_run_has_read_stays(closed: Path) -> None:
    give_reason(closed, 3, "Checked")
    run(closed)
    give_reason(closed, 3, "Checked by nobody")
    said = run_in_place(closed).stdout
    lines = [" ".join(line.split()) for line in said.splitlines()]
    changed = 'the reason beside run 2 was changed; it was "Checked" LOG01'
    assert f"Run log!A3 The Run log was changed: {changed}" in lines
    give_reason(closed, 3, "Checked")
    assert "LOG01" not in run_in_place(closed).stdout


def test_what_a_product_costs_is_not_sealed_but_shows_in_the_stock_value(
    closed: Path,
) -> None:
    before = totals(closed)["Closed stock value"]
    rows = read(closed, "Products")
    letter = chr(ord("A") + rows[0].index("Cost"))
    set_cell(closed, "Products", letter, 4, "10")  # of the bowl that a count found
    [line] = changed_totals(closed)
    assert f"Closed stock value {before} → " in line


def test_the_stock_value_of_that_day_does_not_know_what_came_later(
    closed: Path,
) -> None:
    """It is what Stock showed on that day; no later receipt, pick or cost changes it."""
    before = totals(closed)
    enter(
        closed,
        row_table(
            "Stock moves",
            "Date=2026-03-01; Type=Receipt; SKU=MUG-BLUE; Quantity=50; Unit cost=99",
        ),
    )
    enter(
        closed,
        row_table(
            "Stock moves", "Date=2026-03-01; Type=Adjustment; SKU=TEAPOT; Quantity=-3"
        ),
    )
    assert changed_totals(closed) == []
    assert totals(closed) == before


def test_with_nothing_later_it_is_what_stock_shows(closed: Path) -> None:
    close(closed, "2026-03-02")
    rows = read(closed, "Stock")
    value, units = (
        sum(row[rows[0].index(header)] or 0 for row in rows[1:])
        for header in ("Value", "On hand")
    )  # type: ignore[misc]
    assert totals(closed)["Closed stock value"] == f"{value:.15g}"
    assert totals(closed)["Closed units"] == f"{units:.15g}"


def test_altered_seals_are_found(closed: Path) -> None:
    row = next(
        number
        for number, row in enumerate(read(closed, "Closed period"), 1)
        if row[1] == "PAY-000001"
    )
    set_cell(closed, "Closed period", "D", row, "0123456789abcdef")
    assert [line.split()[-1] for line in run(closed)] == ["CLO04", "CLO01"]


def test_seals_that_were_taken_away_are_missed(closed: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(closed)
    del book["Closed period"]
    book.save(closed)
    assert [line.split()[-1] for line in run(closed)] == ["CLO04"]
    assert [line.split()[-1] for line in run(closed)] == ["CLO04"], (
        "it is not made good by running again"
    )
    assert close(closed, "") == []
    assert "is closed" in close(closed, "2026-02-28")[0]


def test_a_workbook_saved_by_another_program_is_still_closed(closed: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(closed)
    book.save(closed)
    assert run(closed) == []


def test_without_a_closing_date_there_is_no_such_sheet(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    run(path)
    assert "Closed period" not in Workbook.open(path).sheets


def test_twice_is_once(closed: Path) -> None:
    before = read(closed, "Closed period")
    run(closed)
    assert read(closed, "Closed period") == before
