"""What is done to whole sheets in C, without a Python object per cell.

The package is built with it where there is a C compiler. Without it, or with
SHEETFLOW_PURE_PYTHON=1, everything goes through Python, which is the reference: both
write the same bytes and report the same problems. The sources are in the folder native/.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from sheetflow.workbook.native.functions import Core

PURE_PYTHON = "SHEETFLOW_PURE_PYTHON"
"""The environment variable that chooses the Python path."""


def core() -> Core | None:
    """The functions in C; None where they were not built or are not wanted."""
    return None if os.environ.get(PURE_PYTHON) else _built()


@lru_cache(1)
def _built() -> Core | None:
    try:
        built = import_module("sheetflow.workbook.native._core")
    except ImportError:
        return None
    return cast("Core", built)


def path_name() -> str:
    """Which of the two paths is taken, for people."""
    return "native" if core() else "pure Python"
