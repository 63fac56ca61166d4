"""The two paths by which sheets are read and written: in C, and in Python."""

from __future__ import annotations

import pytest

from sheetflow.workbook.native import PURE_PYTHON, core

needs_native = pytest.mark.skipif(
    core() is None, reason="the functions in C were not built"
)


def in_python(patch: pytest.MonkeyPatch) -> None:
    """Take the Python path from here on."""
    patch.setenv(PURE_PYTHON, "1")
