"""A workbook's own names: the declarations of schemas/ with what it calls everything.

A name comes from the first of these that has one: the workbook's sheet Mapping, the
contract, the workbook's language, the other languages. What the program writes is called
by the first of: Mapping, the workbook's language, the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import structs

from sheetflow.domain.catalogue import Catalogue
from sheetflow.domain.languages import ENGLISH, Language, words_of
from sheetflow.domain.schema import Column, OwnNames, Setting, SheetSchema, loose

InLanguage = Callable[[Language], str]
"""The name of one thing in a language."""


@dataclass(frozen=True)
class Naming:
    """One row of Mapping: what a sheet, a column of it or a word is called here.

    A blank `sheet` means every sheet; a blank `column` the sheet itself; a blank `word` the
    column itself.
    """

    sheet: str
    column: str
    word: str
    here: str


@dataclass(frozen=True)
class Names:
    """What is known of a workbook's names: its language, the others, and its Mapping."""

    language: Language | None = None
    others: Sequence[Language] = ()
    namings: Sequence[Naming] = ()

    @property
    def are_plain(self) -> bool:
        """Whether the workbook has no names but those of the contract."""
        return self.language is None and not self.others and not self.namings

    def applied_to(self, contract: Catalogue) -> Catalogue:
        """The declarations of the contract with the workbook's own names."""
        if self.are_plain:
            return contract
        sheets = {sheet: self._schema(schema) for sheet, schema in contract.items()}
        return Catalogue(sheets, self.language.code if self.language else ENGLISH)

    def _schema(self, schema: SheetSchema) -> SheetSchema:
        sheet = schema.sheet
        own = self._named(
            sheet, (sheet, "", ""), lambda each: each.sheet(sheet), self.others
        )
        columns = tuple(self._column(schema, column) for column in schema.columns)
        settings = tuple(self._setting(setting) for setting in schema.settings)
        return structs.replace(schema, columns=columns, settings=settings, own=own)

    def _column(self, schema: SheetSchema, column: Column) -> Column:
        """A column with its own names.

        A derived one is not found by its names in other languages: a column of the owner's
        with such a name would be overwritten.
        """
        header = column.header
        named = self._named(
            header,
            (schema.sheet, header, ""),
            lambda each: each.column(schema.sheet, header),
            () if column.derived else self.others,
        )
        place = (schema.sheet, header)
        return structs.replace(
            column, own=self._with_words(named, place, words_of(column))
        )

    def _setting(self, setting: Setting) -> Setting:
        name = setting.name
        naming = ("Settings", "Setting", name)
        named = self._named(name, naming, lambda each: each.setting(name), self.others)
        is_yes_no = setting.kind == "yes-no"
        words = ("Yes", "No") if is_yes_no else setting.choices
        return structs.replace(
            setting, own=self._with_words(named, ("Settings", "Value"), words)
        )

    def _named(
        self,
        name: str,
        naming: tuple[str, str, str],
        in_language: InLanguage,
        others: Sequence[Language],
    ) -> OwnNames:
        """The names of one thing that the contract calls `name`."""
        mapped = self._mapped(naming)
        own = in_language(self.language) if self.language else name
        foreign = [in_language(other) for other in others]
        known = dict.fromkeys([mapped or name, name, own, *foreign])
        return OwnNames(mapped or own, tuple(known))

    def _mapped(self, naming: tuple[str, str, str]) -> str:
        """What Mapping calls it; a row for the sheet is used before one for every sheet."""
        _sheet, column, word = naming
        return self._here.get(naming) or self._here.get(("", column, word), "")

    @cached_property
    def _here(self) -> Mapping[tuple[str, str, str], str]:
        return {
            (each.sheet, each.column, each.word): each.here for each in self.namings
        }

    def _with_words(
        self, named: OwnNames, place: tuple[str, str], words: Sequence[str]
    ) -> OwnNames:
        """The names with the words that the column may hold."""
        if not words:
            return named
        written = {word: self._own_word(place, word) for word in words}
        meant = dict(self._meant(place, words, written))
        return structs.replace(named, words=written, meant=meant)

    def _own_word(self, place: tuple[str, str], word: str) -> str:
        """How the workbook writes a word of the contract."""
        mapped = self._mapped((*place, word))
        if mapped or self.language is None:
            return mapped or word
        return self.language.word(".".join(place), word)

    def _meant(
        self, place: tuple[str, str], words: Sequence[str], written: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """Every word that is known, with the one of the contract; of two alike the last counts."""
        for language in reversed(self.others):
            for word in words:
                yield loose(language.word(".".join(place), word)), word
        for word in words:
            yield loose(word), word
        for word in words:
            yield loose(written[word]), word
