"""The folders of tests are the rooms of sheetflow, and a few that look at the whole program."""

from __future__ import annotations

from locations import ROOT, TESTS

WHOLE_PROGRAM = {
    "benchmarks",  # the tools that measure speed and fidelity
    "docs",  # the pages of docs/
    "fidelity",  # what a run leaves of an owner's workbook
    "project",  # the layout of the project, and the wheel
    "safety",  # hostile files, interrupted runs
}
DATA = {"demanding", "oracle", "provoking", "scenarios"}
"""What tests read or compare with; they hold no tests."""


def rooms() -> set[str]:
    """The names of the packages directly below sheetflow/."""
    return {path.parent.name for path in (ROOT / "sheetflow").glob("*/__init__.py")}


def folders() -> set[str]:
    """The names of the folders directly below tests/."""
    found = {path.name for path in TESTS.iterdir() if path.is_dir()}
    return {name for name in found if not name.startswith(("_", "."))}


def test_every_room_has_its_folder_of_tests() -> None:
    assert folders() - WHOLE_PROGRAM - DATA == rooms()


def test_every_folder_has_tests_and_every_test_has_a_folder() -> None:
    with_tests = {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}
    assert with_tests == rooms() | WHOLE_PROGRAM
