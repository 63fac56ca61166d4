"""What must never happen to a person's work: nothing typed is lost, nothing printed is replaced, nothing vanishes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import walkthroughs
from commands import done, sf, stopped
from locations import SAMPLES

AS_OF = "--as-of=2026-03-02"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the quickstart in an empty folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("shop.xlsx")
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    return path


@pytest.fixture
def ran(after_a_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the quickstart after a run, with its documents."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(after_a_run, tmp_path, dirs_exist_ok=True)
    return Path("shop.xlsx")


def type_payment(path: Path, order: str = "SO-000007") -> None:
    row = f"Order={order}; Payment date=2026-03-02; Amount=10"
    walkthroughs.enter(path, walkthroughs.row_table("Payments", row))


def backups(folder: Path) -> list[Path]:
    return list((folder / ".sheetflow" / "backups").glob("*.xlsx"))


# -- copies


def test_a_copy_that_nobody_touched_is_written_again(shop: Path) -> None:
    done("run", shop, "-o", "out", AS_OF)
    first = Path("out/shop.xlsx").read_bytes()
    again = done("run", shop, "-o", "out", AS_OF)
    assert "out/shop.xlsx updated" in again
    assert [path.read_bytes() for path in backups(Path("out"))] == [first]


@pytest.mark.parametrize("command", ["run", "check"])
def test_what_somebody_typed_into_a_copy_is_not_replaced(
    command: str, shop: Path
) -> None:
    copy = Path("out/shop.xlsx")
    done(command, shop, "-o", "out", AS_OF)
    type_payment(copy)
    typed = copy.read_bytes()
    line = stopped(command, shop, "-o", "out", AS_OF)
    assert line.startswith("out/shop.xlsx: somebody changed it since a run wrote it")
    assert "add --overwrite, which keeps a backup" in line
    assert copy.read_bytes() == typed

    done(command, shop, "-o", "out", "--overwrite", AS_OF)
    assert copy.read_bytes() != typed
    assert [path.read_bytes() for path in backups(Path("out"))] == [typed]


def test_a_workbook_that_no_run_wrote_is_not_replaced(shop: Path) -> None:
    Path("out").mkdir()
    Path("out/shop.xlsx").write_bytes(shop.read_bytes())
    line = stopped("run", shop, "-o", "out", AS_OF)
    assert "it is there already and no run wrote it" in line
    assert Path("out/shop.xlsx").read_bytes() == shop.read_bytes()


def test_a_copy_of_a_newer_run_is_not_replaced(shop: Path) -> None:
    done("run", shop, "-o", "out", AS_OF)
    type_payment(Path("out/shop.xlsx"))
    done("run", "out/shop.xlsx", AS_OF)
    newer = Path("out/shop.xlsx").read_bytes()
    line = stopped("run", shop, "-o", "out", AS_OF)
    assert line.startswith("out/shop.xlsx: run 2 wrote it, and this would be run 1")
    assert Path("out/shop.xlsx").read_bytes() == newer


def test_a_copy_that_changes_while_a_run_works_is_not_replaced(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetflow import pipeline

    done("run", shop, "-o", "out", AS_OF)
    copy = Path("out/shop.xlsx")
    run = pipeline.run

    def run_while_somebody_types(*args: object, **options: object) -> pipeline.Run:
        finished = run(*args, **options)  # type: ignore[arg-type]
        type_payment(copy)
        return finished

    monkeypatch.setattr(pipeline, "run", run_while_somebody_types)
    result = sf("run", shop, "-o", "out", AS_OF)
    assert result.exit_code == 3
    assert "somebody changed it" in result.stderr


# -- undo


def test_undo_puts_back_the_workbook_and_says_what_that_takes_back(shop: Path) -> None:
    before = shop.read_bytes()
    done("run", shop, AS_OF)
    written = shop.read_bytes()
    lines = done("undo", shop).splitlines()
    assert shop.read_bytes() == before
    assert lines == [
        "Run 1 of 2026-03-02 is undone: the 33 rows and 447 cells that it wrote are gone.",
        "shop.xlsx is as it was before; what run 1 wrote is in .sheetflow/backups/",
        "shop papers/2026-03-02 run 1 undone/   1 order confirmation, 5 pick lists, "
        "15 packing slips, 15 labels, 12 delivery notes, 11 invoices, 3 credit notes: do not use these "
        "documents",
    ]
    assert written in [path.read_bytes() for path in backups(Path())]
    assert Path("shop papers/2026-03-02 run 1 undone/invoices.xlsx").is_file()
    done("run", shop, AS_OF)
    assert Path("shop papers/2026-03-02 run 1/invoices.xlsx").is_file()


def test_undo_goes_back_run_by_run_while_nobody_typed_in_between(shop: Path) -> None:
    states = [shop.read_bytes()]
    for _ in range(3):
        done("run", shop, AS_OF)
        states.append(shop.read_bytes())
    for state in reversed(states[:-1]):
        done("undo", shop)
        assert shop.read_bytes() == state
    assert "there is no run to undo" in stopped("undo", shop)


def test_what_was_typed_since_the_run_is_not_undone(ran: Path) -> None:
    type_payment(ran)
    typed = ran.read_bytes()
    line = stopped("undo", ran)
    assert "it was changed since run 1 wrote it" in line
    [copy] = backups(Path())
    assert line.endswith(
        f"the version from before run 1 is .sheetflow/backups/{copy.name}"
    )
    assert ran.read_bytes() == typed


def test_what_was_typed_before_an_undone_run_is_still_there(ran: Path) -> None:
    type_payment(ran)
    typed = ran.read_bytes()
    done("run", ran, AS_OF)
    last = done("undo", ran).splitlines()[-1]
    assert ran.read_bytes() == typed
    assert last == (
        "What was typed after run 1 is still in shop.xlsx. Its figures are those of run 1 until you run it again."
    )


def test_a_version_before_that_is_gone_is_named(ran: Path) -> None:
    written = ran.read_bytes()
    [copy] = backups(Path())
    copy.unlink()
    assert copy.name in stopped("undo", ran)
    assert ran.read_bytes() == written


def test_undo_leaves_a_workbook_alone_that_is_open(ran: Path) -> None:
    Path("~$shop.xlsx").touch()
    assert "it is open in Excel" in stopped("undo", ran)


def test_undo_of_a_file_that_is_not_there() -> None:
    assert "there is no such file" in stopped("undo", "nothing.xlsx")


# -- documents


def test_no_run_prints_over_another(ran: Path) -> None:
    first = {path: path.read_bytes() for path in Path("shop papers").rglob("*.xlsx")}
    walkthroughs.enter(
        ran,
        walkthroughs.row_table(
            "Stock moves",
            "Date=2026-03-02; Type=Receipt; SKU=LAMP-01; To=STORE; Quantity=20",
        ),
    )
    assert "shop papers/2026-03-02 run 2/   1 pick list" in done("run", ran, AS_OF)
    assert {path: path.read_bytes() for path in first} == first


def test_two_copies_of_one_run_have_a_folder_each(shop: Path) -> None:
    done("run", shop, "-o", "out", AS_OF)
    again = done("run", shop, "-o", "out", AS_OF)
    assert "out/shop papers/2026-03-02 run 1 (2)/   1 order" in again
    assert Path("out/shop papers/2026-03-02 run 1/invoices.xlsx").is_file()


def test_two_workbooks_in_one_folder_have_a_folder_each(shop: Path) -> None:
    other = Path("other.xlsx")
    other.write_bytes(shop.read_bytes())
    for path in (shop, other):
        folder = f"{path.stem} papers/2026-03-02 run 1"
        assert f"{folder}/   1 order" in done("run", path, AS_OF)
        assert Path(folder, "invoices.xlsx").is_file()


def test_print_writes_over_nothing(ran: Path) -> None:
    for number in (1, 2):
        printed = done("print", ran, "--only", "invoices", AS_OF)
        assert f"shop papers/2026-03-02 print {number}/   invoices.xlsx" in printed
    chosen = ["print", ran, "--only", "invoices", "-o", "sent", AS_OF]
    assert "sent/   invoices.xlsx" in done(*chosen)
    assert stopped(*chosen).startswith("sent/invoices.xlsx: it is there already")
    assert "sent/   invoices.xlsx" in done(*chosen, "--overwrite")
