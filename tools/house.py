"""How easy the code is to enter: rooms, floors, arrows, circles, and how dense it is.

    python -m tools.house              the table of docs/contributing
    python -m tools.house sheetflow/ledgers sheetflow/steps/pick.py
                                       only the density, of these files and folders

A room is a module or package directly in `sheetflow/`. An arrow is a room that imports
another. Floors are the longest chain of arrows. A circle is a set of rooms that can
reach one another. Tokens are Python's own (names, numbers, strings, operators),
without comments and docstrings; those of a function are those of its body.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import mean, median

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "sheetflow"

NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Arrows = dict[str, set[str]]


@dataclass(frozen=True)
class Density:
    """Tokens of each line of code and of each function's body; lines of each function."""

    line_tokens: list[int]
    function_tokens: list[int]
    function_lines: list[int]
    module_lines: list[int]

    def rows(self) -> Iterator[tuple[str, str]]:
        """What is shown of it: a name and a figure each."""
        yield "Modules", f"{len(self.module_lines):,}"
        yield "Longest module, lines", f"{max(self.module_lines):,}"
        yield "Lines of code", f"{len(self.line_tokens):,}"
        yield "Tokens per line, median", f"{median(self.line_tokens):g}"
        yield "Tokens per line, mean", f"{mean(self.line_tokens):.1f}"
        yield "Functions", f"{len(self.function_tokens):,}"
        yield "Tokens per function, median", f"{median(self.function_tokens):g}"
        yield "Lines per function, median", f"{median(self.function_lines):g}"
        yield "Functions over 30 lines", f"{sum(n > 30 for n in self.function_lines)}"


def python_files(paths: Iterable[Path]) -> list[Path]:
    """Every Python file in these files and folders."""
    found: set[Path] = set()
    for path in paths:
        found |= set(path.rglob("*.py")) if path.is_dir() else {path}
    return sorted(found)


def measure(paths: Iterable[Path]) -> Density:
    """The density of these Python files."""
    density = Density([], [], [], [])
    for path in python_files(paths):
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        tokens = tokens_by_line(source)
        for line in docstring_lines(tree):
            tokens.pop(line, None)
        density.module_lines.append(source.count("\n"))
        density.line_tokens.extend(tokens.values())
        for function in functions(tree):
            density.function_tokens.append(body_tokens(function, tokens))
            density.function_lines.append(code_lines(function, tokens))
    return density


def tokens_by_line(source: str) -> Counter[int]:
    """How many tokens begin on each line that has any."""
    counted: Counter[int] = Counter()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOT_CODE:
            counted[token.start[0]] += 1
    return counted


def docstring_lines(tree: ast.Module) -> set[int]:
    """The lines of docstrings, of attributes too."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def body_tokens(function: Function, tokens: Counter[int]) -> int:
    """How many tokens the body of a function has."""
    first = function.body[0].lineno
    last = function.end_lineno or first
    return sum(tokens[line] for line in range(first, last + 1))


def code_lines(function: Function, tokens: Counter[int]) -> int:
    """How many lines of code a function has, its signature included."""
    last = function.end_lineno or function.lineno
    return sum(tokens[line] > 0 for line in range(function.lineno, last + 1))


def room_of(module: str) -> str:
    """The room of a module: `sheetflow.ledgers.stock` is in `ledgers`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def find_arrows() -> Arrows:
    """Which rooms each room imports."""
    arrows: Arrows = {}
    for path in python_files([ROOT / PACKAGE]):
        here = room_of(module_name(path))
        there = arrows.setdefault(here, set())
        for module in imported(ast.parse(path.read_text(encoding="utf-8"))):
            if room_of(module) != here and module.count("."):
                there.add(room_of(module))
    arrows.pop(PACKAGE, None)
    return arrows


def module_name(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "") == PACKAGE:
            yield from (f"{PACKAGE}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if (node.module or "").startswith(f"{PACKAGE}."):
                yield node.module or ""
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            yield from (name for name in names if name.startswith(f"{PACKAGE}."))


def floors(arrows: Arrows) -> int:
    """The longest chain of rooms, each importing the next. Raises CycleError."""
    height: dict[str, int] = {}
    for room in TopologicalSorter(arrows).static_order():
        below = [height[other] for other in arrows.get(room, ()) if other in height]
        height[room] = 1 + max(below, default=0)
    return max(height.values())


def shared_names() -> list[str]:
    """The names that several files of the package have."""
    names = Counter(path.name for path in python_files([ROOT / PACKAGE]))
    return [name for name, count in names.items() if count > 1]


def house_rows() -> Iterator[tuple[str, str]]:
    """Rooms, arrows, floors and circles of the package."""
    arrows = find_arrows()
    rooms = {room for room in arrows if not room.startswith("__")}
    arrows = {room: {to for to in arrows[room] if to in rooms} for room in rooms}
    yield "Rooms", str(len(rooms))
    yield "File names used more than once", str(len(shared_names()))
    yield "Arrows", str(sum(len(there) for there in arrows.values()))
    try:
        yield "Floors", str(floors(arrows))
        yield "Circles", "0"
    except CycleError as error:
        yield "Circles", " → ".join(error.args[1])


def main(arguments: list[str]) -> None:
    """Print the table."""
    paths = [Path(argument) for argument in arguments]
    rows = [] if paths else list(house_rows())
    rows += measure(paths or [ROOT / PACKAGE]).rows()
    for name, figure in rows:
        print(f"{name:<32}{figure:>8}")


if __name__ == "__main__":
    main(sys.argv[1:])
