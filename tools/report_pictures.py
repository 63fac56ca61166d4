"""Pictures of reports: the first page of each, of a month of the sample year (docs/pictures/report-*.png).

Part of `python -m tools.pictures`; alone, `python -m tools.report_pictures`. Needs poppler (pdftoppm).
"""

from __future__ import annotations

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from sheetflow import pipeline
from sheetflow.domain.periods import Period, month_of
from sheetflow.engine.process import Result
from sheetflow.reports.declarations import REPORTS
from sheetflow.reports.files import heading_of
from sheetflow.reports.making import make_report
from sheetflow.reports.pages import pdf_file

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
YEAR = ROOT / "sample_workbooks" / "year.xlsx"
AS_OF = date(2026, 1, 5)
MONTH = "2025-06"
CROP = ("-r", "60", "-x", "20", "-y", "20", "-W", "660", "-H", "330")
"""60 dots an inch, and the part of the page that is shown."""


def main() -> None:
    """Make a picture of every report."""
    result = pipeline.run(YEAR, as_of=AS_OF).result
    with tempfile.TemporaryDirectory() as name:
        for report in REPORTS:
            print(_picture(result, report, Path(name)))


def _picture(result: Result, name: str, folder: Path) -> Path:
    """The picture of one report, as a file."""
    is_of_day = REPORTS[name].covers == "day"
    month = month_of(MONTH)
    period = Period(None, month.until) if is_of_day else month
    report = make_report(result, name, period)
    document = pdf_file(report, result.book, heading_of(result.book), name)
    pdf = folder / document.name
    pdf.write_bytes(document.content)
    target = PICTURES / f"report-{name}"
    command = ["pdftoppm", "-png", "-singlefile", *CROP, str(pdf), str(target)]
    subprocess.run(command, check=True)
    return target.with_suffix(".png")


if __name__ == "__main__":
    main()
