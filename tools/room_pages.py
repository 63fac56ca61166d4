"""The page docs/contributing/rooms.md: the packages of sheetflow in the order of a run, from their docstrings."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.markdown import page

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sheetflow"


def rooms_page() -> str:
    """The page of all rooms."""
    return page(
        "Rooms",
        "The packages of `sheetflow/`, from the terminal down to the file. A package "
        "may import what is below it, never what is above: `lint-imports` checks it. "
        "Read from the bottom up, this is the order of a run.",
        *(_section(room) for room in rooms()),
    )


def rooms() -> list[str]:
    """The packages and modules at the top, in the layers of pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    names = [name.strip() for layer in layers for name in layer.split("|")]
    return [name for name in names if not name.startswith("_")]


def _section(room: str) -> str:
    path = PACKAGE / room
    file = path / "__init__.py" if path.is_dir() else PACKAGE / f"{room}.py"
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    title = f"{room}/" if path.is_dir() else f"{room}.py"
    return "\n\n".join((f"## {title}", *_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring's paragraphs; a list of files that is indented is shown as it is."""
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("    "):
            yield f"```\n{inspect.cleandoc(paragraph)}\n```"
        else:
            yield " ".join(paragraph.split())
