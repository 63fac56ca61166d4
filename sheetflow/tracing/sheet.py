"""A trace as a workbook: what, figure, how, where."""

from __future__ import annotations

from pathlib import Path

from sheetflow.errors import SheetflowError
from sheetflow.tracing.tree import Trace, units


def write_traces(traces: list[Trace], path: Path) -> None:
    """Write traces as a new workbook; text stays text. Raises SheetflowError where the file is there already."""
    import xlsxwriter  # type: ignore[import-untyped]

    if not path.parent.is_dir():
        raise SheetflowError(f"{path.parent}: there is no such folder; make it first")
    if path.suffix.lower() != ".xlsx" or path.exists():
        why = "is there already" if path.exists() else "is no .xlsx"
        raise SheetflowError(f"{path} {why}; give -o the name of a new .xlsx")
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), plain) as workbook:
        page = workbook.add_worksheet("Trace")
        bold = workbook.add_format({"bold": True})
        for column, (header, width) in enumerate((("What", 44), ("Figure", 14), ("How", 60), ("Where", 20))):
            page.write_string(0, column, header, bold)
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)
        lines = [each for trace in traces for each in trace.walk()]
        for row, (depth, line) in enumerate(lines, 1):
            page.write_string(row, 0, line.title, workbook.add_format({"indent": depth, "bold": bool(line.parts)}))
            if line.figure is not None:
                digits = len(line.shown.partition(".")[2])
                form = workbook.add_format({"num_format": "#,##0" + ("." + "0" * digits if digits else "")})
                page.write_number(row, 1, units(line), form)
            page.write_string(row, 2, line.how)
            page.write_string(row, 3, line.place)
