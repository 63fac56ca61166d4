"""Declarations: what is written in TOML files, read strictly.

A word that is not known, a value of the wrong kind or a missing word fails to load, with
the file and the line, so that a typing mistake cannot pass for a rule. What a file may
say is a `msgspec.Struct` with `forbid_unknown_fields`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NoReturn, TypeVar

import msgspec

DECLARED = TypeVar("DECLARED")


class DeclarationError(ValueError):
    """A declaration that does not load: the file, the line, and what is wrong there."""

    def __init__(self, name: str, line: int, wrong: str) -> None:
        super().__init__(f"{name}, line {line}: {wrong}")


def load(path: Path, kind: type[DECLARED]) -> DECLARED:
    """The declaration in a file. Raises DeclarationError where it cannot be read."""
    return parse(path.read_text(encoding="utf-8"), kind, path.name)


def load_tables(path: Path, kind: type[DECLARED]) -> dict[str, DECLARED]:
    """The declarations in a file, by their names.

    Raises DeclarationError where one cannot be read.
    """
    return parse_tables(path.read_text(encoding="utf-8"), kind, path.name)


def parse(text: str, kind: type[DECLARED], name: str) -> DECLARED:
    """The declaration in a text. Raises DeclarationError, which names it by `name`."""
    try:
        return msgspec.convert(_parsed(text, name), kind)
    except msgspec.ValidationError as error:
        _refuse(text, name, str(error))


def parse_tables(text: str, kind: type[DECLARED], name: str) -> dict[str, DECLARED]:
    """The declarations in a text, by their names. Raises DeclarationError."""
    found = {}
    for table, words in _parsed(text, name).items():
        try:
            found[table] = msgspec.convert(words, kind)
        except msgspec.ValidationError as error:
            _refuse(text, name, str(error), table)
    return found


def _parsed(text: str, name: str) -> dict[str, object]:
    """The words of a text. Raises DeclarationError where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise DeclarationError(name, line, str(error)) from error


# -- what is wrong, and in which line

_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")
_MISSING = re.compile(r"Object missing required field `(.+?)`")
_PATH = re.compile(r" - at `(.+)`")
_PARTS = re.compile(r"\.(\w+)|\[(\d+)\]")
_TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{},]')


def _refuse(text: str, name: str, wrong: str, table: str = "") -> NoReturn:
    """Raise what msgspec found wrong, in our words."""
    path = _PATH.search(wrong)
    unknown = _UNKNOWN.match(wrong)
    missing = _MISSING.match(wrong)
    at = _position(text, path[1] if path else "", table)
    said = _PATH.sub("", wrong)
    if unknown:
        at = _of_word(text, unknown[1], at)
        said = f"unknown word {unknown[1]!r}"
    elif missing:
        said = f"the word {missing[1]!r} is missing"
    if table:
        said = f"{table}: {said}"
    raise DeclarationError(name, _line(text, at), said)


def line_of(text: str, value: str) -> int:
    """The line in which a text in quotes is first."""
    return _line(text, max(text.find(f'"{value}"'), 0))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _position(text: str, path: str, table: str) -> int:
    """Where a path such as `$.columns[2].kind` leads to in a text."""
    at = _of_table(text, table) if table else 0
    for word, number in _PARTS.findall(path):
        at = _of_word(text, word, at) if word else _of_item(text, int(number), at)
    return at


def _of_table(text: str, table: str) -> int:
    """Where a table or a value of this name begins."""
    name = re.escape(table)
    begins = rf'^(?:\["?{name}"?\]|"?{name}"?\s*=)'
    found = re.search(begins, text, re.MULTILINE)
    return found.start() if found else 0


def _of_word(text: str, word: str, after: int) -> int:
    """Where a word is given a value next."""
    found = re.compile(rf"\b{re.escape(word)}\b\"?\s*=").search(text, after)
    return found.start() if found else after


def _of_item(text: str, number: int, after: int) -> int:
    """Where an item, counted from 0, of the list that begins next is."""
    depth = 0
    for token in _TOKENS.finditer(text, text.find("[", after)):
        mark = token[0]
        if mark in "]}":
            depth -= 1
        elif depth == 1 and mark != "," and not mark.startswith("#"):
            if number == 0:
                return token.start()
            number -= 1
        if mark in "[{":
            depth += 1
    return after
