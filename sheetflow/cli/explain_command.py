"""`sheetflow explain`: what is typed after it."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Say what a problem's code means; without one, list them all."""
    from sheetflow.domain.problems import rules

    known = rules()
    if code is None:
        click.echo("\n".join(f"{rule.code}  {rule.title}" for rule in known.values()))
        return
    rule = known.get(code.upper())
    if rule is None:
        from sheetflow.domain.suggestions import did_you_mean

        near = did_you_mean(code, list(known)) or "; sheetflow explain lists them all"
        raise click.UsageError(f"no problem has the code {code}{near}")
    click.echo(
        f"{rule.code}  {rule.title} ({rule.kind})\n\n"
        f"Cause      {rule.cause}\nExample    {rule.example}\nRemedy     {rule.remedy}\n"
        f"Read more  docs/reference/problems/{rule.code}.md"
    )
