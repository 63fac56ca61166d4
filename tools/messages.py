"""`python -m tools.messages` collects the messages and brings the translations up to date.

The messages are the texts of problems.toml, the help of schemas/, and what the code writes as `message("…")` and
`counted_message(count, "…", "…")`, and the page as `t("…")`, `tn(count, "…", "…")` and `_("…")`: literals only. Each
language of sheetflow/locales/ gets the new ones, without a translation, and loses those that are gone; then its file
is compiled.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from sheetflow.domain.catalogue import schemas_folder
from sheetflow.domain.messages import DOMAIN, LOCALES

PACKAGE = Path(__file__).resolve().parent.parent / "sheetflow"
PROBLEMS = PACKAGE / "domain" / "problems.toml"
PAGE = PACKAGE / "serving"
PAGE_WORDS = "page.json"

SCRIPT_KEYWORDS = {"t": None, "tn": (2, 3)}
"""The functions of the page's scripts whose literals are messages."""

PARTS = ("text", "remedy", "title")
"""What a workbook shows of a kind of problem."""

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in the files: always the same, so that only translations change them."""

KEYWORDS = {
    "message": None,
    "own_text": None,
    "Plural": (1, 2),
    "Template": None,
    "translation": None,
    "counted_message": (2, 3),
}
"""The functions whose literals are messages, with the positions of their texts."""

MessageId: TypeAlias = str | tuple[str, str]
"""The English text: one, or for one and for many."""

_FILLED = re.compile(r"{(\w*)}")
_NAMED = re.compile(r"\[([^\[\]{}]+)\]")


@cache
def messages() -> Catalog:
    """All messages, each with the code of its problem or the file that has it."""
    found = Catalog(project=DOMAIN, fuzzy=False)
    of_page = (*_of_templates(), *of_scripts())
    for source, text in (*_of_problems(), *_of_schemas(), *_of_code(), *of_page):
        found.add(text, locations=[(source, None)])
    return found


def _of_problems() -> Iterator[tuple[str, MessageId]]:
    """The texts of problems.toml that have words of their own."""
    declared = tomllib.loads(PROBLEMS.read_text(encoding="utf-8"))
    for code, words in declared.items():
        for part in PARTS:
            if _FILLED.sub("", words[part]):
                yield f"problems.toml:{code}", words[part]


def _of_schemas() -> Iterator[tuple[str, MessageId]]:
    """What sheets are about, and what their columns and settings mean."""
    for path in sorted(schemas_folder().glob("*.toml")):
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        helped = [*declared["columns"], *declared.get("settings", ())]
        texts = [declared["about"], *(each.get("help", "") for each in helped)]
        for text in filter(None, texts):
            yield f"schemas/{path.name}", text.removeprefix("Derived: ")


def _of_code() -> Iterator[tuple[str, MessageId]]:
    """The literals that the code marks as messages."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        with path.open("rb") as code:
            for _line, text, _comments, _context in extract("python", code, KEYWORDS):
                yield name, text


def _of_templates() -> Iterator[tuple[str, MessageId]]:
    """The literals in the templates of the page."""
    for path in sorted(PAGE.glob("templates/*.html")):
        with path.open("rb") as template:
            for _line, _function, text, _comments in babel_extract(
                template, ["_"], [], {}
            ):
                yield path.relative_to(PACKAGE).as_posix(), text


def of_scripts() -> Iterator[tuple[str, MessageId]]:
    """The literals in the scripts of the page."""
    for path in sorted(PAGE.glob("static/*.js")):
        name = path.relative_to(PACKAGE).as_posix()
        with path.open("rb") as script:
            for _line, text, _comments, _context in extract(
                "javascript", script, SCRIPT_KEYWORDS
            ):
                yield name, text


def page_words(catalog: Catalog) -> bytes:
    """The translations that the scripts of the page need, as JSON: theirs and the server's."""
    words: dict[str, str] = {}
    of_server = (each for each in _of_code() if each[0].startswith(f"{PAGE.name}/"))
    for _source, text in (*of_scripts(), *of_server):
        known = catalog.get(text if isinstance(text, str) else text[0])
        english = text if isinstance(text, tuple) else (text,)
        own = known.string if isinstance(known.string, tuple) else (known.string,)
        words |= zip(english, own, strict=True)
    return json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True).encode()


def translations(path: Path) -> Catalog:
    """The translations in a file, with the messages as they are now."""
    with path.open("rb") as stream:
        known = read_po(stream, locale=path.parts[-3])
    known.update(messages(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.creation_date = MADE
    known.revision_date = MADE
    return known


def faults(catalog: Catalog) -> Iterator[str]:
    """What is wrong with the translations of a language: one line for each message."""
    for each in catalog:
        if not each.id:
            continue
        english = each.id if isinstance(each.id, tuple) else (each.id,)
        own = each.string if isinstance(each.string, tuple) else (each.string,)
        if not all(own):
            yield f"{english[0]!r} has no translation"
        for text in filter(None, own):
            if _placeholders(text) != _placeholders(english[-1]):
                yield f"{text!r} must fill in and name what {english[-1]!r} does"


def _placeholders(text: str) -> tuple[set[str], set[str]]:
    """What is filled in, and the names of the contract."""
    return set(_FILLED.findall(text)), set(_NAMED.findall(text))


def as_po(catalog: Catalog) -> bytes:
    """The file that translators edit."""
    stream = BytesIO()
    write_po(stream, catalog, width=100, omit_header=True)
    return stream.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The compiled file that the program reads."""
    stream = BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def files() -> list[Path]:
    """The file of each language."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def main() -> None:
    """Bring every language up to date, and name what is missing."""
    for path in files():
        catalog = translations(path)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        path.with_name(PAGE_WORDS).write_bytes(page_words(catalog))
        for fault in faults(catalog):
            print(f"{catalog.locale}: {fault}")


if __name__ == "__main__":
    main()
