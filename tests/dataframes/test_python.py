"""The Python API: DataFrames validated, appended, and steps and checks of the user's own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera
import pytest
from locations import QUICKSTART, ROOT
from provoked import Provoked, write_workbook
from sheets import SHOP

import sheetflow
from sheetflow.domain.catalogue import fact_schemas

AS_OF = date(2026, 3, 2)
PAGE = ROOT / "docs" / "reference" / "python.md"
Tables = Mapping[str, pd.DataFrame]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    write_workbook(path, Provoked(SHOP, "", "", {}))
    return path


def order(number: str, **more: object) -> pd.DataFrame:
    row = {"Order": number, "Order date": AS_OF, "Customer": "C-1", **more}
    return pd.DataFrame([row])


def line(number: str, quantity: object = 10) -> pd.DataFrame:
    return pd.DataFrame([{"Order": number, "SKU": "A-100", "Quantity": quantity}])


# ------------------------------------------------------------------ schemas


@pytest.mark.parametrize("sheet", [schema.sheet for schema in fact_schemas()])
def test_what_a_run_gives_back_validates(sheet: str, shop: Path) -> None:
    frame = sheetflow.run(shop, as_of=AS_OF).book[sheet]
    checked = sheetflow.schema(sheet).validate(frame, lazy=True)
    assert len(checked) == len(frame)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Quantity", "ten"),
        ("Quantity", -1),
        ("Quantity", None),
        ("Discount %", "a lot"),
        ("Unit price", Decimal("1e30")),
    ],
)
def test_a_schema_names_the_cell_that_a_run_could_not_read(
    column: str, value: object
) -> None:
    lines = pd.DataFrame(
        {"Order": ["SO-1", "SO-1"], "SKU": ["A-100", "B-200"], "Quantity": [1, 2]}
    ).assign(**{column: pd.Series([1, value], dtype=object)})
    with pytest.raises(pandera.errors.SchemaErrors) as error:
        sheetflow.schema("Order lines").validate(lines, lazy=True)
    cases = error.value.failure_cases
    assert set(zip(cases["column"], cases["index"], strict=True)) == {(column, 1)}


def test_a_required_column_is_missed() -> None:
    with pytest.raises(pandera.errors.SchemaError, match="Customer"):
        sheetflow.schema("Orders").validate(order("SO-2").drop(columns="Customer"))


def test_a_misspelt_sheet_gets_the_nearest_as_a_suggestion() -> None:
    with pytest.raises(sheetflow.SheetflowError, match="Orders"):
        sheetflow.schema("Orderz")


# ------------------------------------------------------------------ rows appended


def test_rows_are_appended_and_the_next_run_works_with_them(shop: Path) -> None:
    assert sheetflow.write_rows(shop, "Orders", order("SO-2", Action="Pick")) == [3]
    assert sheetflow.write_rows(shop, "Order lines", line("SO-2", 2.5)) == [3]
    done = sheetflow.run(shop, as_of=AS_OF)
    lines = done.book["Order lines"]
    assert lines.loc[3, ["Order", "Quantity", "Picked"]].tolist() == [
        "SO-2",
        Decimal("2.5"),
        Decimal("2.5"),
    ]
    backups = list((shop.parent / ".sheetflow" / "backups").iterdir())
    assert len(backups) == 2


def test_a_sheet_that_the_workbook_lacks_comes_into_being(shop: Path) -> None:
    payment = pd.DataFrame(
        [{"Order": "SO-1", "Payment date": AS_OF, "Amount": Decimal("12.34")}]
    )
    assert sheetflow.write_rows(shop, "Payments", payment) == [2]
    payments = sheetflow.run(shop, as_of=AS_OF).book["Payments"]
    assert payments.loc[2, "Amount"] == Decimal("12.34")
    assert payments.loc[2, "Payment"] == "PAY-000001"


@pytest.mark.parametrize(
    ("sheet", "frame", "message"),
    [
        ("Orders", order("SO-1"), "Order"),
        ("Order lines", line("SO-1", "ten"), "row 0, Quantity"),
        ("Order lines", line("SO-9"), "SO-9"),
        ("Orders", order("SO-2", Status="Quote"), "leave that column out"),
        ("Orders", order("SO-2", Custumer="C-1"), "Customer"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    shop: Path, sheet: str, frame: pd.DataFrame, message: str
) -> None:
    before = shop.read_bytes()
    with pytest.raises(sheetflow.SheetflowError, match=message):
        sheetflow.write_rows(shop, sheet, frame)
    assert shop.read_bytes() == before
    assert not (shop.parent / ".sheetflow" / "backups").exists()


def test_no_rows_change_nothing(shop: Path) -> None:
    before = shop.read_bytes()
    assert sheetflow.write_rows(shop, "Orders", order("SO-2").head(0)) == []
    assert shop.read_bytes() == before


# ------------------------------------------------------------------ steps of one's own


def weekly_order(book: Tables) -> dict[str, pd.DataFrame]:
    if "SO-7" in set(book["Orders"]["Order"]):
        return {}
    return {"Orders": order("SO-7", Action="Pick"), "Order lines": line("SO-7", 4)}


def test_a_step_adds_facts_that_are_listed_filled_acted_on_and_reconciled(
    shop: Path,
) -> None:
    done = sheetflow.run(shop, as_of=AS_OF, steps=[weekly_order])
    assert all(check.passes for check in done.checks)
    assert done.problems == []
    lines = done.book["Order lines"]
    assert lines[lines["Order"] == "SO-7"]["Picked"].tolist() == [Decimal(4)]
    assert lines[lines["Order"] == "SO-7"]["Unit price"].tolist() == [Decimal(20)]
    assert {("Orders", "SO-7"), ("Order lines", "SO-7 / 1")} <= {
        (sheet, key) for sheet, key, *_ in done.changes
    }


def test_a_second_run_finds_what_the_step_added(shop: Path, tmp_path: Path) -> None:
    once = tmp_path / "once.xlsx"
    twice = tmp_path / "twice.xlsx"
    sheetflow.run(shop, as_of=AS_OF, steps=[weekly_order]).save(once)
    again = sheetflow.run(once, as_of=AS_OF, steps=[weekly_order])
    again.save(twice)
    assert again.changes == []
    assert len(sheetflow.run(twice, as_of=AS_OF).book["Orders"]) == 2


def test_a_faulty_row_of_a_step_is_a_problem_like_any_other(shop: Path) -> None:
    def misspelt(_: Tables) -> dict[str, pd.DataFrame]:
        return {"Order lines": line("SO-1").assign(SKU="A-1OO")}

    done = sheetflow.run(shop, as_of=AS_OF, steps=[misspelt])
    found = [(item.where, item.problem.code) for item in done.problems]
    assert found == [("Order lines!C3", "SKU01")]
    assert done.on_hold == 1


def test_a_step_that_names_no_sheet_stops_the_run(shop: Path) -> None:
    with pytest.raises(sheetflow.SheetflowError, match="Order lines"):
        sheetflow.run(shop, steps=[lambda _: {"Order line": line("SO-1")}])


# ------------------------------------------------------------------ checks of one's own


def purchase_orders(book: Tables) -> list[sheetflow.Finding]:
    orders = book["Orders"]
    if "Customer PO" not in orders:
        return []
    return [
        sheetflow.Finding("Orders", row, "Customer PO", "It is missing.", "Ask for it.")
        for row in orders.index[orders["Customer PO"].isna()]
    ]


def test_an_error_of_a_check_puts_its_order_on_hold(shop: Path) -> None:
    sheetflow.write_rows(shop, "Orders", order("SO-2", **{"Customer PO": "4711"}))
    done = sheetflow.run(shop, as_of=AS_OF, checks=[purchase_orders])
    [own] = [item for item in done.problems if item.problem.code == "OWN01"]
    assert (own.problem.text, own.problem.remedy) == ("It is missing.", "Ask for it.")
    checked = done.book["Orders"]["Check"].tolist()
    assert "It is missing." in checked[0]
    assert checked[1] == "OK"
    assert done.on_hold == 1


def test_a_warning_of_a_check_puts_nothing_on_hold(shop: Path) -> None:
    def warns(_: Tables) -> list[sheetflow.Finding]:
        return [sheetflow.Finding("Orders", 2, "Notes", "Late.", "Call.", False)]

    done = sheetflow.run(shop, as_of=AS_OF, checks=[warns])
    codes = [item.problem.code for item in done.problems]
    assert "OWN02" in codes
    assert done.on_hold == 0


@pytest.mark.parametrize(
    "finding",
    [
        sheetflow.Finding("Orderz", 2, "Notes", "a", "b"),
        sheetflow.Finding("Orders", 99, "Notes", "a", "b"),
        sheetflow.Finding("Orders", 2, "Note", "a", "b"),
    ],
)
def test_a_finding_must_name_a_cell(shop: Path, finding: sheetflow.Finding) -> None:
    with pytest.raises(sheetflow.SheetflowError, match="a check names"):
        sheetflow.run(shop, checks=[lambda _: [finding]])


# ------------------------------------------------------------------ the page


def test_the_page_is_so(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of docs/reference/python.md runs, in its order."""
    shutil.copy(QUICKSTART, shop.parent)
    monkeypatch.chdir(shop.parent)
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(examples) >= 5
    orders = order("SO-3")
    names = {"date": date, "pd": pd, "orders": orders}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)
    assert names["rows"] == [3]
    assert names["done"].on_hold == 2
