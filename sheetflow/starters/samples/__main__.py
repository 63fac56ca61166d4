"""`python -m sheetflow.starters.samples FOLDER` writes every sample workbook."""

from __future__ import annotations

import sys
from pathlib import Path

from sheetflow.starters.samples import write_samples

if __name__ == "__main__":
    for path in write_samples(
        Path(sys.argv[1] if len(sys.argv) > 1 else "sample_workbooks")
    ):
        print(path)
