"""`python -m sheetflow.starters.samples [FOLDER]` writes every sample workbook."""

from __future__ import annotations

import sys
from pathlib import Path

from sheetflow.starters.samples import write_samples

USUAL_FOLDER = "sample_workbooks"

if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else USUAL_FOLDER
    for path in write_samples(Path(folder)):
        print(path)
