"""The wheel as it is built, installed into an empty folder and used from there: what it must carry is in it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from locations import QUICKSTART, ROOT

pytest.importorskip(
    "hatchling", reason="the wheel is built with hatchling: pip install '.[test]'"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(folder),
    ]
    built = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("sheetflow-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but the wheel; what it depends on is there already."""
    folder = tmp_path_factory.mktemp("installed")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
    ]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return folder


def sheetflow(
    installed: Path, folder: Path, *words: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder from which the checkout cannot be seen."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "sheetflow", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_carries_the_declarations_and_nothing_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    declared = {
        f"sheetflow/_schemas/{path.name}" for path in (ROOT / "schemas").glob("*.toml")
    }
    assert declared
    assert declared <= names
    assert {
        "sheetflow/domain/problems.toml",
        "sheetflow/locales/de/LC_MESSAGES/sheetflow.mo",
        "sheetflow/locales/de/LC_MESSAGES/sheetflow.po",
        "sheetflow/py.typed",
        "sheetflow/starters/samples/demo.txt",
    } <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"sheetflow"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_program_runs_from_it(installed: Path, tmp_path: Path) -> None:
    where = [sys.executable, "-c", "import sheetflow; print(sheetflow.__file__)"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run(
        where, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(installed)

    made = sheetflow(installed, tmp_path, "new", "book.xlsx")
    assert (made.returncode, made.stderr) == (0, "")
    (tmp_path / "shop.xlsx").write_bytes(QUICKSTART.read_bytes())
    for name, orders in (("book.xlsx", 0), ("shop.xlsx", 25)):
        done = sheetflow(installed, tmp_path, "run", name, "--as-of=2026-03-02")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"Read {orders} orders" in done.stdout
        assert f"{name} updated" in done.stdout


def test_the_demo_runs_from_it(installed: Path, tmp_path: Path) -> None:
    done = sheetflow(installed, tmp_path, "demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 applied, 2 on hold" in done.stdout
