"""A page that is served, for the tests in a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ELSEWHERE = "elsewhere.example"
"""A name of another site, which leads to this machine: rebound DNS."""


@contextmanager
def served(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a page that is served, and its process."""
    command = [sys.executable, "-m", "sheetflow", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1], server
        server.terminate()


def taken_home(page: Any, link: str, target: Path) -> Path:
    """What a link of the page downloads."""
    with page.expect_download() as download:
        page.click(link)
    download.value.save_as(target)
    return target
