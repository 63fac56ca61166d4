"""The wheel carries all that the program needs: built, installed elsewhere, and run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytest.importorskip("hatchling", reason="building a wheel needs hatchling, of the extra [test]")


def call(*command: str, folder: Path, path: Path | None = None) -> str:
    """Run Python with one folder to import from; what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else dict(os.environ)
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_built_wheel_makes_and_runs_a_workbook(tmp_path: Path) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    call(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path / "dist"), str(ROOT), folder=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("sheetflow-*.whl")
    call(*pip, "install", "--no-deps", "--target", str(tmp_path / "site"), str(wheel), folder=tmp_path)
    site = tmp_path / "site"
    where = call("-c", "import sheetflow; print(sheetflow.__file__)", folder=tmp_path, path=site).strip()
    assert Path(where).is_relative_to(site)
    assert (site / "sheetflow" / "_schemas" / "orders.toml").is_file()
    call("-m", "sheetflow", "new", "shop.xlsx", folder=tmp_path, path=site)
    assert "Read 0 orders" in call("-m", "sheetflow", "run", "shop.xlsx", folder=tmp_path, path=site)
    assert (tmp_path / "out" / "shop.xlsx").is_file()
