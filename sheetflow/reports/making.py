"""Make a report of a finished workbook, by its name."""

from __future__ import annotations

from dataclasses import replace

from sheetflow.domain.periods import Period
from sheetflow.engine.process import Result
from sheetflow.exporting.formats import require_one_currency
from sheetflow.reports.declarations import REPORTS
from sheetflow.reports.source import ReportOptions, Source
from sheetflow.reports.tables import Report


def make_report(
    result: Result,
    name: str,
    period: Period | None = None,
    options: ReportOptions | None = None,
) -> Report:
    """The report of this name. Raises SheetflowError where invoices are in several currencies.

    Its `agreements` say whether it agrees with what it must agree with.
    """
    require_one_currency(result.book)
    declaration = REPORTS[name]
    chosen = options or ReportOptions()
    usual = replace(chosen, by=chosen.by or declaration.usual)
    report: Report = declaration.make(Source(result, period or Period()), usual)
    return report
