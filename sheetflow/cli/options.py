"""Options that several commands share, and the types of what is typed after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sheetflow.domain.periods import Period, month_of, quarter_of

if TYPE_CHECKING:
    from sheetflow.running.run_options import RunOptions

FILE = click.Path(path_type=Path)
FILE_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".pdf", ".csv")
"""How a name ends that somebody means as a file, not as a folder."""


class Folder(click.Path):
    """A folder to write to; a name that looks like a file's is refused."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """The folder's path. Raises UsageError where a file was meant."""
        path = Path(value)
        looks_like_file = path.suffix.lower() in FILE_ENDINGS
        if looks_like_file and not path.is_dir():
            self.fail(
                f"{path}: give a folder, not a file; each file keeps its own name in "
                f"it. For example: -o {path.with_suffix('')}",
                param,
                ctx,
            )
        return path


FOLDER = Folder(path_type=Path)


def day(typed: str) -> date:
    """A date, typed as 2026-03-02. Raises BadParameter where it is typed otherwise."""
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter(
            f"{typed} is not a date; write it as YYYY-MM-DD, such as 2026-03-02"
        ) from error


def _period_type(typed: str, what: str) -> Period:
    """A month or a quarter. Raises BadParameter."""
    try:
        return month_of(typed) if what == "month" else quarter_of(typed)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def month(typed: str) -> Period:
    """A month, typed as 2026-03. Raises BadParameter."""
    return _period_type(typed, "month")


def quarter(typed: str) -> Period:
    """A quarter, typed as 2026Q1. Raises BadParameter."""
    return _period_type(typed, "quarter")


class WordChoice(click.Choice[str]):
    """One of a few words; for any other, the most similar one is suggested."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The message for a word that is not one of them."""
        return _not_one_of(self.choices, str(value))


def word_list(
    words: Sequence[str], meant: Mapping[str, str] = MappingProxyType({})
) -> Callable[[str], tuple[str, ...]]:
    """The type of an option that takes some of a few words, separated by commas.

    `meant` are other words that are taken, with those that they mean.
    """

    def read(typed: str) -> tuple[str, ...]:
        """The words. Raises BadParameter at one that is not known."""
        named = [meant.get(word, word) for word in _typed_words(typed)]
        return tuple(_known_word(word, words) for word in named)

    return read


def _typed_words(typed: str) -> list[str]:
    return [word.strip().casefold() for word in typed.split(",")]


def _known_word(word: str, words: Sequence[str]) -> str:
    """A word, if it is one of these. Raises BadParameter."""
    if word not in words:
        raise click.BadParameter(_not_one_of(words, word))
    return word


def _not_one_of(words: Sequence[str], typed: str) -> str:
    from sheetflow.domain.suggestions import did_you_mean

    suggestion = did_you_mean(typed, list(words))
    return f"{typed} is not one of {', '.join(words)}{suggestion}"


Command = TypeVar("Command", bound=Callable[..., Any])


def as_of_option(command: Command) -> Command:
    """`--as-of DATE`, for every command that works with a date."""
    option = click.option(
        "--as-of",
        type=day,
        metavar="DATE",
        help="Work as if today were this date (YYYY-MM-DD).",
    )
    return option(command)


def facts_as_of_option(command: Command) -> Command:
    """`--as-of DATE`, for commands that show a workbook as it was on a date."""
    option = click.option(
        "--as-of",
        type=day,
        metavar="DATE",
        help="Show the workbook as of this date (YYYY-MM-DD): later facts do not count.",
    )
    return option(command)


def output_option(command: Command) -> Command:
    """`-o DIR`, for every command that writes files next to the workbook."""
    option = click.option(
        "-o",
        "--output",
        type=FOLDER,
        metavar="DIR",
        help="The folder to write to (default: out/ next to the workbook).",
    )
    return option(command)


def overwrite_option(command: Command) -> Command:
    """`--overwrite`, for every command that writes a copy of a workbook to a folder."""
    option = click.option(
        "--overwrite",
        is_flag=True,
        help="With --output: replace a copy that somebody changed, or that a newer run"
        " wrote, and keep a backup.",
    )
    return option(command)


def overwrite_documents_option(command: Command) -> Command:
    """`--overwrite`, for commands that write documents to a folder."""
    option = click.option(
        "--overwrite",
        is_flag=True,
        help="With --output: replace documents that are there already.",
    )
    return option(command)


def json_option(command: Command) -> Command:
    """`--json`: one document on stdout, everything else on stderr."""
    option = click.option(
        "--json",
        "as_json",
        is_flag=True,
        help="Print one JSON document; everything else goes to stderr.",
    )
    return option(command)


def strict_option(command: Command) -> Command:
    """`--strict`, for commands that run many workbooks."""
    option = click.option(
        "--strict",
        is_flag=True,
        help="Write no workbook in which there are any errors.",
    )
    return option(command)


def no_print_option(command: Command) -> Command:
    """`--no-print`, for commands that run many workbooks."""
    option = click.option(
        "--no-print", is_flag=True, help="Write only workbooks, no documents."
    )
    return option(command)


def workers_option(command: Command) -> Command:
    """`--workers N`, for commands that run many workbooks."""
    option = click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many workbooks to run at once (default: one per processor core).",
    )
    return option(command)


def refuse_to_print_and_not(options: RunOptions) -> None:
    """Raises UsageError where documents are wanted as PDF, and not at all."""
    if options.as_pdf and options.no_print:
        raise click.UsageError("use either --pdf or --no-print, not both")


def pdf_option(command: Command) -> Command:
    """`--pdf`, for every command that prints."""
    option = click.option(
        "--pdf",
        "as_pdf",
        is_flag=True,
        help="Write PDFs as well (needs: pip install 'sheetflow[pdf]').",
    )
    return option(command)
