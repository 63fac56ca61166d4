"""One page for all double clicks, and the files of the desktop that start it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sheetflow.cli import main
from sheetflow.serving.running_page import RunningPage
from sheetflow.serving.shortcuts import Shortcut, shortcuts

SERVE = [sys.executable, "-m", "sheetflow", "serve"]


def test_a_page_that_answers_is_found_again(tmp_path: Path) -> None:
    page = RunningPage(tmp_path / "address.txt")
    with subprocess.Popen(SERVE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        page.remember(address)
        found = page.address()
        page.remember(address.partition("?")[0])
        without_token = page.address()
        server.terminate()
    page.remember(address)
    assert (found, without_token, page.address()) == (address, "", "")


def test_only_its_own_user_can_read_the_address(tmp_path: Path) -> None:
    page = RunningPage(tmp_path / "address.txt")
    page.remember("http://127.0.0.1:1/?token=a")
    assert page.file.stat().st_mode & 0o077 == 0


def test_a_page_that_another_has_replaced_is_not_forgotten(tmp_path: Path) -> None:
    page = RunningPage(tmp_path / "address.txt")
    page.remember("http://127.0.0.1:2/?token=b")
    page.forget("http://127.0.0.1:1/?token=a")
    assert page.file.exists()
    page.forget("http://127.0.0.1:2/?token=b")
    assert not page.file.exists()


def test_a_second_start_opens_the_page_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.setattr(RunningPage, "address", lambda _page: "http://127.0.0.1:1/?t=a")
    result = CliRunner().invoke(main, ["app"])
    assert result.output == "sheetflow is open already, at http://127.0.0.1:1/?t=a\n"
    assert opened == ["http://127.0.0.1:1/?t=a"]


def test_a_workbook_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["app", str(tmp_path / "none.xlsx")])
    assert result.exit_code == 3
    assert "there is no such file" in result.output


def made(platform: str, home: Path, program: list[str]) -> list[Shortcut]:
    return shortcuts(platform, home, {}, program)


def test_the_linux_entry_is_a_valid_one(tmp_path: Path) -> None:
    (entry,) = made("linux", tmp_path, ["/opt/my apps/sheet$flow"])
    entry.write()
    read = ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(entry.path)
    values = read["Desktop Entry"]
    assert values["Exec"] == r'"/opt/my apps/sheet\\$flow" "app" %f'
    assert values["Type"] == "Application"
    assert values["MimeType"].count(";") == 2


def test_windows_gets_a_menu_entry_and_send_to(tmp_path: Path) -> None:
    menu, send_to = made("win32", tmp_path, [r"C:\my apps\sheetflow.exe"])
    menu.write()
    send_to.write()
    written = menu.path.read_bytes()
    assert written == b'@chcp 65001 >nul\r\n@"C:\\my apps\\sheetflow.exe" app\r\n'
    assert send_to.path.parent.name == "SendTo"
    assert send_to.path.read_text().endswith('app "%~1"\n')


def test_the_file_for_macs_starts_the_program(tmp_path: Path) -> None:
    (command,) = made("darwin", tmp_path, ["/bin/echo", "it's"])
    command.write()
    done = subprocess.run([command.path], capture_output=True, text=True, check=True)
    assert done.stdout == "it's app\n"


def test_shortcuts_are_shown_before_they_are_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    entry = tmp_path / "applications" / "sheetflow.desktop"
    refused = CliRunner().invoke(main, ["install-shortcuts"], input="n\n")
    assert "[Desktop Entry]" in refused.output
    assert not entry.exists()
    CliRunner().invoke(main, ["install-shortcuts"], input="y\n")
    assert entry.exists()


def test_the_built_program_has_what_pyproject_names() -> None:
    project = Path(__file__).parents[2]
    declared = tomllib.loads((project / "pyproject.toml").read_text())
    extras = declared["project"]["optional-dependencies"]
    assert any(name.startswith("pyinstaller") for name in extras["package"])
