"""The command as people use it: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from locations import ROOT, SAMPLES

import sheetflow
from sheetflow.cli import main, run_report
from sheetflow.cli.program import COMMANDS
from sheetflow.domain.problems import rules
from sheetflow.starters.demo import write_demo
from sheetflow.starters.new_file import write_new_file
from sheetflow.starters.workbook_writer import WorkbookWriter
from sheetflow.workbook import Workbook
from sheetflow.workbook.model import ColumnDesign, SheetDesign
from sheetflow.workbook.native import path_name

AS_OF = "--as-of=2026-03-02"
QUICKSTART = SAMPLES / "quickstart.xlsx"
MISTAKES = SAMPLES / "mistakes.xlsx"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder of its own, and lines are as long as people's terminals are wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def demo(folder: Path) -> Path:
    """The demo's workbook: six orders, two of them with a mistake."""
    return write_demo(folder)


@pytest.fixture
def quickstart(folder: Path) -> Path:
    """A copy of the quickstart: nothing in error."""
    path = folder / "quickstart.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    return path


def sf(*words: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def one_line(result: Result) -> str:
    """The one line that says why the program stopped: exit status 3, nothing on stdout."""
    assert (result.exit_code, result.stdout) == (3, "")
    [line] = result.stderr.splitlines()
    return line


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets: a row of headers, then rows."""
    path.unlink(missing_ok=True)

    def draw(target: object) -> None:
        writer = WorkbookWriter(target)  # type: ignore[arg-type]
        for name, (headers, *rows) in sheets.items():
            columns = tuple(ColumnDesign(str(header)) for header in headers)
            cells = tuple(tuple(row[at] for row in rows) for at in range(len(headers)))
            writer.draw(SheetDesign(name.replace("_", " "), columns, cells))  # type: ignore[arg-type]
        writer.book.close()

    write_new_file(path, draw)
    return path


CUSTOMERS = [["Customer", "Name"], ["C-1", "Smith"]]
PRODUCTS = [["SKU", "Name", "Price"], ["A-1", "Anvil", 12]]
ORDERS = [["Order", "Order date", "Customer"], ["SO-1", "2026-01-05", "C-1"]]
LINES = [["Order", "SKU", "Quantity"], ["SO-1", "A-1", 2]]
PRINTABLES = [
    "orders",
    "picks",
    "packing-slips",
    "labels",
    "delivery-notes",
    "invoices",
    "credit-notes",
]
SHEETS = {
    "Customers": CUSTOMERS,
    "Products": PRODUCTS,
    "Orders": ORDERS,
    "Order_lines": LINES,
}


class TestRun:
    def test_all_well_is_0(self, quickstart: Path) -> None:
        before = quickstart.read_bytes()
        result = sf("run", quickstart, AS_OF)
        assert result.exit_code == 0
        lines = result.stdout.splitlines()
        folder = quickstart.parent
        assert result.stderr == ""
        assert lines[-5:-1] == [
            "SO-000008: picked 12 of 14",
            "Read 25 orders: 13 applied, 0 on hold, 12 untouched. All 39 checks agree.",
            f"{quickstart} updated; the version before is in {folder}/.sheetflow/backups/",
            f"{folder}/quickstart papers/2026-03-02 run 1/   1 order confirmation, "
            "5 pick lists, 15 packing slips, 15 labels, 12 delivery notes, 11 invoices, 3 credit notes",
        ]
        assert lines[-1].startswith("Receipt: run 1 of 2026-03-02, ")
        printed = folder / "quickstart papers" / "2026-03-02 run 1"
        assert {path.stem for path in printed.iterdir()} == set(PRINTABLES)
        [kept] = (folder / ".sheetflow" / "backups").iterdir()
        assert kept.read_bytes() == before
        assert Workbook.open(quickstart).read("Orders").value(3, 14) == "Status"

    def test_a_second_run_finds_nothing_to_do(self, quickstart: Path) -> None:
        sf("run", quickstart, AS_OF)
        again = sf("run", quickstart, AS_OF)
        assert len(list(Path("quickstart papers").iterdir())) == 1
        assert "Read 25 orders: 0 applied, 0 on hold, 25 untouched." in again.stdout

    def test_an_error_is_1_and_says_which_cell(self, demo: Path) -> None:
        result = sf("run", demo, AS_OF)
        assert result.exit_code == 1
        assert result.stdout.splitlines()[:2] == [
            'Order lines!C5  Order SO-000003: There is no product "MUG-BLEU". Did you mean MUG-BLUE?  SKU01',
            'Order lines!E8  Order SO-000005: "ten" is not a number                                   NUM01',
        ]
        assert "Run log" in Workbook.open(demo).sheets

    def test_an_output_folder_is_made(self, quickstart: Path) -> None:
        before = quickstart.read_bytes()
        result = sf("run", quickstart, "-o", "a/b", AS_OF)
        lines = result.stdout.splitlines()
        assert lines[-3] == "a/b/quickstart.xlsx written"
        assert lines[-2].startswith("a/b/quickstart papers/2026-03-02 run 1/   1 order")
        assert Path("a/b/quickstart.xlsx").is_file()
        assert quickstart.read_bytes() == before

    def test_the_date_is_written(self, quickstart: Path) -> None:
        sf("run", quickstart, "--as-of", "2026-02-27")
        log = Workbook.open(quickstart).read("Run log")
        assert log.value(2, 3) == date(2026, 2, 27)

    def test_dry_run_prints_the_changes_and_writes_nothing(
        self, quickstart: Path, folder: Path
    ) -> None:
        result = sf("run", quickstart, "--dry-run", AS_OF)
        assert result.exit_code == 0
        assert "Orders SO-000023  State: Quote → Order" in result.stdout
        assert "Orders SO-000023  Action: Confirm → (empty)" in result.stdout
        assert "Nothing was written: this was a dry run." in result.stdout
        assert list(folder.iterdir()) == [quickstart]

    def test_strict_writes_nothing_if_anything_is_in_error(
        self, demo: Path, folder: Path
    ) -> None:
        result = sf("run", demo, "--strict", AS_OF)
        assert result.exit_code == 1
        assert (
            "Nothing was written: there are errors, and you used --strict."
            in result.stdout
        )
        assert list(folder.iterdir()) == [demo]

    def test_strict_minds_errors_that_hold_no_order(self, folder: Path) -> None:
        moves = [
            ["Date", "Type", "SKU", "To", "Quantity"],
            ["2026-01-02", "Opening", "A-9", "SHOP", 5],
        ]
        path = book(folder / "b.xlsx", **SHEETS, Stock_moves=moves)
        result = sf("run", path, "--strict", AS_OF)
        assert (result.exit_code, list(folder.iterdir())) == (1, [path])
        assert "0 on hold" in result.stdout

    def test_strict_writes_where_all_is_well(self, quickstart: Path) -> None:
        assert sf("run", quickstart, "--strict", AS_OF).exit_code == 0
        assert "Run log" in Workbook.open(quickstart).sheets

    def test_in_place_is_accepted_and_means_nothing_more(
        self, quickstart: Path
    ) -> None:
        twin = quickstart.with_name("twin.xlsx")
        twin.write_bytes(quickstart.read_bytes())
        said = [
            sf("run", path, *words, AS_OF)
            .stdout.replace(path.stem, "book")
            .partition("Receipt: ")[0]
            for path, words in ((quickstart, []), (twin, ["--in-place"]))
        ]
        assert said[0] == said[1]
        assert Workbook.open(twin).sheets == Workbook.open(quickstart).sheets

    def test_in_place_and_output_exclude_each_other(self, quickstart: Path) -> None:
        result = sf("run", quickstart, "--in-place", "-o", "out")
        assert result.exit_code == 2
        assert "use either --in-place or --output, not both" in result.stderr

    def test_the_workbook_itself_is_never_the_output(self, quickstart: Path) -> None:
        before = quickstart.read_bytes()
        line = one_line(sf("run", quickstart, "-o", "."))
        assert (
            line
            == "quickstart.xlsx: this is the workbook itself; choose another folder, or leave out -o to replace it"
        )
        assert quickstart.read_bytes() == before

    def test_adopt_overwrites_what_looks_like_ours(self, folder: Path) -> None:
        orders = [[*ORDERS[0], "Status"], [*ORDERS[1], "in the kiln"]]
        path = book(folder / "b.xlsx", **{**SHEETS, "Orders": orders})
        before = path.read_bytes()
        line = one_line(sf("run", path, AS_OF))
        assert "Orders, column Status" in line
        assert "--adopt" in line
        assert path.read_bytes() == before
        assert sf("run", path, "--adopt", AS_OF).exit_code == 0
        status = Workbook.open(path).read("Orders").value(2, 4)
        assert status == "Unfulfilled, Uninvoiced"


class TestJson:
    def test_stdout_is_one_document(self, demo: Path) -> None:
        result = sf("run", demo, "--json", AS_OF)
        document = json.loads(result.stdout)
        counts = {key: document[key] for key in ("status", "read", "applied", "held")}
        assert counts == {"status": 1, "read": 6, "applied": 4, "held": 2}
        assert document["problems"][0] == {
            "severity": "error",
            "sheet": "Order lines",
            "cell": "C5",
            "column": "SKU",
            "record": "Order SO-000003",
            "value": "MUG-BLEU",
            "problem": 'There is no product "MUG-BLEU". Did you mean MUG-BLUE?',
            "remedy": "Correct the SKU, or add the product to Products.",
            "code": "SKU01",
        }
        assert document["notes"] == ["picked 4 of 6"]
        assert document["files"][:1] == [str(demo)]
        assert all(check["holds"] for check in document["checks"])
        assert all(check["agrees"] for check in document["checks"])
        assert {float(check["difference"]) for check in document["checks"]} == {0}
        assert "Read 6 orders" in result.stderr

    def test_changes_are_listed(self, quickstart: Path) -> None:
        changes = json.loads(
            sf("run", quickstart, "--json", "--dry-run", AS_OF).stdout
        )["changes"]
        confirmed = {
            "sheet": "Orders",
            "key": "SO-000023",
            "column": "State",
            "before": "Quote",
            "after": "Order",
            "by": "run",
        }
        assert confirmed in changes

    def test_check_too(self, demo: Path) -> None:
        document = json.loads(sf("check", demo, "--json").stdout)
        assert [problem["cell"] for problem in document["problems"]] == ["C5", "E8"]
        assert (document["status"], document["files"]) == (1, [])

    @pytest.mark.parametrize("command", ["run", "check"])
    def test_a_reason_to_stop_is_a_document_too(self, command: str) -> None:
        result = sf(command, "missing.xlsx", "--json")
        assert result.exit_code == 3
        document = json.loads(result.stdout)
        assert (document["status"], document["error"]) == (3, result.stderr.strip())


class TestWhatCannotBeProcessed:
    def test_no_such_file(self) -> None:
        assert (
            one_line(sf("run", "missing.xlsx"))
            == "missing.xlsx: there is no such file; check the name and the folder"
        )

    def test_a_folder(self, folder: Path) -> None:
        assert "this is a folder" in one_line(sf("run", folder))

    @pytest.mark.parametrize("command", ["run", "check"])
    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"Order,Customer\nSO-1,C-1\n", "save it as .xlsx"),
            (b"<html><table></table></html>", "save it as .xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "b.xlsx: "),
            (b"PK\x03\x04 and no more", "b.xlsx: "),
            (b"", "b.xlsx: "),
        ],
    )
    def test_not_a_workbook(self, command: str, content: bytes, says: str) -> None:
        Path("b.xlsx").write_bytes(content)
        assert says in one_line(sf(command, "b.xlsx"))
        assert Path("b.xlsx").read_bytes() == content
        assert [path.name for path in Path().iterdir()] == ["b.xlsx"]

    def test_a_missing_sheet_with_the_nearest_name(self, folder: Path) -> None:
        others = {name: rows for name, rows in SHEETS.items() if name != "Order_lines"}
        path = book(folder / "b.xlsx", **others, Order_line=LINES)
        line = one_line(sf("run", path))
        assert line.startswith(f"{path}: no sheet Order lines")
        assert "Order line" in line.split("found", 1)[1]

    def test_a_missing_column_with_the_nearest_name(self, folder: Path) -> None:
        lines = [["Order", "SKU", "Quantiy"], ["SO-1", "A-1", 2]]
        line = one_line(
            sf("run", book(folder / "b.xlsx", **{**SHEETS, "Order_lines": lines}))
        )
        assert "b.xlsx: Order lines: no column Quantity" in line
        assert "Quantiy" in line

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0,
        reason="who may do all may read all",
    )
    def test_a_file_that_may_not_be_read(self, quickstart: Path) -> None:
        quickstart.chmod(0)
        assert "quickstart.xlsx" in one_line(sf("run", quickstart))

    def test_an_output_folder_that_is_a_file(self, quickstart: Path) -> None:
        Path("out").write_text("not a folder")
        before = quickstart.read_bytes()
        assert "out: there is a file where its folder should be" in one_line(
            sf("run", quickstart, "-o", "out")
        )
        assert quickstart.read_bytes() == before

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() == 0,
        reason="who may do all may write all",
    )
    def test_an_output_folder_that_may_not_be_written(self, quickstart: Path) -> None:
        Path("out").mkdir(mode=0o555)
        assert "out" in one_line(sf("run", quickstart, "-o", "out"))

    def test_check_writes_no_copy_over_the_workbook(self, quickstart: Path) -> None:
        before = quickstart.read_bytes()
        assert "this is the workbook itself" in one_line(
            sf("check", quickstart, "-o", ".")
        )
        assert quickstart.read_bytes() == before


class TestCheck:
    def test_it_says_what_is_wrong_and_writes_nothing(
        self, demo: Path, folder: Path
    ) -> None:
        result = sf("check", demo)
        assert result.exit_code == 1
        assert (
            result.stdout.splitlines()[-1]
            == "Read 6 orders: 2 errors, 0 warnings, 2 orders on hold."
        )
        assert list(folder.iterdir()) == [demo]

    def test_all_well_is_0(self, quickstart: Path) -> None:
        assert sf("check", quickstart).exit_code == 0

    def test_with_a_folder_a_copy_lists_the_problems(self, demo: Path) -> None:
        before = demo.read_bytes()
        result = sf("check", demo, "-o", "checked")
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (
            1,
            str(Path("checked/demo.xlsx")),
        )
        copy = Workbook.open(Path("checked/demo.xlsx"))
        original = Workbook.open(demo)
        assert copy.read("Issues").column(8) == ["", "", "Code", "SKU01", "NUM01"]
        assert [row[:-1] for row in copy.read("Orders").rows] == original.read(
            "Orders"
        ).rows
        assert copy.read("Orders").rows[3][-1] == "OK"
        assert demo.read_bytes() == before


class TestNew:
    def test_an_empty_workbook_runs(self) -> None:
        result = sf("new", "book.xlsx")
        assert result.exit_code == 0
        assert "sheetflow run book.xlsx" in result.stdout
        ran = sf("run", "book.xlsx")
        assert (ran.exit_code, ran.stdout.splitlines()[0].split(":")[0]) == (
            0,
            "Read 0 orders",
        )

    def test_like_takes_over_the_catalogue_and_no_orders(
        self, quickstart: Path
    ) -> None:
        assert sf("new", "book.xlsx", "--like", quickstart).exit_code == 0
        made = Workbook.open(Path("book.xlsx"))
        source = Workbook.open(quickstart)
        for sheet in ("Customers", "Products", "Locations"):
            theirs = [cell for cell in source.read(sheet).column(1) if cell]
            assert [cell for cell in made.read(sheet).column(1) if cell] == theirs
        assert made.read("Orders").column(1)[1:] in ([], [""])

    def test_it_replaces_nothing(self) -> None:
        Path("book.xlsx").write_text("mine")
        assert "book.xlsx: this file already exists; choose another name" in one_line(
            sf("new", "book.xlsx")
        )
        assert Path("book.xlsx").read_text() == "mine"

    def test_the_name_must_be_a_workbooks(self) -> None:
        assert one_line(sf("new", "book.txt")).endswith("call it book.xlsx")


class TestDemo:
    def test_it_shows_the_mistakes_and_what_to_do_next(self) -> None:
        result = sf("demo")
        assert result.exit_code == 0
        assert "$ sheetflow run sheetflow-demo/demo.xlsx" in result.stdout
        assert (
            'Order lines!C5  Order SO-000003: There is no product "MUG-BLEU". Did you mean MUG-BLUE?  SKU01'
            in result.stdout
        )
        made = Workbook.open(Path("sheetflow-demo/demo.xlsx"))
        assert "Run log" in made.sheets

    def test_a_folder_of_ones_own(self) -> None:
        assert sf("demo", "shop").exit_code == 0
        assert Path("shop/demo.xlsx").is_file()

    def test_it_replaces_nothing(self) -> None:
        sf("demo")
        assert "sheetflow-demo/demo.xlsx" in one_line(sf("demo"))


class TestExplain:
    def test_a_code(self) -> None:
        rule = rules()["SKU01"]
        said = sf("explain", "sku01").stdout
        assert all(
            text in said for text in (rule.title, rule.cause, rule.example, rule.remedy)
        )

    def test_all_codes(self) -> None:
        lines = sf("explain").stdout.splitlines()
        assert [line.split()[0] for line in lines] == list(rules())

    def test_an_unknown_code_is_wrong_usage(self) -> None:
        assert sf("explain", "XYZ99").exit_code == 2


class TestWords:
    @pytest.mark.parametrize(
        "words",
        [
            ["frobnicate"],
            ["run"],
            ["run", "--frob", "a.xlsx"],
            ["run", "a", "--as-of", "1.2.26"],
        ],
    )
    def test_wrong_usage_is_2(self, words: list[str]) -> None:
        result = sf(*words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Usage: " in result.stderr

    def test_help_names_every_command_in_whole_sentences(self) -> None:
        said = sf("--help").stdout
        assert all(
            re.search(rf"^  {command} +[A-Z].*[^.]\.$", said, re.MULTILINE)
            for command in COMMANDS
        )

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_says_what_the_help_of_each_command_says_first(
        self, command: str
    ) -> None:
        found = main.get_command(click.Context(main), command)
        assert found is not None
        assert found.get_short_help_str(limit=1_000) == COMMANDS[command]

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_of_every_command(self, command: str) -> None:
        said = sf(command, "--help").stdout
        assert said.startswith(f"Usage: main {command}")
        assert max(map(len, said.splitlines())) <= 80
        assert "TODO" not in said

    def test_version(self) -> None:
        first, path = sf("--version").stdout.splitlines()
        assert first == f"sheetflow, version {sheetflow.__version__}"
        assert path == f"sheets: {path_name()}"

    @pytest.mark.parametrize(
        ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)]
    )
    def test_colours_follow_no_color(
        self, environment: dict[str, str], coloured: bool, demo: Path
    ) -> None:
        result = CliRunner(env={"NO_COLOR": None, **environment}).invoke(
            main, ["run", str(demo), AS_OF], color=True
        )
        assert ("\x1b[31m" in result.output) is coloured


STANDARDS = ("iso4217", "pycountry", "stdnum")
HEAVY = (
    "numpy",
    "pandas",
    "openpyxl",
    "python_calamine",
    "rapidfuzz",
    "rich",
    "sheetflow.documents",
    "sheetflow.pipeline",
    "sheetflow.workbook",
    *STANDARDS,
)
FOR_PRINTING = ("pandas", "pandera", "openpyxl", "xlsxwriter", "rich", "babel", "lxml")
LIGHT = [
    ["--help"],
    ["run", "--help"],
    ["print", "--help"],
    ["explain"],
    ["explain", "SKU01"],
    ["run", "a.xlsx", "--as-of", "1.2.26"],
    ["run", "a.xlsx", "--in-place", "-o", "out"],
    ["print", "a.xlsx", "--start-at", "3"],
    ["new", "taken.xlsx"],
    ["diff", "a.xlsx", "b.xlsx", "-o", "a.csv"],
    ["trace", "a.xlsx", "SO-1", "-o", "taken.xlsx"],
]
"""Words after `sheetflow` that end before any workbook is read."""


class TestProcess:
    """What only a process of its own shows."""

    def run(
        self, *words: str, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "sheetflow", *words]
        root = str(ROOT)
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": root, **environment},
        )

    def test_python_m_sheetflow_is_the_same_program(self, quickstart: Path) -> None:
        done = self.run("run", str(quickstart), AS_OF)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"All 39 checks agree." in done.stdout

    def test_a_terminal_without_the_letter_gets_a_question_mark(
        self, quickstart: Path
    ) -> None:
        done = self.run(
            "run", str(quickstart), "--dry-run", AS_OF, PYTHONIOENCODING="ascii"
        )
        assert b"State: Quote ? Order" in done.stdout
        assert (done.returncode, done.stderr) == (0, b"")

    @pytest.mark.parametrize("words", LIGHT, ids=" ".join)
    def test_what_reads_no_workbook_imports_nothing_heavy(
        self, words: list[str], folder: Path
    ) -> None:
        (folder / "taken.xlsx").touch()
        assert imported_by(words, HEAVY) == []

    def test_what_reads_a_workbook_does_import_it(self, quickstart: Path) -> None:
        words = ["check", str(quickstart)]
        assert {"numpy", "sheetflow.pipeline"} <= set(imported_by(words, HEAVY))

    def test_a_run_needs_no_pandas_and_without_paper_nothing_to_print_with(
        self, quickstart: Path
    ) -> None:
        first = ["run", str(quickstart), AS_OF]
        assert imported_by(first, FOR_PRINTING) == ["xlsxwriter", "babel"]
        again = ["run", str(quickstart), "-o", "again", AS_OF]
        assert imported_by(again, FOR_PRINTING) == []
        assert Path("again/quickstart.xlsx").is_file()


@pytest.mark.parametrize(
    ("currency", "country", "iban", "modules"),
    [
        ("EUR", "", "", []),
        ("KWD", "", "", ["iso4217"]),
        ("EUR", "DE", "", ["pycountry"]),
        ("EUR", "", "DE89370400440532013000", ["stdnum"]),
    ],
)
def test_currencies_countries_and_ibans_are_imported_only_where_used(
    currency: str, country: str, iban: str, modules: list[str], folder: Path
) -> None:
    sheets = {
        **SHEETS,
        "Customers": [["Customer", "Name", "Country"], ["C-1", "Smith", country]],
        "Settings": [["Setting", "Value"], ["IBAN", iban], ["Currency", currency]],
    }
    path = book(folder / "b.xlsx", **sheets)
    assert imported_by(["check", str(path)], STANDARDS) == modules


def test_help_reads_no_declaration():
    assert imported_by(["--help"], ("msgspec", "sheetflow.domain.catalogue")) == []


def imported_by(words: list[str], modules: tuple[str, ...]) -> list[str]:
    """Which of some modules a command has imported when it ends."""
    code = f"""if True:
        import sys
        from sheetflow.cli import main
        try:
            main({words!r})
        except SystemExit:
            pass
        print()
        print(*[name for name in {modules!r} if name in sys.modules])
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env=env
    )
    return done.stdout.decode().splitlines()[-1].split()


