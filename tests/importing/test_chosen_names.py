"""Answers to proposals: from a file into Mapping, and the columns of a list."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from foreign_books import BOOKS, write_flat_list

from sheetflow.cli import main

Answers = list[dict[str, str]]


def sheetflow(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return BOOKS["sales-orders"].write(tmp_path / "shop.xlsx")


def answered(file: Path, answers: Answers) -> Result:
    path = file.with_name("answers.json")
    path.write_text(json.dumps(answers))
    return sheetflow("map", file, "--answers", path)


def mapping(file: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(file)["Mapping"]
    return [tuple(cell.value for cell in row)[:6] for row in sheet.iter_rows(min_row=2)]


def test_the_proposals_are_printed_and_nothing_is_written(shop: Path) -> None:
    before = shop.read_bytes()
    document = json.loads(sheetflow("map", shop, "--json").stdout)
    orders = next(each for each in document["sheets"] if each["sheet"] == "Orders")
    assert orders["here"] == "Sales Orders"
    date = next(each for each in orders["columns"] if each["column"] == "Order date")
    assert (date["here"], date["use"], date["required"]) == (
        "Date Ordered",
        "Yes",
        True,
    )
    assert shop.read_bytes() == before


def test_answers_are_written_instead_of_proposals(shop: Path) -> None:
    orders = {"sheet": "Orders", "column": "", "here": "Sales Orders"}
    notes = {"sheet": "Orders", "column": "Notes", "here": "Salesperson"}
    assert answered(shop, [orders, notes]).exit_code == 0
    [sheet, column] = mapping(shop)
    assert sheet[:5] == ("Orders", None, None, "Sales Orders", "Yes")
    assert column == ("Orders", "Notes", None, "Salesperson", "Yes", "your answer")


def test_a_proposal_that_is_refused_becomes_a_no(shop: Path) -> None:
    answered(shop, [{"sheet": "Orders", "column": "Notes", "here": ""}])
    [row] = mapping(shop)
    assert row == ("Orders", "Notes", None, "Comments", "No", "your answer")


def test_an_answer_changes_the_row_that_is_there(shop: Path) -> None:
    notes = {"sheet": "Orders", "column": "Notes", "here": "Comments"}
    answered(shop, [notes])
    answered(shop, [{**notes, "here": "Salesperson"}])
    [row] = mapping(shop)
    assert row[:5] == ("Orders", "Notes", None, "Salesperson", "Yes")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"sheet": "Ordres"}, "Ordres: sheetflow has no such sheet or column"),
        (
            {"sheet": "Orders", "column": "Total"},
            "Orders, Total: sheetflow has no such",
        ),
        ({"sheet": "Orders", "here": "Nowhere"}, "this workbook has no Nowhere"),
        ({"sheet": "Orders", "cell": "A1"}, "these are not answers"),
    ],
)
def test_an_answer_that_names_nothing_is_refused(
    answer: dict[str, str], message: str, shop: Path
) -> None:
    before = shop.read_bytes()
    ended = answered(shop, [answer])
    assert ended.exit_code == 3
    assert message in ended.stderr
    assert shop.read_bytes() == before


def test_the_columns_of_a_list_are_taken_as_answered(tmp_path: Path) -> None:
    book = tmp_path / "lake.xlsx"
    source = write_flat_list(tmp_path / "sales.csv")
    answers = tmp_path / "answers.json"
    sheetflow("new", book)
    [document] = json.loads(sheetflow("import", book, source, "--json").stdout)
    chosen = [
        {"sheet": sheet["sheet"], "column": column["column"], "here": column["here"]}
        for sheet in document["sheets"]
        for column in sheet["columns"]
        if column["use"] == "Yes" and column["column"] != "Ship to"
    ]
    answers.write_text(json.dumps(chosen))
    command = ("import", book, source, "--new-products", "--answers", answers)
    first = sheetflow(*command)
    assert "12 to Orders, 24 to Order lines" in first.stdout
    assert "City" in first.stdout.partition("Not used")[2]
    assert "12 orders came in before" in sheetflow(*command).stdout
    answers.write_text(json.dumps([{**chosen[0], "here": "Nowhere"}]))
    other = tmp_path / "other.xlsx"
    sheetflow("new", other)
    refused = sheetflow("import", other, source, "--answers", answers)
    assert "there is no column Nowhere in this file" in refused.stderr
