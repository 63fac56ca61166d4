"""`python -m sheetflow` is the command `sheetflow`."""

from __future__ import annotations

from sheetflow.cli import main

if __name__ == "__main__":
    main()
