"""How the numbers and dates of a source are written: decided for the whole source."""

from __future__ import annotations

from sheetflow.domain.messages import message
from sheetflow.errors import SheetflowError
from sheetflow.importing.dates import with_date_order
from sheetflow.importing.decimal_signs import with_decimal_sign
from sheetflow.importing.flat_lists import profile_of
from sheetflow.importing.profiles import Profile
from sheetflow.importing.recognition import Recognised
from sheetflow.importing.source import Source, UnclearTextError


def with_text_conventions(profile: Profile, source: Source, locale: str) -> Profile:
    """The profile with the forms of dates and numbers of a source.

    `locale` decides where they can be read in several ways. Raises UnclearTextError where nothing
    decides it.
    """
    profile = with_date_order(profile, source, locale)
    return with_decimal_sign(profile, source, locale)


def unclear_text(kind: Recognised, source: Source, locale: str) -> str:
    """A text of the source that can be read in several ways; empty where there is none."""
    answers = [guess.answer for guess in kind.guesses]
    profile = kind.profile or profile_of(kind.name, answers, source)
    if profile is None:
        return ""
    try:
        with_text_conventions(profile, source, locale)
    except UnclearTextError as error:
        return error.text
    return ""


def refuse_other_locale(
    source: Source, profile: str, wanted: str, remembered: str
) -> None:
    """Raises SheetflowError where Imports says that such files are written otherwise."""
    if wanted and remembered and wanted != remembered:
        raise SheetflowError(
            message(
                "{file}: [Imports] says that files of the kind {profile} are written as in {locale}; "
                "change it there, or leave out --locale",
                file=str(source.path),
                profile=profile,
                locale=remembered,
            )
        )
