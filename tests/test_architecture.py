"""docs/architecture.md names every package, so that a stranger finds each."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [
    path.parent for path in sorted((ROOT / "sheetflow").rglob("__init__.py"))[1:]
]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_the_page_names_the_package(package: Path) -> None:
    assert f"`{package.name}/`" in (ROOT / "docs" / "architecture.md").read_text(
        encoding="utf-8"
    )
