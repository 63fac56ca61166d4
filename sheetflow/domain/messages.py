"""Messages in the workbook's language: German where the workbook is German and there is a translation.

A message is English text first, which is what `--json` and Python have. It keeps the template that it was made
from, and what was filled in, so that a sheet or the terminal can show it in another language later. The
translations are gettext catalogues in sheetflow/locales/. `python -m tools.messages` collects what there is to
translate. English loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from sheetflow.domain.catalogue import catalogue
from sheetflow.domain.own_texts import in_contract_names, in_own_names

if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "sheetflow"
"""What the files of translations are called."""

LOCALES = Path(__file__).resolve().parent.parent / "locales"
"""The folder of the translations, by language."""

ENGLISH = "en"

Words = Mapping[str, str]
"""What fills the placeholders of a template."""


class Message(str):
    """A text in English that can be shown in the workbook's language.

    `template` has placeholders in braces, and names of the contract in brackets; `words` fill the placeholders.
    `plural` and `number` are those of a text that changes with a number; `plural` is empty for any other.
    """

    template: str
    words: Words
    plural: str
    number: int

    def __new__(
        cls, template: str, words: Words, plural: str = "", count: int = 1
    ) -> Self:
        used = plural if plural and count != 1 else template
        self = super().__new__(cls, in_contract_names(used).format(**words))
        self.template = template
        self.words = words
        self.plural = plural
        self.number = count
        return self

    def __getnewargs__(self) -> tuple[str, Words, str, int]:  # type: ignore[override]
        return self.template, self.words, self.plural, self.number

    def __str__(self) -> str:
        """Itself: `str(message)` can still be translated."""
        return self

    def translated(self) -> str:
        """The message in the language and the names of the workbook."""
        template = _template(self.template, self.plural, self.number)
        words = {name: in_own_language(word) for name, word in self.words.items()}
        if self.plural:
            words["count"] = whole(self.number)
        return in_own_names(template).format(**words)


class OwnWord(Message):
    """A word of the contract that can be shown as the workbook writes it."""

    own: str

    def __new__(cls, word: str, own: str) -> Self:
        self = super().__new__(cls, "{word}", {"word": word})
        self.own = own
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return self.words["word"], self.own

    def translated(self) -> str:
        """The word as the workbook writes it."""
        return self.own


def message(template: str, **words: str) -> Message:
    """A message. Its template is a literal, which `python -m tools.messages` finds."""
    return Message(template, words)


def named(name: str) -> Message:
    """A sheet, a column, a setting or a word of the contract, shown as the workbook calls it."""
    return Message(f"[{name}]", {})


def counted_message(count: int, one: str, many: str, **words: str) -> Message:
    """A message that changes with a number, which fills `{count}`."""
    return Message(one, {**words, "count": f"{count:,}"}, many, count)


class Template(NamedTuple):
    """A message before what fills its placeholders is known."""

    text: str

    def of(self, **words: str) -> Message:
        """The message, filled."""
        return message(self.text, **words)


class Plural(NamedTuple):
    """A message that changes with a number, before the number is known."""

    one: str
    many: str

    def of(self, count: int) -> Message:
        """The message with a number, which fills `{count}`."""
        return counted_message(count, self.one, self.many)


def joined(texts: Sequence[str], between: str = ", ") -> Message:
    """Texts with commas between them, each in the workbook's language."""
    words = {f"part{at}": text for at, text in enumerate(texts)}
    return Message(between.join(f"{{{name}}}" for name in words), words)


def listed(words: Sequence[str], most: int = 6) -> str:
    """`16, 17 and 20`; of more than `most`, the first of them and how many more there are."""
    if len(words) == 1:
        return words[0]
    shown = list(words)
    if len(words) > most:
        more = counted_message(len(words) - most, "{count} more", "{count} more")
        shown = [*words[:most], more]
    return message("{first} and {last}", first=joined(shown[:-1]), last=shown[-1])


def own_text(template: str, **words: str) -> str:
    """A message in the workbook's language from the start: for a text that only the workbook shows."""
    return message(template, **words).translated()


def in_own_language(text: str) -> str:
    """A text in the workbook's language: a message; any other text stays as it is."""
    return text.translated() if isinstance(text, Message) else text


def plain(text: str) -> str:
    """A text that is nothing but text, in English: for files that other programs read."""
    return str.__str__(text)


def translation(template: str) -> str:
    """A template in the workbook's language, or as it is where there is no translation."""
    return _template(template, "", 1)


def whole(count: int) -> str:
    """A whole number as the workbook's language writes it: `1,204`, `1.204`."""
    separator = translation("1,000")[1]
    return f"{count:,}".replace(",", separator)


def own_decimal(text: str) -> str:
    """A number with the decimal sign of the workbook's language: `1250.5`, `1250,5`."""
    separator = translation("1,000")[1]
    return text.replace(".", ",") if separator == "." else text


def _template(template: str, plural: str, count: int) -> str:
    """A template in the workbook's language, in the form for a number."""
    code = catalogue().language
    if code == ENGLISH or not template:
        return plural if plural and count != 1 else template
    known = _translations(code)
    if plural:
        return known.ngettext(template, plural, count)
    return known.gettext(template)


def every_translation(one: str, many: str) -> Iterator[str]:
    """A template in each language that has translations; for what an earlier run may have written."""
    for folder in sorted(LOCALES.iterdir()):
        known = _translations(folder.name)
        if one == many:
            yield known.gettext(one)
        else:
            yield known.ngettext(one, many, 1)
            yield known.ngettext(one, many, 2)


def texts_in(code: str) -> Callable[[str], str]:
    """What texts are in a language, where no workbook is shown; as they are without a translation."""
    return str if code == ENGLISH else _translations(code).gettext


@cache
def _translations(code: str) -> NullTranslations:
    """The translations of a language; those of one that has none change nothing."""
    from gettext import translation as load

    return load(DOMAIN, LOCALES, [code], fallback=True)
