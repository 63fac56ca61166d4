"""`sheetflow install-shortcuts`: sheetflow in the desktop's menus."""

from __future__ import annotations

import click


@click.command("install-shortcuts")
@click.option("--yes", is_flag=True, help="Write them without asking.")
def install_shortcuts_command(yes: bool) -> None:
    """Add sheetflow to the desktop's menu and Open with.

    Each shortcut is a plain file. It is shown before it is written; delete it to remove the
    shortcut.
    """
    from sheetflow.serving.shortcuts import for_this_machine

    shortcuts = for_this_machine()
    for shortcut in shortcuts:
        click.echo(f"{shortcut.path}\n")
        for line in shortcut.text.splitlines():
            click.echo(f"    {line}")
        click.echo()
    if not yes:
        click.confirm(
            "Write this?" if len(shortcuts) == 1 else "Write these?", abort=True
        )
    for shortcut in shortcuts:
        shortcut.write()
        click.echo(f"{shortcut.path} written")
