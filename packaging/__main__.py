"""Build the program as a folder with everything in it: `python packaging [FOLDER]`.

The folder can be copied to a machine without Python. It is built for the system on which this
runs: on Windows for Windows, on macOS for macOS. PyInstaller and sheetflow must be installed:
`pip install '.[package]'`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent

DATA = ("babel", "pycountry", "iso4217", "stdnum", "mt940", "rich")
"""Packages with files of data that they read when they run."""

FONTS = (
    "fontpkg_inter",
    "fontpkg_noto_sans_arabic",
    "fontpkg_heebo",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
)
"""Fonts of documents. Those for Chinese, Japanese and Korean are 100 MB and are left out."""

CALLED_BY_NAME = ("sheetflow", "pandera", "ofxtools", "uvicorn")
"""Packages that import modules of theirs by name, which PyInstaller cannot see."""

LEFT_OUT = ("tkinter", "pytest", "mypy", "IPython", "matplotlib")


def main() -> None:
    """Build the program, and print where it is and how large."""
    parser = argparse.ArgumentParser(prog="python packaging", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PROJECT / "dist")
    folder = parser.parse_args().folder.resolve()
    build(folder)
    program = folder / "sheetflow"
    print(f"{program}: {_megabytes(program):.0f} MB")


def build(folder: Path) -> None:
    """Build the program into `folder`/sheetflow. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as work:
        # Another folder than the project's: this one's name hides a library that PyInstaller needs.
        subprocess.run([*_command(folder, Path(work))], cwd=work, check=True)


def _command(folder: Path, work: Path) -> list[str]:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += ["--onedir", "--console", "--name=sheetflow"]
    command += [f"--distpath={folder}", f"--workpath={work}", f"--specpath={work}"]
    command += [f"--add-data={_data()}"]
    command += [f"--collect-data={name}" for name in (*DATA, *FONTS)]
    command += [f"--collect-all={name}" for name in CALLED_BY_NAME]
    command += [f"--exclude-module={name}" for name in LEFT_OUT]
    return [*command, str(HERE / "start.py")]


def _data() -> str:
    """The declarations of sheets, where an installed program has them."""
    return f"{PROJECT / 'schemas'}{os.pathsep}sheetflow/_schemas"


def _megabytes(folder: Path) -> float:
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return sum(sizes) / 1_000_000


if __name__ == "__main__":
    main()
