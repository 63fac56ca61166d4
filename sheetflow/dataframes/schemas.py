"""The pandera schema of a sheet, from its declaration in schemas/.

It accepts what a run accepts: each column is read by the readers that read the workbook, so that a DataFrame that
validates here is one whose rows a run can read. Whether a key names something that exists is for a run to say.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sheetflow.domain.arrays import all_rows
from sheetflow.domain.catalogue import fact_schemas, sheet_schema
from sheetflow.domain.frame import units_of
from sheetflow.domain.problems import rules
from sheetflow.domain.schema import Column
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.errors import SheetflowError
from sheetflow.reading.columns import read_column
from sheetflow.reading.dataframes import cells_of

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pandera


def schema(sheet: str) -> pandera.DataFrameSchema:
    """The schema of a sheet of facts: its columns, which of them a row needs, and what their cells may hold.

    The user's own columns are allowed, and blanks wherever the sheet allows them. Raises SheetflowError at a name that
    is no sheet of facts.
    """
    import pandera.pandas as pandera

    declared = sheet_schema(_fact_sheet(sheet))
    return pandera.DataFrameSchema(
        {column.header: _column(column) for column in declared.facts},
        name=declared.sheet,
        description=declared.about,
    )


def _fact_sheet(sheet: str) -> str:
    """The name, where it is a sheet of facts."""
    known = [declared.sheet for declared in fact_schemas()]
    if sheet not in known:
        near = did_you_mean(sheet, known)
        raise SheetflowError(f"there is no sheet of facts called {sheet}{near}")
    return sheet


def _column(column: Column) -> pandera.Column:
    """One column: it may be absent where its header may be, and blank where its cells may be."""
    import pandera.pandas as pandera

    return pandera.Column(
        None,
        _checks(column),
        nullable=not column.required,
        required=column.required,
        description=column.help,
    )


def _checks(column: Column) -> list[pandera.Check]:
    """What the cells of a column must fulfil."""
    import pandera.pandas as pandera

    readable = partial(_is_readable, column)
    checks = [pandera.Check(readable, error=f"a {column.kind} that a run can read")]
    if column.at_most:
        limited = partial(_fulfils, column, np.less_equal, column.at_most)
        checks.append(pandera.Check(limited, error=f"at most {column.at_most}"))
    if column.positive:
        positive = partial(_fulfils, column, np.greater, 0)
        checks.append(pandera.Check(positive, error="above 0"))
    elif column.is_number and not column.negative:
        not_negative = partial(_fulfils, column, np.greater_equal, 0)
        checks.append(pandera.Check(not_negative, error="0 or more"))
    return checks


def _is_readable(column: Column, series: pd.Series[Any]) -> pd.Series[Any]:
    """Which cells a run reads without an error; a warning, such as a number typed as text, is not an error."""
    import pandas as pd

    _, faults = read_column(cells_of(series), column)
    wrong = [at for at, code, _ in faults if rules()[code].is_error]
    readable = all_rows(len(series))
    readable[wrong] = False
    return pd.Series(readable, index=series.index)


def _fulfils(
    column: Column,
    compare: Callable[[Any, int], Any],
    limit: int,
    series: pd.Series[Any],
) -> pd.Series[Any]:
    """Which numbers compare with a limit as they should; blanks are left out by pandera."""
    import pandas as pd

    values, _ = read_column(cells_of(series), column)
    return pd.Series(compare(values, limit * units_of(column)), index=series.index)
