"""Where the files that tests read are: the project, its samples, and the shared files next to it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
SAMPLES = ROOT / "sample_workbooks"
QUICKSTART = SAMPLES / "quickstart.xlsx"

SHARED = ROOT.parent / "shared"
"""Files that the project does not carry; tests that read them are skipped where they are absent."""
CORPUS = SHARED / "corpus"
