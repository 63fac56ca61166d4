"""Facts changed in a finished workbook: a check differs once it is recalculated, and verify says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from faults import BELOW, FAULTS, a_row_below, with_faults
from office import convert, needs_office
from python_calamine import CalamineWorkbook

from sheetflow.cli import main

EXPECTED = {
    **{fault.__name__: row for fault, row in FAULTS.items()},
    a_row_below.__name__: BELOW,
}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks with their faults, by name."""
    found = with_faults(tmp_path_factory.mktemp("faults"))
    return {path.stem: path for path in found}


@pytest.fixture(scope="module")
def results(
    paths: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    """For each workbook as LibreOffice recalculates it, the checks that differ and what they say."""
    folder = tmp_path_factory.mktemp("recalculated")
    convert(paths.values(), "xlsx", folder, recalculates=True)
    return {name: _differing(folder / path.name) for name, path in paths.items()}


def _differing(path: Path) -> dict[str, str]:
    """The checks whose difference is not 0, and their results."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Checks").to_python()
    return {str(row[0]): str(row[4]) for row in rows[1:] if row[3] != 0}


@needs_office
@pytest.mark.parametrize("name", ["whole", "plain"])
def test_a_workbook_as_the_run_left_it_has_no_difference(results, name) -> None:
    assert results[name] == {}


@needs_office
@pytest.mark.parametrize("name", EXPECTED)
def test_a_check_differs_and_names_the_row(results, name) -> None:
    sheet, text = EXPECTED[name].split(": ", 1)
    found = results[name][f"{sheet}: every row as the run read it"]
    assert found.startswith(text)


@needs_office
def test_what_was_issued_is_to_be_put_back(results) -> None:
    found = results["a_quantity_invoiced"]
    assert found["Invoice lines: every row as the run read it"].endswith(
        ": put back what was issued, or void it and issue it again; else run again"
    )


@needs_office
def test_a_payment_of_another_order_changes_no_sum(results) -> None:
    assert list(results["a_payments_order"]) == [
        "Payments: every row as the run read it"
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_verify_finds_the_check_that_differs(paths, name) -> None:
    sheet, _ = EXPECTED[name].split(": ", 1)
    done = CliRunner().invoke(main, ["verify", str(paths[name])])
    assert done.exit_code == 1
    assert f"{sheet}: every row as the run read it: " in done.output


NAMED_BY_A_RUN = {
    "a_quantity_invoiced": "ISS01",
    "two_totals": "ISS01",
    "a_packing_row": "PAC01",
}


@pytest.mark.parametrize("name", NAMED_BY_A_RUN)
def test_a_run_names_what_cannot_be(paths, name) -> None:
    done = CliRunner().invoke(
        main, ["run", str(paths[name]), "--dry-run", "--as-of", "2026-03-02"]
    )
    assert done.exit_code == 1
    assert NAMED_BY_A_RUN[name] in done.output
