"""`sheetflow import`: rows from files of shops, banks, carriers and old lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sheetflow.cli.options import FILE
from sheetflow.cli.output import print_json
from sheetflow.cli.program import errors_as_json
from sheetflow.cli.updated_workbook import known_locale, save_to, target_of

if TYPE_CHECKING:
    from sheetflow.importing.flat_lists import Answer
    from sheetflow.importing.importer import FileImported, Import, Options


def _list_profiles(
    context: click.Context, _option: click.Parameter, is_set: bool
) -> None:
    """Print the kinds of files, with those in the folder `imports` here, and end."""
    if not is_set or context.resilient_parsing:
        return
    from sheetflow.importing.profiles import known_profiles

    profiles = known_profiles(Path("workbook.xlsx"))
    width = max(map(len, profiles))
    for name, profile in profiles.items():
        if profile.kind != "useless":
            click.echo(f"{name:{width}}  {profile.title}")
    click.echo(f"{'table:SHEET':{width}}  Any list whose headers are those of a sheet")
    context.exit()


@click.command("import")
@click.argument("file", type=FILE)
@click.argument("sources", type=FILE, nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--as", "profile", metavar="PROFILE", help="The kind of file: see --list."
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_profiles,
    help="List the kinds of files, and end.",
)
@click.option("--new-products", is_flag=True, help="Add products that are missing.")
@click.option(
    "--fulfilled", is_flag=True, help="Fulfil the orders that were fulfilled there."
)
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.option(
    "-o", "folder", type=FILE, metavar="DIR", help="Write a copy there instead."
)
@click.option(
    "--locale",
    metavar="LOCALE",
    help="How numbers and dates of the files are written, such as en_GB or de_DE.",
)
@click.option(
    "--answers",
    type=FILE,
    metavar="FILE",
    help="What the columns of an unknown list are: a JSON list of sheet, column and here.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print what the columns may be as JSON, with three values of each; write nothing.",
)
def import_command(
    file: Path, sources: tuple[Path, ...], as_json: bool, **typed: Any
) -> None:
    """Take rows of other files into a workbook.

    It only adds rows; the version before is kept in .sheetflow/backups/. A file that came in
    before adds nothing again. With `--as table:Products`, a list whose headers are those of a
    sheet goes into that sheet.
    """
    if as_json:
        with errors_as_json(True):
            _print_columns(file, sources)
    else:
        _import_and_report(file, sources, ImportOptions(**typed))


class ImportOptions(NamedTuple):
    """What a person typed after `sheetflow import`."""

    profile: str | None
    new_products: bool
    fulfilled: bool
    dry_run: bool
    folder: Path | None
    locale: str | None
    answers: Path | None


def _import_and_report(
    file: Path, sources: tuple[Path, ...], typed: ImportOptions
) -> None:
    """Import, and say what became of each file."""
    from sheetflow.domain.catalogue import declared_by

    target = target_of(file, typed.folder)
    done = _import(file, sources, _options(typed), None if typed.dry_run else target)
    with declared_by(done.names):
        for line in (*_lines(done), *_what_next(target, done, typed.dry_run)):
            click.echo(line)


def _what_next(target: Path, done: Import, dry_run: bool) -> Iterator[str]:
    """What was written, and the command to type."""
    from sheetflow.domain.messages import own_text

    if dry_run:
        yield own_text("Nothing was written (--dry-run).")
    elif done.added:
        yield own_text(
            "{file} updated. Now run: sheetflow run {file}", file=str(target)
        )


def _options(typed: ImportOptions) -> Options:
    """How the files are read."""
    from sheetflow.importing.importer import Options
    from sheetflow.importing.order_facts import Wanted

    wanted = Wanted(typed.new_products, typed.fulfilled)
    chosen = _chosen(typed.answers) if typed.answers else None
    locale = known_locale(typed.locale)
    return Options(typed.profile, wanted, chosen=chosen, locale=locale)


def _print_columns(file: Path, sources: tuple[Path, ...]) -> None:
    """Print what each source is, and what its columns may be."""
    from sheetflow.importing.importer import source_document

    print_json([source_document(file, source) for source in sources])


def _chosen(answers: Path) -> list[Answer]:
    """What the columns of a list are, as a person says."""
    from sheetflow.importing.flat_lists import Answer
    from sheetflow.importing.mapping.chosen_names import read_chosen_names

    return [
        Answer(each.here, each.sheet, each.column)
        for each in read_chosen_names(answers)
        if each.column and each.here
    ]


def _import(
    file: Path, sources: tuple[Path, ...], options: Options, target: Path | None
) -> Import:
    """Import, and save the workbook where something was added and it is to be written."""
    from sheetflow.importing.importer import import_files
    from sheetflow.workbook.publishing.locks import exclusive_lock

    with exclusive_lock(file):
        done = import_files(file, sources, options)
        if target is None or not done.added:
            return done
        save_to(target, done.workbook)
    return done


def _lines(done: Import) -> Iterator[str]:
    """What became of each file."""
    for each in done.files:
        yield _line(each)
        yield from _left_out(each)
        yield from _missing(each)
        yield from _columns(each)


def _line(done: FileImported) -> str:
    """`orders.csv (shopify-orders): 3 to Orders, 5 to Order lines; 2 orders came in before`."""
    from sheetflow.domain.messages import joined, message, own_text, whole

    added = [
        message("{count} to {sheet}", count=whole(count), sheet=_title(sheet))
        for sheet, count in done.added.items()
    ]
    nothing = message("nothing new")
    return own_text(
        "{file} ({profile}): {added}{known}",
        file=done.path.name,
        profile=done.profile,
        added=joined(added) if added else nothing,
        known=_known(done),
    )


def _known(done: FileImported) -> str:
    """How many rows or orders came in before; empty for none."""
    from sheetflow.domain.messages import counted_message

    if not done.known:
        return ""
    if done.of_rows:
        return counted_message(
            done.known,
            "; {count} row came in before",
            "; {count} rows came in before",
        )
    return counted_message(
        done.known,
        "; {count} order came in before",
        "; {count} orders came in before",
    )


def _title(sheet: str) -> str:
    """What the workbook calls a sheet."""
    from sheetflow.domain.catalogue import sheet_schema

    return sheet_schema(sheet).title


def _left_out(done: FileImported) -> Iterator[str]:
    """The orders that have changed at their source, and what was not taken, with why."""
    from sheetflow.domain.messages import own_text

    for number in done.changed:
        yield own_text(
            "  {number} has changed at its source since it came in; nothing here was changed",
            number=number,
        )
    for reason in done.refused:
        yield own_text("  {reason}: not taken", reason=reason)


def _missing(done: FileImported) -> Iterator[str]:
    """The products that the workbook does not have: their orders wait."""
    from sheetflow.domain.messages import message, own_text

    for sku, near in done.missing.items():
        hint = message("; the nearest is {sku}: see [Imports]", sku=near)
        yield own_text(
            "  There is no product {sku}{hint}. Its orders wait",
            sku=sku,
            hint=hint if near else "",
        )
    if done.missing:
        yield own_text(
            "  Add these products (--new-products adds all), or type [Yes] in [Imports] where "
            "the nearest is right, and import again."
        )


def _columns(done: FileImported) -> Iterator[str]:
    """What the columns of a file that is new may be."""
    from sheetflow.domain.messages import own_text

    for column in done.open:
        yield f"  ?  {column}"
    if done.waits:
        yield own_text(
            "  Nothing was taken yet: correct the rows of the sheet [Imports], type [Yes] in "
            "[Use], and import again."
        )
    elif done.open:
        yield own_text(
            "  Columns with ? were not taken: type [Yes] in the sheet [Imports] for the next file."
        )
    if done.unused:
        yield own_text("  Not used: {columns}", columns=", ".join(done.unused))