class TestFromPython:
    @pytest.fixture
    def run(self) -> sheetflow.Run:
        return sheetflow.run(QUICKSTART, as_of=date(2026, 3, 2))

    def test_each_sheet_is_a_frame_with_exact_numbers(self, run: sheetflow.Run) -> None:
        orders = run.book["Orders"].set_index("Order")
        assert orders.loc[
            "SO-000008", ["Status", "Ship", "Total", "Balance"]
        ].tolist() == [
            "Started, Invoiced",
            "Part",
            Decimal("998.40"),
            Decimal("844.80"),
        ]
        assert orders.loc["SO-000022", "Balance"] == Decimal("-87.36")
        assert (
            orders["Balance"].sum()
            == run.book["Receivables"]["Total"].sum()
            == Decimal("2648.00")
        )

    def test_the_index_is_the_row_in_excel(
        self, run: sheetflow.Run, folder: Path
    ) -> None:
        run.save(folder / "out.xlsx")
        saved = Workbook.open(folder / "out.xlsx").read("Picks").column(1)
        picks = run.book["Picks"]
        assert [saved[row - 1] for row in picks.index] == picks["Pick"].tolist()
        assert picks.index.is_unique

    def test_derived_sheets_too(self, run: sheetflow.Run) -> None:
        assert {
            "Stock",
            "Movements",
            "Receivables",
            "Checks",
            "Issues",
            "Changes",
        } <= set(run.book)
        assert len(run.book) == len(list(run.book))
        stock = run.book["Stock"]
        assert (stock["On hand"] - stock["Allocated"] == stock["Free"]).all()
        assert run.book["Checks"]["Difference"].tolist() == [0] * 39
        assert run.book["Issues"]["Cell"].tolist() == ["L13", "L13"]

    def test_nothing_is_written_before_save(
        self, run: sheetflow.Run, folder: Path
    ) -> None:
        assert list(folder.iterdir()) == []
        run.save(folder / "out.xlsx")
        assert Workbook.open(folder / "out.xlsx").sheets[-2:] == (
            "Issued documents",
            "Run log",
        )

    def test_what_is_wrong_and_what_changed(self, run: sheetflow.Run) -> None:
        assert [problem.where for problem in run.problems] == [
            "Orders!L13",
            "Orders!L13",
        ]
        changed = ("Orders", "SO-000023", "State", "Quote", "Order", "run")
        assert changed in run.changes
        assert all(check.passes for check in run.checks)

    def test_what_cannot_be_processed_is_an_exception(self) -> None:
        with pytest.raises(sheetflow.SheetflowError, match="no such file"):
            sheetflow.run("missing.xlsx")


