"""Every package says what it holds, what it may import and where to begin."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from locations import ROOT

PACKAGES = sorted(path.parent for path in (ROOT / "sheetflow").rglob("__init__.py"))[1:]
ROOMS = [package for package in PACKAGES if package.parent == ROOT / "sheetflow"]


def docstring(package: Path) -> str:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    return " ".join((ast.get_docstring(tree) or "").split())


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_says_what_it_holds(package: Path) -> None:
    assert len(docstring(package)) > 40


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_what_it_imports_and_where_to_begin(room: Path) -> None:
    said = docstring(room)
    assert "mport" in said, "which rooms may it import?"
    assert "Begin with" in said


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_names_files_that_are_there(room: Path) -> None:
    for word in docstring(room).split():
        name = word.strip("`.,;:()")
        if name.endswith(".py"):
            found = [*room.rglob(name), *(ROOT / "sheetflow").glob(name)]
            assert found, f"{room.name} has no {name}"
