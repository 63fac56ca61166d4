"""Problems: what is wrong in a workbook, where, and how to fix it.

What each code means is declared as data in problems.toml; `sheetflow explain` and the reference page are made from
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.declarations import load_tables
from sheetflow.domain.messages import in_own_language, message, translation
from sheetflow.domain.own_texts import in_contract_names, in_own_names
from sheetflow.domain.phrases import shortened


class RuleWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What problems.toml says of one kind of problem (rules.md sections 1 and 7)."""

    kind: Literal["row error", "rule error", "warning"]
    title: str
    text: str
    remedy: str
    cause: str
    example: str


class Rule(RuleWords, frozen=True):
    """One kind of problem, with its code.

    Its text and remedy have the names of the contract. `named_text` and `named_remedy` have
    each name in brackets, for `in_own_names`, where there are any.
    """

    code: str
    named_text: str = ""
    named_remedy: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it puts its order on hold and makes the exit status 1."""
        return self.kind != "warning"


@cache
def rules() -> dict[str, Rule]:
    """All kinds of problem by code.

    Raises DeclarationError at a declaration with an unknown or missing word.
    """
    declared = load_tables(Path(__file__).with_name("problems.toml"), RuleWords)
    return {code: _rule(code, words) for code, words in declared.items()}


def _rule(code: str, words: RuleWords) -> Rule:
    """A kind of problem as it was declared."""
    plain = {
        "text": in_contract_names(words.text),
        "remedy": in_contract_names(words.remedy),
    }
    return Rule(
        **{**structs.asdict(words), **plain},
        code=code,
        named_text=words.text,
        named_remedy=words.remedy,
    )


_CODE_AT_END = re.compile(r"\(([A-Z]{3}\d{2})\)\Z")


def ends_in_code(text: str) -> bool:
    """Whether a text ends as the column Check does: with the code of a problem in brackets."""
    found = _CODE_AT_END.search(text)
    return found is not None and found[1] in rules()


LOOKS = "looks"
"""The word that says what the row of a problem looks like, if it belongs elsewhere."""

SWAPPED = "swapped"
"""The word that says which columns look swapped, the same for all problems of that cause."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: in `sheet`, at position `record` of its frame (-1 for the whole sheet), under `column`.

    `words` fill the placeholders of the rule's text and remedy; `order` is the position of the order that it concerns,
    or -1. `also` are the cells (sheet, record, column) of other rows of which the same is said; `others` names them.
    `cell` is the cell of a problem that has no record.

    `more` are the records of further rows with the same mistake in the column, with other values: of very many only the
    first have a problem of their own. `others` says where they are.
    """

    code: str
    sheet: str
    record: int
    column: str
    value: str = ""
    words: dict[str, str] = field(default_factory=dict)
    order: int = -1
    also: tuple[tuple[str, int, str], ...] = ()
    others: str = ""
    cell: str = ""
    more: tuple[int, ...] = ()

    @property
    def rule(self) -> Rule:
        """What its code means."""
        return rules()[self.code]

    @property
    def text(self) -> str:
        """What is wrong, in one sentence."""
        if self.more:
            return f"{self._said}; {in_own_language(self.others)}"
        if not self.others:
            return self._said
        also = message("also {others}", others=self.others)
        return f"{self._said} ({in_own_language(also)})"

    @property
    def _said(self) -> str:
        text = self._filled(self.rule.named_text or self.rule.text)
        return text + in_own_language(self.words.get(LOOKS, ""))

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self._filled(self.rule.named_remedy or self.rule.remedy)

    def _filled(self, template: str) -> str:
        """A text of the rule with its placeholders filled; of long texts, the beginning."""
        words = {
            word: shortened(in_own_language(text)) for word, text in self.words.items()
        }
        schema = sheet_schema(self.sheet)
        return in_own_names(translation(template), schema).format(
            value=shortened(self.value),
            column=schema.title_of(self.column),
            sheet=schema.title,
            **words,
        )

    @property
    def cells(self) -> tuple[tuple[str, int, str], ...]:
        """The cells (sheet, record, column) of which it is said, its own first."""
        return ((self.sheet, self.record, self.column), *self.also)

    @property
    def count(self) -> int:
        """How many cells have a problem of their own, or would if they were not so many."""
        return 1 + len(self.more)

    @property
    def records(self) -> tuple[int, ...]:
        """The records of the rows that have the mistake."""
        return (self.record, *self.more)

    @property
    def in_more_rows(self) -> str:
        """What is wrong in each of the further rows, for a text that is not next to the cell."""
        title = sheet_schema(self.sheet).title_of(self.column)
        return f"{title}: {translation(self.rule.title)} ({self.code})"

    def in_row(self, column: str) -> str:
        """What is wrong, for a text that is not next to the cell: `Quantity: "ten" is not a number (NUM01)`."""
        title = sheet_schema(self.sheet).title_of(column)
        said = self._said
        named = title.casefold() in said.casefold()
        return f"{'' if named else f'{title}: '}{said} ({self.code})"


@dataclass(frozen=True)
class Problems:
    """A collection of problems, in the order in which they were found."""

    found: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __add__(self, other: Iterable[Problem]) -> Problems:
        return Problems((*self.found, *other))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those that are not warnings."""
        return tuple(problem for problem in self.found if problem.rule.is_error)
