"""Plain files with which the desktop starts sheetflow, and opens a workbook with it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WORKBOOKS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel.sheet.macroEnabled.12",
)
"""The types of files that `Open with` offers sheetflow for."""


@dataclass(frozen=True)
class Shortcut:
    """A file to write: where, what is in it, and whether the system starts it as a program."""

    path: Path
    text: str
    is_program: bool = False

    def write(self) -> None:
        """Write the file, over one of an earlier version."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        newline = "\r\n" if self.path.suffix == ".cmd" else "\n"
        self.path.write_text(self.text, encoding="utf-8", newline=newline)
        if self.is_program:
            self.path.chmod(0o755)


def shortcuts(
    platform: str, home: Path, environment: Mapping[str, str], program: list[str]
) -> list[Shortcut]:
    """The shortcuts of a platform, named as `sys.platform` names it.

    Args:
        environment: The environment's variables, which say where the desktop looks.
        program: The words that start sheetflow.
    """
    if platform == "win32":
        return _windows(
            Path(environment.get("APPDATA", home / "AppData/Roaming")), program
        )
    if platform == "darwin":
        return _mac(home, program)
    data = environment.get("XDG_DATA_HOME") or home / ".local/share"
    return _linux(Path(data), program)


def this_program() -> list[str]:
    """The words that start this sheetflow, installed or built."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "sheetflow"]


def _linux(data: Path, program: list[str]) -> list[Shortcut]:
    """An entry of the menu, which is also offered by `Open with`.

    Its keys: https://specifications.freedesktop.org/desktop-entry-spec/latest/
    """
    words = " ".join(_desktop_word(word) for word in [*program, "app"])
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=sheetflow",
        "Comment=Run the sales workbook of a small business",
        f"Exec={words} %f",
        "Terminal=true",
        "Categories=Office;Finance;",
        f"MimeType={';'.join(WORKBOOKS)};",
    ]
    path = data / "applications" / "sheetflow.desktop"
    return [Shortcut(path, "\n".join(lines) + "\n", is_program=True)]


def _desktop_word(word: str) -> str:
    """A word of Exec: in quotation marks, with what means something there escaped twice."""
    for sign in '\\"`$':
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _windows(roaming: Path, program: list[str]) -> list[Shortcut]:
    """An entry of the start menu, and one of `Send to`."""
    words = " ".join(f'"{word.replace("%", "%%")}"' for word in program)
    menu = roaming / "Microsoft/Windows/Start Menu/Programs/sheetflow.cmd"
    send_to = roaming / "Microsoft/Windows/SendTo/sheetflow.cmd"
    first = "@chcp 65001 >nul"
    return [
        Shortcut(menu, f"{first}\n@{words} app\n"),
        Shortcut(send_to, f'{first}\n@{words} app "%~1"\n'),
    ]


def _mac(home: Path, program: list[str]) -> list[Shortcut]:
    """A file that Terminal runs when it is double-clicked."""
    text = f"#!/bin/sh\nexec {shlex.join(program)} app\n"
    path = home / "Applications" / "sheetflow.command"
    return [Shortcut(path, text, is_program=True)]


def for_this_machine() -> list[Shortcut]:
    """The shortcuts of this user on this machine."""
    return shortcuts(sys.platform, Path.home(), os.environ, this_program())
