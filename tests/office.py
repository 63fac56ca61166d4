"""LibreOffice, as tests use it: it converts files, and may calculate every formula again.

Its first start with a new profile takes longest, so all tests of a process share one.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.recalculation import ALWAYS_CALCULATE

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    not OFFICE, reason="LibreOffice (soffice) is not installed"
)


@cache
def profile(*, recalculates: bool) -> str:
    """The address of this process's profile, in which formulas are calculated on loading or keep their values."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if recalculates:
        settings = folder / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(ALWAYS_CALCULATE, encoding="utf-8")
    return folder.as_uri()


def convert(
    paths: Iterable[Path],
    kind: str,
    target: Path,
    *,
    recalculates: bool = False,
    seconds: int = 300,
) -> None:
    """Convert files to a kind (xlsx, ods, pdf) into a folder, all with one start of LibreOffice."""
    command = [
        str(OFFICE),
        f"-env:UserInstallation={profile(recalculates=recalculates)}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(target),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=seconds)
