"""The page docs/reference/commands.md: every command and its options, as `--help` has them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from sheetflow.cli import main
from tools.markdown import page, table

EXIT_STATUSES = (
    ("0", "done; there may be warnings"),
    (
        "1",
        "something has an error, or does not pass; all orders that are not on hold went on",
    ),
    ("2", "the command was mistyped"),
    ("3", "the workbook cannot be processed; nothing was written"),
    ("4", "the books do not reconcile; nothing was written"),
    ("130", "interrupted; a workbook is written whole or not at all"),
)


def commands_page() -> str:
    """The page of all commands, in the order of the alphabet."""
    names = [name for name, _ in _commands(main, "")]
    links = " · ".join(
        f"[{name}](#sheetflow-{name.replace(' ', '-')})" for name in names
    )
    return page(
        "Commands",
        "`sheetflow` and `python -m sheetflow` are the same program. `sheetflow COMMAND --help` prints what is here.",
        links,
        "## For every command",
        table(("Exit status", "Means"), EXIT_STATUSES),
        "An error that stops a command is one line on stderr: what is wrong, where, and what to do. With `--json`, one "
        "JSON document goes to stdout and everything else to stderr: see [JSON](json.md). Progress is drawn only on a "
        "terminal. Set `NO_COLOR` to print without colours.",
        *(_section(name, command) for name, command in _commands(main, "")),
    )


def _commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name; those of a group after it."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"sheetflow {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    options = [
        (f"`{spelling}`", " ".join(text.split()))
        for spelling, text in _records(command, context)
    ]
    return "\n\n".join(
        (
            f"## sheetflow {name}",
            f"```\nsheetflow {name} {usage}\n```",
            *_paragraphs(command.help or ""),
            *([table(("Option", ""), options)] if options else []),
        )
    )


def _records(
    command: click.Command, context: click.Context
) -> Iterator[tuple[str, str]]:
    """How each option is written, and what it does; `--help` is left out."""
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record:
            yield record


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text; those that click leaves as they are, as code."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if paragraph.lstrip().startswith("\b"):
            text_as_it_is = inspect.cleandoc(paragraph.replace("\b", ""))
            yield f"```\n{text_as_it_is}\n```"
        else:
            yield " ".join(paragraph.split())
