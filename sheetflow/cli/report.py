"""`sheetflow report`: figures of a period or a day, made for reading and printing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import click

from sheetflow.cli.export import default_folder, refuse_unprocessed
from sheetflow.cli.options import (
    FILE,
    WordChoice,
    day,
    month,
    output_option,
    pdf_option,
    quarter,
)
from sheetflow.cli.output import print_files
from sheetflow.domain.periods import Period
from sheetflow.reports.declarations import BASES, REPORTS, Declaration
from sheetflow.running.garbage import no_garbage_collection

if TYPE_CHECKING:
    from sheetflow.documents.model import DocumentFile
    from sheetflow.engine.process import Result
    from sheetflow.reports.source import ReportOptions
    from sheetflow.reports.tables import Report

DIFFERS = 1
"""Exit status where a report does not agree, or rows with errors are left out."""

LEFT_OUT = "Rows with errors are not included. To see them, run: sheetflow check {file}"


class Options(NamedTuple):
    """What a person typed after `sheetflow report`."""

    file: Path | None
    names: tuple[str, ...]
    show_list: bool
    since: date | None
    until: date | None
    month: Period | None
    quarter: Period | None
    as_of: date | None
    by: tuple[str, ...]
    basis: str
    product: str
    location: str
    output: Path | None
    as_pdf: bool
    as_csv: bool

    @property
    def period(self) -> Period:
        """The days that are requested. Raises UsageError where they are requested twice."""
        days = Period(self.since, self.until) if self.since or self.until else None
        until = Period(None, self.as_of) if self.as_of else None
        given = [each for each in (days, self.month, self.quarter, until) if each]
        if len(given) > 1:
            raise click.UsageError(
                "give only one of --from and --to, --month, --quarter, --as-of"
            )
        if self.since and self.until and self.since > self.until:
            raise click.UsageError(f"--from {self.since} is after --to {self.until}")
        return given[0] if given else Period()


def words(typed: str) -> tuple[str, ...]:
    """Words, separated by commas."""
    return tuple(word.strip().casefold() for word in typed.split(",") if word.strip())


@click.command("report")
@click.argument("file", type=FILE, required=False)
@click.argument("names", nargs=-1, type=WordChoice(tuple(REPORTS)), metavar="NAME…")
@click.option("--list", "show_list", is_flag=True, help="List the reports.")
@click.option("--from", "since", type=day, metavar="DATE", help="From this date on.")
@click.option("--to", "until", type=day, metavar="DATE", help="Up to this date.")
@click.option("--month", type=month, metavar="MONTH", help="A month, as 2026-03.")
@click.option(
    "--quarter", type=quarter, metavar="QUARTER", help="A quarter, as 2026Q1."
)
@click.option(
    "--as-of",
    type=day,
    metavar="DATE",
    help="What was true at the end of this date: later facts do not count.",
)
@click.option(
    "--by",
    type=words,
    default="",
    metavar="WORDS",
    help="What to group by: --list shows the words that a report takes.",
)
@click.option(
    "--basis",
    type=WordChoice(BASES),
    default=BASES[0],
    metavar="BASIS",
    help="tax: by date of invoice, or of payment (cash).",
)
@click.option(
    "--product", default="", metavar="SKU", help="stock, ledger: only this product."
)
@click.option(
    "--location",
    default="",
    metavar="LOCATION",
    help="stock, ledger: only this location.",
)
@output_option
@pdf_option
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV files as well.")
def report_command(**typed: Any) -> None:
    """Write reports: tax, sales, receivables, stock and more.

    Each report is a workbook with the figures, their live totals and the documents behind
    them, and says which other figure of the workbook it agrees with. The workbook itself
    is only read.
    """
    options = Options(**typed)
    if options.show_list:
        click.echo("\n".join(_listed()))
        return
    with no_garbage_collection():
        sys.exit(report(options))


def report(options: Options) -> int:
    """Write reports and print what they agree with.

    Returns the exit status: 1 where one does not agree, or rows with errors are left out.
    Raises SheetflowError where the workbook cannot be reported.
    """
    file = _require_file(options)
    period = options.period
    chosen = _chosen(options)
    from sheetflow.domain.catalogue import declared_by
    from sheetflow.finished import read_finished

    done = read_finished(file)
    refuse_unprocessed(done.result, file)
    with declared_by(done.names):
        made = [
            (declaration, _made(done.result, declaration, period, options))
            for declaration in chosen
        ]
        targets = _publish(made, done.result, file, period, options)
    print_files(targets)
    agrees = [each.agrees for _, report in made for each in report.agreements]
    if done.has_errors:
        click.echo(LEFT_OUT.format(file=file), err=True)
    return DIFFERS if done.has_errors or not all(agrees) else 0


def _require_file(options: Options) -> Path:
    """The workbook. Raises UsageError where it or the reports are missing."""
    if options.file is None or not options.names:
        raise click.UsageError(
            "give a workbook and the names of reports, as in: sheetflow report "
            "book.xlsx tax sales. For the names: sheetflow report --list"
        )
    return options.file


def _chosen(options: Options) -> list[Declaration]:
    """The reports. Raises UsageError where an option is for none of them."""
    chosen = [REPORTS[name] for name in dict.fromkeys(options.names)]
    _refuse_words(options, chosen)
    for name, given in _special(options).items():
        if given and not any(name in each.reads for each in chosen):
            readers = [each.name for each in REPORTS.values() if name in each.reads]
            raise click.UsageError(f"--{name} is for: {', '.join(readers)}")
    return chosen


def _special(options: Options) -> dict[str, bool]:
    """The options that only some reports read, and whether they are given."""
    return {
        "basis": options.basis != BASES[0],
        "product": bool(options.product),
        "location": bool(options.location),
    }


def _refuse_words(options: Options, chosen: Sequence[Declaration]) -> None:
    """Raises UsageError where a word of --by is for none of the reports, or there are too many."""
    known = {word for each in chosen for word in each.by}
    for word in options.by:
        if word not in known:
            takes = ", ".join(sorted(known)) or "nothing"
            raise click.UsageError(f"--by {word}: these reports take {takes}")
    most = max((each.most for each in chosen if each.by), default=0)
    if len(options.by) > most:
        raise click.UsageError(f"--by takes at most {most} of these words")


def _made(
    result: Result, declaration: Declaration, period: Period, options: Options
) -> Report:
    """One report."""
    from sheetflow.reports.making import make_report

    return make_report(result, declaration.name, period, _report_options(options))


def _report_options(options: Options) -> ReportOptions:
    from sheetflow.reports.source import ReportOptions

    return ReportOptions(options.by, options.basis, options.product, options.location)


def _publish(
    made: Sequence[tuple[Declaration, Report]],
    result: Result,
    file: Path,
    period: Period,
    options: Options,
) -> list[Path]:
    """Print what the reports agree with and write them; returns the files."""
    from sheetflow.reports.files import heading_of
    from sheetflow.reports.sheets import agreement_text
    from sheetflow.reports.wording import worded

    heading = heading_of(result.book)
    folder = options.output or default_folder(file)
    written: list[Path] = []
    for declaration, report in made:
        stem = "-".join(filter(None, [file.stem, declaration.name, period.file_text]))
        files = _files_of(report, stem, result, options)
        written.extend(_write(document, folder) for document in files)
        for agreement in report.agreements:
            click.echo(f"{worded(report.title)}: {agreement_text(agreement, heading)}")
    return written


def _files_of(
    report: Report, stem: str, result: Result, options: Options
) -> Iterator[DocumentFile]:
    """A report in every form that is requested."""
    from sheetflow.reports import files

    heading = files.heading_of(result.book)
    yield files.workbook_file(report, heading, stem)
    if options.as_csv:
        yield from files.csv_files(report, stem)
    if options.as_pdf:
        from sheetflow.reports.pages import pdf_file

        yield pdf_file(report, result.book, heading, stem)


def _write(document: DocumentFile, folder: Path) -> Path:
    """Write a file, all of it or nothing."""
    from sheetflow.workbook.publishing.publish import publish

    target = folder / document.name
    publish(lambda file: _write_content(document.content, file), target)
    return target


def _write_content(content: bytes, target: BinaryIO) -> None:
    target.write(content)


def _listed() -> Iterator[str]:
    """The reports: what each shows, and what it takes."""
    width = max(map(len, REPORTS))
    for each in REPORTS.values():
        yield f"{each.name.ljust(width)}  {each.shows}"
        yield f"{' ' * width}  agrees with: {each.agrees}"
        if each.by:
            yield f"{' ' * width}  --by {', '.join(each.by)}"