def test_the_summary_counts_every_check() -> None:
    done = sheetflow.run(QUICKSTART, as_of=date(2026, 3, 2))
    first, *others = done.checks
    failed = replace(done, checks=[replace(first, passes=False), *others])
    counts = "Read 25 orders: 13 applied, 0 on hold, 12 untouched."
    assert run_report.summary(done) == f"{counts} All 39 checks agree."
    assert (
        run_report.summary(failed)
        == f"{counts} 38 of 39 checks agree: {first.name} failed"
    )


def test_an_interrupt_is_130(quickstart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = quickstart.read_bytes()
    monkeypatch.setattr("sheetflow.pipeline.run", interrupted())
    result = sf("run", quickstart)
    assert (result.exit_code, result.stdout) == (130, "")
    assert quickstart.read_bytes() == before


def interrupted() -> Callable[..., None]:
    def press_control_c(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    return press_control_c


def test_books_that_do_not_reconcile_are_4_and_not_written(
    quickstart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sheetflow.controls.reconciliation.reconcile.failures",
        lambda checks: list(checks)[:1],
    )
    before = quickstart.read_bytes()
    result = sf("run", quickstart, AS_OF)
    assert (result.exit_code, quickstart.read_bytes()) == (4, before)
    assert "Nothing was written: a check of the books failed." in result.stdout
    assert "the books do not reconcile" in result.stderr
