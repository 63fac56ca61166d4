"""Documents as workbooks that just print: one workbook for each kind, a block of rows for each document.

    workbooks.py                              which workbooks there are; begin here
    priced_document, credit_note, statement, pick_list, packing_slip, container_label
                                              one module per kind of document: its rows
    letterhead, address_block, table_rows, sum_rows    the parts that they are made of
    cell_formats                              number formats of a locale
    grid, text_width, text_wrapping, paper_sizes       how much fits where
    layout, pagination, document_workbook     rows, divided into pages, then written
    cell_styles, page_setup                   how cells and pages look

Cells hold true values with number formats, totals are formulas with their values next to them, and no text is taken for
a formula. May import labels, wording and model. This package, babel and xlsxwriter are imported only when something is
printed.
"""

from __future__ import annotations

from sheetflow.documents.xlsx.workbooks import workbook_writers

__all__ = ["workbook_writers"]
