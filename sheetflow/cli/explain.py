"""`sheetflow explain`: what the code of a problem means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sheetflow.domain.problems import Rule

EXPLANATION = """\
{rule.code}  {rule.title} ({rule.kind})

Cause      {rule.cause}
Example    {rule.example}
Remedy     {rule.remedy}
Read more  docs/reference/problems/{rule.code}.md"""


@click.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Explain the code of a problem, or list all codes."""
    from sheetflow.domain.problems import rules

    known = rules()
    if code is None:
        for rule in known.values():
            click.echo(f"{rule.code}  {rule.title}")
        return
    click.echo(EXPLANATION.format(rule=_find(code, known)))


def _find(code: str, known: Mapping[str, Rule]) -> Rule:
    """The rule of a code, typed in any case. Raises UsageError if there is none."""
    rule = known.get(code.upper())
    if rule is None:
        raise _no_such_code(code, known)
    return rule


def _no_such_code(code: str, known: Mapping[str, Rule]) -> click.UsageError:
    from sheetflow.domain.suggestions import did_you_mean

    suggestion = (
        did_you_mean(code, list(known)) or "; to list them all, run: sheetflow explain"
    )
    return click.UsageError(f"there is no code {code}{suggestion}")
